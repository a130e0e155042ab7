// SPDX-License-Identifier: Apache-2.0

public import Documents

/// A new bot as the options of `create` describe it; nil and empty where an option wasn't given.
public struct BotDescription: Hashable, Sendable {
  /// Its name.
  public var name: String?
  /// Its strategy.
  public var strategy: String?
  /// Its pairs, with commas.
  public var pairs: String?
  /// How long its candles are.
  public var timeframe: String?
  /// `dry-run` or `live-spot`.
  public var mode: String?
  /// How much an entry takes.
  public var stakeAmount: String?
  /// How many trades it may have open.
  public var maxOpenTrades: Int?
  /// What it starts with in dry-run.
  public var wallet: String?
  /// Whose money it uses.
  public var account: String?
  /// What it is for.
  public var description: String?
  /// Parameters of its strategy, `name=value` each.
  public var parameters: [String] = []

  /// Nothing described.
  public init() {}

  /// The request's body: the file's fields, if there is one, with the options over them.
  ///
  /// - Throws: `usage` for what is missing or can't be read.
  public func body(file: Node? = nil) throws(ControlFailure) -> Node {
    if let file, file.object == nil {
      throw .usage("a bot file holds the bot's fields, 'name: …' and so on, and this one holds \(file.kindName)")
    }
    var body = file ?? .object([])
    func set(_ key: String, _ value: Node?) {
      if let value { body = body.setting([key], to: value) }
    }
    set("name", name.map(Node.string))
    set("description", description.map(Node.string))
    set("mode", mode.map { .string($0.replacing("-", with: "_")) })
    set("account", account.map(Node.string))
    set("strategy", strategy.map(Node.string))
    set("timeframe", timeframe.map(Node.string))
    set("pairs", pairs.map { .array(BotAssignment.items($0)) })
    set("stake_amount", stakeAmount.map(Node.string))
    set("max_open_trades", maxOpenTrades.map { .number($0) })
    let isLive = body["mode"]?.string == "live_spot"
    set(isLive ? "available_capital" : "dry_run_wallet", wallet.map(Node.string))
    for parameter in parameters {
      let (key, value) = try Self.parameter(parameter)
      body = body.setting(["strategy_parameters", key], to: value)
    }
    try checkPresence(in: body, hasFile: file != nil)
    return body
  }

  private func checkPresence(in body: Node, hasFile: Bool) throws(ControlFailure) {
    let options = [("name", "NAME"), ("strategy", "--strategy"), ("pairs", "--pairs")]
    let missing = options.filter { body[$0.0] == nil }
    if missing.isEmpty { return }
    let names = missing.map { hasFile ? "'\($0.0)'" : $0.1 }.joined(separator: ", ")
    throw .usage(hasFile ? "the file lacks \(names)" : "missing: \(names), or a bot file with -f FILE")
  }

  private static func parameter(_ text: String) throws(ControlFailure) -> (String, Node) {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw .usage("--param '\(text)' is not of the form name=value: fast=12") }
    return (parts[0], BotAssignment.parameter(parts[1]))
  }
}
