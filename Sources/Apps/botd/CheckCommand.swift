// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BinanceExchange
import BotModel
import ControlAPI
import Logging
import ServerConfiguration
import Strategies
import StrategyKit
import TradingModel

/// `botd check`: looks at everything that a start would read, and touches nothing.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Validates configuration, strategies and bot files, and exits.")

  func run() throws {
    let configuration = try BotdConfiguration.orExit()
    Console.say("configuration  \(configuration.summary)")
    let strategies = BuiltInStrategies.all
    for strategy in strategies { _ = try strategy.values() }
    Console.say("strategies     \(strategies.count) built in: \(strategies.map(\.name).joined(separator: ", "))")
    let files = try Self.strategyFiles(in: configuration.strategiesFolder)
    Console.say("strategy files \(files.text)")
    let accounts = try Self.accounts(of: configuration)
    Console.say("accounts       \(accounts.map(\.text).joined(separator: ", "))")
    let catalog = SettingsCatalog(strategies: strategies + files.strategies, instruments: nil, accounts: accounts)
    Console.say("bot files      \(try Self.botFiles(in: configuration.botsFolder, catalog: catalog))")
    Console.say("All is well.")
  }

  private static func strategyFiles(
    in path: String
  ) throws(ExitCode) -> (strategies: [StrategyDefinition], text: String) {
    let folder = StrategyFolder(path: path, taken: BuiltInStrategies.all.map(\.name))
    guard folder.exists else { return ([], "none: there is no folder \(path)") }
    let content = folder.load()
    guard content.faults.isEmpty else { throw .refused(content.faults.map(\.description)) }
    let names = content.strategies.map(\.name).joined(separator: ", ")
    return (content.strategies, "\(content.strategies.count) in \(path)\(names.isEmpty ? "" : ": \(names)")")
  }

  private static func accounts(of configuration: BotdConfiguration) throws(ExitCode) -> [AccountName] {
    do {
      return [.default] + (try configuration.accounts.accounts().map(\.name))
    } catch {
      throw .refused(error.sentences)
    }
  }

  private static func botFiles(in folder: BotsFolder, catalog: SettingsCatalog) throws(ExitCode) -> String {
    let files = BotFolder(path: folder.path)
    guard files.exists else {
      guard folder.isGiven else { return "none: there is no folder \(folder.path)" }
      throw .refused(["BOTD_BOTS_DIR=\(folder.path): there is no such folder; make it, or name another."])
    }
    do {
      let bots = try files.bots(catalog: catalog)
      return "\(bots.count) in \(folder.path): \(bots.map(\.settings.name.text).joined(separator: ", "))"
    } catch {
      throw .refused(error.sentences)
    }
  }
}

extension BotdConfiguration {
  /// Everything that was decided, in one line; no secrets.
  var summary: String {
    [
      "listen \(listen)", "data \(dataFolder)", "venue \(endpoints.venue.rawValue) at \(endpoints.rest)",
      adminToken == nil ? "admin token in \(AdminTokenFile(dataFolder: dataFolder).path)" : "admin token of one's own",
      "credentials \(credentials?.source ?? "none")", "live trading \(allowsLive ? "allowed" : "not allowed")",
      "log \(logLevel.rawValue) as \(logFormat.rawValue)",
    ].joined(separator: " · ")
  }
}
