// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlClient
import Documents

/// Which bots a command is for.
struct BotSelection: ParsableArguments {
  @Argument(help: "The bots.", completion: botNames)
  var names: [String] = []

  @Flag(help: "All bots that this can be done to.")
  var all = false

  mutating func validate() throws {
    guard names.isEmpty == all else {
      throw ValidationError(all ? "Give names or --all, not both." : "Name a bot, several, or --all.")
    }
  }

  /// The names; for `--all`, those of the bots in one of the states.
  func resolved(in session: Session, states: Set<String>) async throws(ControlFailure) -> [String] {
    guard all else { return names }
    let bots = try await session.client.list(ControlRequest(.get, ["bots"]))
    return bots.items.filter { $0["state"]?.string.map(states.contains) ?? false }.compactMap { $0["name"]?.string }
  }
}

/// A change of what is wanted of bots.
struct LifecycleChange {
  let verb: String
  let word: String
  /// From where it is allowed; other bots are left out of `--all`.
  let states: Set<String>
  var body: Node?

  /// - Parameter again: with which body it is asked once more where it failed, or nil.
  func carryOut(
    _ selection: BotSelection, in session: Session,
    again: (String, ControlFailure) throws(ControlFailure) -> Node? = { _, _ in nil }
  ) async throws(ControlFailure) {
    let names = try await selection.resolved(in: session, states: states)
    guard !names.isEmpty else {
      return session.console.remark("No bot is \(states.sorted().joined(separator: " or ")).")
    }
    try await BulkCall(names: names, word: word).carryOut(
      in: session,
      again: { (name, failure) throws(ControlFailure) in
        try again(name, failure).map { .bot(.post, name, verb, body: $0) }
      }, { .bot(.post, $0, verb, body: body) })
  }
}

struct StartCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Let bots trade.",
    discussion: """
      A bot of mode live_spot trades with real money: it needs a --reason, which stands in the audit, and its name typed \
      once more, at the prompt or by --confirm-live. --yes is not enough.
      """)

  @OptionGroup var selection: BotSelection

  @Option(help: ArgumentHelp("Why a live bot is to trade with real money.", valueName: "text"))
  var reason: String?

  @Option(help: ArgumentHelp("A live bot's name once more; repeatable.", valueName: "name"))
  var confirmLive: [String] = []

  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    let change = LifecycleChange(
      verb: "start", word: "started", states: ["CREATED", "STOPPED", "PAUSED"], body: ["unless_live": true])
    try await change.carryOut(selection, in: session) { (name, failure) throws(ControlFailure) in
      guard case .refused(let problem) = failure, problem.node["field"]?.string == "confirm_live" else {
        return nil
      }
      try session.console.confirm("'\(name)' trades with real money", byTyping: name, given: confirmLive)
      guard reason != nil else { throw .usage("say why '\(name)' is to trade with real money: --reason TEXT") }
      var members = [Node.Member(key: "confirm_live", value: .string(name))]
      if let reason { members.append(Node.Member(key: "reason", value: .string(reason))) }
      return .object(members)
    }
  }
}

struct PauseCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause", abstract: "Let bots open nothing more, and go on managing what is open.")

  @OptionGroup var selection: BotSelection
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    try await LifecycleChange(verb: "pause", word: "paused", states: ["RUNNING"]).carryOut(selection, in: session)
  }
}

struct ResumeCommand: ControlCommand {
  static let configuration = CommandConfiguration(commandName: "resume", abstract: "Let paused bots open trades again.")

  @OptionGroup var selection: BotSelection
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    try await LifecycleChange(verb: "resume", word: "resumed", states: ["PAUSED"]).carryOut(selection, in: session)
  }
}

struct StopCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "Let bots do nothing any more.",
    discussion: "A bot that holds something needs to be told what becomes of it.")

  @OptionGroup var selection: BotSelection

  @Flag(help: "Sell what they hold, at the market.")
  var closePositions = false

  @Flag(help: "What they hold stays theirs, unwatched.")
  var keepPositions = false

  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  mutating func validate() throws {
    if closePositions, keepPositions {
      throw ValidationError("Give --close-positions or --keep-positions, not both.")
    }
  }

  func run(in session: Session) async throws {
    if closePositions {
      let verb = selection.names.count == 1 ? "holds" : "hold"
      let subject = selection.all ? "all bots hold" : selection.names.joined(separator: ", ") + " \(verb)"
      try session.console.confirm("selling what \(subject)", isConfirmed: session.isConfirmed)
    }
    let positions: Node? = closePositions ? "close" : keepPositions ? "keep" : nil
    let change = LifecycleChange(
      verb: "stop", word: "stopped", states: ["RUNNING", "PAUSED"], body: positions.map { ["positions": $0] })
    try await change.carryOut(selection, in: session)
  }
}
