// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlClient
import Documents
import YAMLDocuments

struct CreateCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Create a bot, from options or from a bot file.",
    discussion: """
      botctl create first --strategy ema-crossover --pairs BTC/USDT,ETH/USDT --stake-amount 100
      botctl create -f bots/first.yaml
      botctl create second -f bots/first.yaml --param fast=9
      """)

  @Argument(help: "The bot's name; with a file, another name than the file's.")
  var name: String?

  @Option(name: .customShort("f"), help: ArgumentHelp("A bot file; - for standard input.", valueName: "file"))
  var file: String?

  @Option(help: "See 'botctl strategies list'.", completion: strategyNames)
  var strategy: String?

  @Option(help: ArgumentHelp("What it may trade, with commas: BTC/USDT,ETH/USDT.", valueName: "pairs"))
  var pairs: String?

  @Option(help: ArgumentHelp("How long its candles are: 1m, 5m, 1h, …", valueName: "interval"))
  var timeframe: String?

  @Option(help: "dry-run or live-spot.", completion: .list(["dry-run", "live-spot"]))
  var mode: String?

  @Option(help: ArgumentHelp("How much an entry takes, or unlimited.", valueName: "amount"))
  var stakeAmount: String?

  @Option(help: ArgumentHelp("How many trades it may have open.", valueName: "count"))
  var maxOpenTrades: Int?

  @Option(
    help: ArgumentHelp(
      "What a dry-run bot starts with, or how much of its account is a live bot's own.", valueName: "amount"))
  var wallet: String?

  @Option(help: "Whose money it uses.")
  var account: String?

  @Option(help: ArgumentHelp("What it is for.", valueName: "text"))
  var description: String?

  @Option(
    name: .customLong("param"), help: ArgumentHelp("A strategy's parameter; repeatable.", valueName: "name=value"))
  var parameters: [String] = []

  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    var bot = BotDescription()
    bot.name = name
    bot.strategy = strategy
    bot.pairs = pairs
    bot.timeframe = timeframe
    bot.mode = mode
    bot.stakeAmount = stakeAmount
    bot.maxOpenTrades = maxOpenTrades
    bot.wallet = wallet
    bot.account = account
    bot.description = description
    bot.parameters = parameters
    let body = try bot.body(file: try file.map { try Self.document($0, session) })
    let created = try await session.client.send(ControlRequest(.post, ["bots"], body: body))
    session.report.row(created, .bots)
    if session.report.format.isForPeople, let name = created["name"]?.string {
      let isLive = created["mode"]?.string == "live_spot"
      session.console.remark(
        isLive
          ? "Created. 'botctl start \(name) --reason …' lets it trade with real money."
          : "Created. 'botctl start \(name)' lets it trade.")
    }
  }

  /// A file's document. YAML's syntax includes JSON's.
  private static func document(_ path: String, _ session: Session) throws(ControlFailure) -> Node {
    let text = try session.read(path)
    do {
      return try YAMLParser().parse(text)
    } catch {
      throw .file(path: path, cause: error.description)
    }
  }
}
