// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlClient
import Documents

struct StrategiesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "strategies", abstract: "See which strategies there are, check a file, load the files anew.",
    subcommands: [
      StrategyListCommand.self, StrategyShowCommand.self, StrategyCheckCommand.self, StrategyReloadCommand.self,
    ])
}

struct StrategyListCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the strategies.", aliases: ["ls"])

  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    session.report.list(try await session.client.list(ControlRequest(.get, ["strategies"])), .strategies)
  }
}

struct StrategyShowCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a strategy with its rules and parameters.")

  @Argument(help: "The strategy.", completion: strategyNames)
  var name: String
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    session.report.details(try await session.client.send(ControlRequest(.get, ["strategies", name])), .strategies)
  }
}

struct StrategyCheckCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check strategy files; nothing is loaded.",
    discussion: "Each fault is told as FILE:LINE:COLUMN. Ends with 1 where there is one.")

  @Argument(help: "The files.", completion: .file(extensions: ["yaml", "yml"])) var files: [String]
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    var failed = 0
    for file in files {
      let text = try session.read(file)
      let answer = try await session.client.send(
        ControlRequest(.post, ["strategies", "check"], body: ["text": .string(text)]))
      if answer["valid"]?.bool != true { failed += 1 }
      guard session.report.format.isForPeople else {
        session.report.details(answer)
        continue
      }
      for line in StrategyCheckText.lines(of: answer, file: file) { session.console.write(line + "\n") }
    }
    if failed > 0 { throw ControlFailure.checksFailed(failed, code: .failure) }
  }
}

struct StrategyReloadCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "reload", abstract: "Load the server's strategy files anew: all of them, or none where one is wrong.")

  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    let answer = try await session.client.send(ControlRequest(.post, ["strategies", "reload"]))
    guard session.report.format.isForPeople else { return session.report.details(answer) }
    for line in StrategyReloadText.lines(of: answer) { session.console.write(line + "\n") }
  }
}

/// What a check found, for people.
enum StrategyCheckText {
  static func lines(of answer: Node, file: String) -> [String] {
    let faults = (answer["errors"]?.array ?? []).map { fault in
      let place = [fault["line"]?.int64, fault["column"]?.int64].compactMap { $0.map { ":\($0)" } }.joined()
      let field = fault["field"]?.string ?? ""
      return "\(file)\(place): \(field.isEmpty ? "" : field + ": ")\(fault["message"]?.string ?? "")"
    }
    guard faults.isEmpty else { return faults }
    let strategy = answer["strategy"]
    let warmUp = answer["warm_up"]?.int64.map { ", answers after \($0) candles" } ?? ""
    let rules = (strategy?["trade_rules"]?.array ?? []).compactMap(\.string).joined(separator: ", ")
    let parameters = strategy?["parameters"]?.array?.count ?? 0
    return ["\(file): strategy \(strategy?["name"]?.string ?? "?") is in order: \(parameters) parameters\(warmUp)"]
      + (rules.isEmpty ? [] : ["\(file): of trades it says \(rules)"])
  }
}

/// What loading the files anew came to, for people.
enum StrategyReloadText {
  static func lines(of answer: Node) -> [String] {
    let strategies = answer["strategies"]?.array ?? []
    guard !strategies.isEmpty else { return ["There are no strategy files."] }
    return strategies.flatMap { strategy in
      let head = "\(strategy["name"]?.string ?? "?"): \(strategy["change"]?.string ?? "?")"
      let bots = (strategy["bots"]?.array ?? []).map { bot in
        "  \(bot["name"]?.string ?? "?") (\(bot["state"]?.string ?? "?")): \(bot["note"]?.string ?? "")"
      }
      return [head] + (strategy["change"]?.string == "unchanged" ? [] : bots)
    }
  }
}
