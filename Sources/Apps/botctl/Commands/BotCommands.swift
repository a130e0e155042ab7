// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlClient
import Documents

struct ListCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the bots.", aliases: ["ls"])

  @Option(help: "Only bots in this state.", completion: .list(["CREATED", "RUNNING", "PAUSED", "STOPPED"]))
  var state: String?

  @Option(help: "Only bots of this mode.", completion: .list(["dry-run", "live-spot"]))
  var mode: String?

  @Option(help: ArgumentHelp("How many at most; 0 for all.", valueName: "count"))
  var limit = 0

  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  mutating func validate() throws {
    guard limit >= 0 else { throw ValidationError("--limit is 0 or more.") }
  }

  func run(in session: Session) async throws {
    let filters = [("state", state?.uppercased()), ("mode", mode?.replacing("-", with: "_"))]
    let query = filters.compactMap { name, value in value.map { ControlRequest.Parameter(name, $0) } }
    let bots = try await session.client.list(
      ControlRequest(.get, ["bots"], query: query), limit: limit == 0 ? nil : limit)
    session.report.list(bots, .bots)
  }
}

struct ShowCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show all that is known of a bot.")

  @Argument(help: "The bot.", completion: botNames) var name: String
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    session.report.details(try await session.client.send(.bot(.get, name)), .bots)
  }
}

struct EditCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Change a bot's fields.",
    discussion: """
      botctl edit first stake_amount=50 pairs=BTC/USDT,ETH/USDT risk.max_exposure=200
      botctl edit first strategy_parameters.fast=9 risk.max_drawdown=

      An empty value brings back the default, or takes a limit away. While a bot is RUNNING, only its description, \
      stake, slots, limits and pairs can change.
      """)

  @Argument(help: "The bot.", completion: botNames) var name: String
  @Argument(help: "Fields and their new values: key=value.") var changes: [String]
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    let patch = BotAssignment.patch(try changes.map { try BotAssignment($0) })
    session.report.row(try await session.client.send(.bot(.patch, name, body: patch)), .bots)
  }
}

struct DeleteCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Delete bots that are stopped and hold nothing.", aliases: ["rm"])

  @Argument(help: "The bots.", completion: botNames) var names: [String]
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    let subject = names.count == 1 ? "bot '\(names[0])'" : "\(names.count) bots"
    try session.console.confirm("deleting \(subject)", isConfirmed: session.isConfirmed)
    try await BulkCall(names: names, word: "deleted").carryOut(in: session) { .bot(.delete, $0) }
  }
}
