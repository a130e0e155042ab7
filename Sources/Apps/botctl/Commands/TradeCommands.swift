// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlClient
import Documents

struct EnterCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "enter", abstract: "Open a trade by hand, through the bot's limits.")

  @Argument(help: "The bot.", completion: botNames) var name: String
  @Argument(help: "What to buy: BTC/USDT.") var pair: String

  @Option(help: ArgumentHelp("For how much; the bot's own stake otherwise.", valueName: "amount"))
  var stakeAmount: String?

  @Option(help: ArgumentHelp("At what price at most; the market's otherwise.", valueName: "price"))
  var limitPrice: String?

  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    var members = [Node.Member(key: "pair", value: .string(pair))]
    if let stakeAmount { members.append(.init(key: "stake_amount", value: .string(stakeAmount))) }
    if let limitPrice { members.append(.init(key: "limit_price", value: .string(limitPrice))) }
    session.report.row(try await session.client.send(.bot(.post, name, "enter", body: .object(members))), .orders)
  }
}

struct ExitCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "exit", abstract: "Close a trade by hand, or all of a bot.",
    discussion: """
      botctl exit first BTC/USDT
      botctl exit first --trade 17 --limit-price 65000
      botctl exit first --all --yes
      """)

  @Argument(help: "The bot.", completion: botNames) var name: String
  @Argument(help: "The pair whose trade to close.") var pair: String?

  @Option(help: ArgumentHelp("The trade to close, by its id.", valueName: "id"))
  var trade: Int64?

  @Flag(help: "Close all open trades of the bot.")
  var all = false

  @Option(help: ArgumentHelp("At what price at least; the market's otherwise.", valueName: "price"))
  var limitPrice: String?

  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  mutating func validate() throws {
    guard [pair != nil, trade != nil, all].count(where: { $0 }) == 1 else {
      throw ValidationError("Name what to close: a pair, --trade ID, or --all.")
    }
  }

  func run(in session: Session) async throws {
    guard all else {
      let subject = pair.map { Node.Member(key: "pair", value: .string($0)) }
      let answer = try await session.client.send(request(subject ?? .init(key: "trade_id", value: .number(trade ?? 0))))
      return session.report.row(answer, .orders)
    }
    try session.console.confirm("closing all trades of bot '\(name)'", isConfirmed: session.isConfirmed)
    let open = try await session.client.list(.bot(.get, name, "trades", query: [.init("status", "open")]))
    let trades = open.items.compactMap { $0["id"]?.int64 }
    guard !trades.isEmpty else { return session.console.remark("Bot '\(name)' has no open trade.") }
    try await closeAll(trades, in: session)
  }

  private func closeAll(_ trades: [Int64], in session: Session) async throws {
    var failures: [ControlFailure] = []
    for trade in trades {
      do {
        _ = try await session.client.send(request(.init(key: "trade_id", value: .number(trade))))
        session.console.remark("trade \(trade): exit ordered")
      } catch {
        failures.append(error)
        session.console.remark("trade \(trade): failed: \(error.summary)")
      }
    }
    guard let first = failures.first else { return }
    let isSame = failures.allSatisfy { $0.exitCode == first.exitCode }
    if trades.count == 1 { throw first }
    if failures.count == trades.count, isSame {
      throw ControlFailure.all(failed: failures.count, code: first.exitCode)
    }
    throw ControlFailure.partial(failed: failures.count, of: trades.count)
  }

  private func request(_ subject: Node.Member) -> ControlRequest {
    let limit = limitPrice.map { Node.Member(key: "limit_price", value: .string($0)) }
    return .bot(.post, name, "exit", body: .object([subject, limit].compactMap { $0 }))
  }
}

struct TradesCommand: ControlCommand {
  static let configuration = CommandConfiguration(commandName: "trades", abstract: "List a bot's trades, newest first.")

  @Argument(help: "The bot.", completion: botNames) var name: String
  @Flag(help: "Only open trades.") var open = false
  @Flag(help: "Only closed trades.") var closed = false
  @OptionGroup var history: HistoryOptions
  @OptionGroup var list: ListOptions
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  mutating func validate() throws {
    if open, closed { throw ValidationError("Give --open or --closed, not both.") }
  }

  func run(in session: Session) async throws {
    let status = open ? "open" : closed ? "closed" : nil
    let query = history.query + (status.map { [.init("status", $0)] } ?? [])
    let trades = try await session.client.list(.bot(.get, name, "trades", query: query), limit: list.count)
    session.report.list(trades, .trades)
  }
}

struct OrdersCommand: ControlCommand {
  static let configuration = CommandConfiguration(commandName: "orders", abstract: "List a bot's orders, newest first.")

  @Argument(help: "The bot.", completion: botNames) var name: String
  @Option(help: ArgumentHelp("Only orders of this status.", valueName: "status")) var status: String?
  @OptionGroup var history: HistoryOptions
  @OptionGroup var list: ListOptions
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    let query = history.query + (status.map { [.init("status", $0)] } ?? [])
    let orders = try await session.client.list(.bot(.get, name, "orders", query: query), limit: list.count)
    session.report.list(orders, .orders)
  }
}

struct SignalsCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "signals", abstract: "List what a bot's strategy said, newest first.")

  @Argument(help: "The bot.", completion: botNames) var name: String
  @OptionGroup var history: HistoryOptions
  @OptionGroup var list: ListOptions
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    let signals = try await session.client.list(.bot(.get, name, "signals", query: history.query), limit: list.count)
    session.report.list(signals, .signals)
  }
}

struct ExplainCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say why a bot did, or didn't, trade: its decisions, newest first.",
    discussion: """
      With a pair, the newest candle is taken apart: what each strategy said and why, what the votes come to, and the \
      rule that refused with its numbers.
      """)

  @Argument(help: "The bot.", completion: botNames) var name: String
  @Argument(help: "Only this pair.") var pair: String?
  @OptionGroup var list: ListOptions
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    let query = pair.map { [ControlRequest.Parameter("pair", $0)] } ?? []
    let decisions = try await session.client.list(.bot(.get, name, "decisions", query: query), limit: list.count)
    if session.report.format.isForPeople {
      try await remarkOnConditions(in: session)
      let newest = decisions.items.first { $0["candle"]?.string != nil }
      if pair != nil, let newest { session.report.explanation(newest) }
    }
    session.report.list(decisions, .decisions)
  }

  /// What keeps the bot as a whole from trading stands above what it decided.
  private func remarkOnConditions(in session: Session) async throws {
    let bot = try await session.client.send(.bot(.get, name))
    let state = [bot["state"], bot["phase"]].compactMap { $0?.string }.joined(separator: ", ")
    session.console.remark("\(name): \(DisplayWidth.harmless(state))")
    for condition in bot["conditions"]?.array ?? [] where condition["status"]?.bool == false {
      let parts = [condition["type"], condition["reason"], condition["message"]].compactMap { $0?.string }
      session.console.remark("  " + DisplayWidth.harmless(parts.filter { !$0.isEmpty }.joined(separator: ": ")))
    }
  }
}

struct PerformanceCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "performance", abstract: "Show what a bot has made: profit, drawdown, win rate, by pair and day.")

  @Argument(help: "The bot.", completion: botNames) var name: String
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    session.report.details(try await session.client.send(.bot(.get, name, "performance")))
  }
}
