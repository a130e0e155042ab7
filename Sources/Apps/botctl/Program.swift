// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlClient
import Documents
import StrategyKit

/// One run of the program, with the world that it runs in.
struct Program: Sendable {
  let environment: [String: String]
  let console: Console
  let makeKey: @Sendable () -> String
  let read: @Sendable (String) throws(ControlFailure) -> String

  /// Parses the arguments, carries the command out, reports what went wrong, and says how to end.
  func run(_ arguments: [String]) async -> ControlClient.ExitCode {
    let command: any ParsableCommand
    do {
      command = try await Botctl.asyncParseAsRoot(arguments)
    } catch {
      return finish(parsingError: error, arguments)
    }
    guard let command = command as? any ControlCommand else {
      return await runForeign(command, arguments)
    }
    do {
      let session = try session(for: command.global)
      do {
        try await command.run(in: session)
        await session.client.shutdown()
        return .success
      } catch {
        await session.client.shutdown()
        throw error
      }
    } catch {
      let failure = error as? ControlFailure ?? .usage("\(error)")
      Report(console: console(command.global), format: command.global.output).failure(failure)
      return failure.exitCode
    }
  }

  private func session(for options: GlobalOptions) throws(ControlFailure) -> Session {
    let address = options.server ?? environment["BOTCTL_SERVER"].flatMap { $0.isEmpty ? nil : $0 }
    guard let server = ServerAddress(address ?? ServerAddress.standard) else {
      throw .usage("'\(address ?? "")' is not a server's address, such as \(ServerAddress.standard)")
    }
    let token = TokenSource.token(option: options.token, environment: environment, server: server) { try? read($0) }
    guard token?.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) != false else {
      throw .usage("the token holds something else than printable characters without spaces")
    }
    let client = APIClient(server: server, token: token, timeoutSeconds: options.timeout, makeKey: makeKey)
    let console = console(options)
    return Session(
      client: client, report: Report(console: console, format: options.output), console: console,
      isConfirmed: options.yes, hasToken: token != nil, read: read)
  }

  private func console(_ options: GlobalOptions) -> Console {
    options.noColor ? console.withoutColours() : console
  }

  /// Commands of the argument parser itself: help.
  private func runForeign(_ command: any ParsableCommand, _ arguments: [String]) async -> ControlClient.ExitCode {
    if command is Botctl {
      console.remark(Botctl.helpMessage())
      return .usage
    }
    do {
      var command = command
      try command.run()
      return .success
    } catch {
      return finish(parsingError: error, arguments)
    }
  }

  private func finish(parsingError error: any Error, _ arguments: [String]) -> ControlClient.ExitCode {
    let message = Botctl.fullMessage(for: error)
    guard Botctl.exitCode(for: error).rawValue != 0 else {
      console.write(message + "\n")
      return .success
    }
    let suggestion = UnknownCommand.message(for: arguments)
    if Self.wantsJSON(arguments) {
      let failure = ControlFailure.usage(suggestion ?? Botctl.message(for: error))
      console.remark(failure.document.json())
    } else {
      console.remark(suggestion.map { "Error: \($0)\nSee 'botctl --help' for what there is." } ?? message)
    }
    return .usage
  }

  /// Whether `-o json` stands in arguments that could not be parsed.
  private static func wantsJSON(_ arguments: [String]) -> Bool {
    zip(arguments, arguments.dropFirst() + [""]).contains { argument, next in
      (["-o", "--output"].contains(argument) && next.hasPrefix("json"))
        || ["-ojson", "--output=json", "--output=jsonl"].contains(argument)
    }
  }
}

/// Finds a word in a command's place that is none.
enum UnknownCommand {
  /// What to say of it; nil where the arguments begin with a command.
  static func message(for arguments: [String]) -> String? {
    var commands = Botctl.configuration.subcommands
    var path = "botctl"
    var rest = arguments[...]
    while !commands.isEmpty {
      guard let word = nextWord(&rest), word != "help" else { return nil }
      guard let known = command(named: word, in: commands) else {
        let suggestion = NameSuggestion.closest(to: word, among: commands.map(name))
        return "there is no command '\(path) \(word)'" + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
      }
      commands = known.configuration.subcommands
      path += " " + word
    }
    return nil
  }

  private static func command(
    named word: String, in commands: [any ParsableCommand.Type]
  ) -> (any ParsableCommand.Type)? {
    for command in commands where name(of: command) == word || command.configuration.aliases.contains(word) {
      return command
    }
    return nil
  }

  private static func name(of command: any ParsableCommand.Type) -> String { command.configuration.commandName ?? "" }

  /// The next argument that is neither an option nor an option's value.
  private static func nextWord(_ arguments: inout ArraySlice<String>) -> String? {
    while let argument = arguments.popFirst() {
      if ["-o", "--output", "--server", "--token", "--timeout"].contains(argument) {
        _ = arguments.popFirst()
      } else if !argument.hasPrefix("-") {
        return argument
      }
    }
    return nil
  }
}
