// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlClient
import Documents

struct AccountsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accounts", abstract: "See accounts, and who owns what on them.",
    subcommands: [AccountListCommand.self, AccountShowCommand.self], defaultSubcommand: AccountListCommand.self)
}

struct AccountListCommand: ControlCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the accounts.")

  @OptionGroup var list: ListOptions
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    session.report.list(
      try await session.client.list(ControlRequest(.get, ["accounts"]), limit: list.count), .accounts)
  }
}

struct AccountShowCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show an account: what is known of its key, and who owns what.")

  @Argument(help: "The account.") var name = "default"
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    session.report.details(try await session.client.send(ControlRequest(.get, ["accounts", name])))
  }
}

struct KillCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kill", abstract: "Turn the kill switch: no bot opens anything any more.",
    discussion: """
      botctl kill on --reason "the venue misbehaves"
      botctl kill on --mode cancel --reason "the venue misbehaves"
      botctl kill off --reason "it is back"

      It holds for all bots, survives a restart, and lets exits pass. Turning it off opens nothing.
      """,
    subcommands: [KillStatusCommand.self, KillOnCommand.self, KillOffCommand.self],
    defaultSubcommand: KillStatusCommand.self)
}

struct KillStatusCommand: ControlCommand {
  static let configuration = CommandConfiguration(commandName: "status", abstract: "Show how the kill switch stands.")

  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    session.report.details(try await session.client.send(ControlRequest(.get, ["kill-switch"])))
  }
}

struct KillOnCommand: ControlCommand {
  static let configuration = CommandConfiguration(commandName: "on", abstract: "Let no bot open anything.")

  @Option(
    help: "hold opens nothing; cancel takes back resting entries besides.", completion: .list(["hold", "cancel"]))
  var mode = "hold"

  @Option(help: ArgumentHelp("Why; it stands in the audit.", valueName: "text"))
  var reason: String

  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    let body: Node = ["mode": .string(mode), "reason": .string(reason)]
    session.report.details(try await session.client.send(ControlRequest(.post, ["kill-switch"], body: body)))
  }
}

struct KillOffCommand: ControlCommand {
  static let configuration = CommandConfiguration(commandName: "off", abstract: "Let bots open trades again.")

  @Option(help: ArgumentHelp("Why; it stands in the audit.", valueName: "text"))
  var reason: String

  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    try session.console.confirm("letting every bot open trades again", isConfirmed: session.isConfirmed)
    let query = [ControlRequest.Parameter("reason", reason)]
    session.report.details(try await session.client.send(ControlRequest(.delete, ["kill-switch"], query: query)))
  }
}
