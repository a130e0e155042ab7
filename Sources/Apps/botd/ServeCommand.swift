// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ServerConfiguration

/// `botd serve`: the server, until SIGTERM or SIGINT.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Runs the server until it is told to stop (SIGTERM, SIGINT).")

  func run() async throws {
    let configuration = try BotdConfiguration.orExit()
    ServerLog.begin(configuration.logFormat, level: configuration.logLevel)
    let strategies = BotServer.strategies(in: configuration.strategiesFolder)
    let store = try BotServer.openStore(at: configuration.dataFolder, strategies)
    let server = try await BotServer(configuration, store: store, strategies: strategies)
    let tokenPath = server.tokenPath
    try await server.run { address in
      Console.say("botd listens on http://\(address)")
      if let tokenPath { Console.say("The admin token is in \(tokenPath)") }
    }
  }
}
