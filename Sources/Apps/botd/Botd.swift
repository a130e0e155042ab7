// SPDX-License-Identifier: Apache-2.0

// botd: the server that reads its configuration, wires the modules together and runs them until told to stop.

import ArgumentParser

/// `botd`: the server.
@main
struct Botd: AsyncParsableCommand {
  /// The version that the server says it is.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "botd",
    abstract: "Runs trading bots on one market feed, behind a REST API.",
    discussion: """
      The configuration is read from the environment and from .env in the working directory; see .env.example. \
      Exit codes: 0 stopped as asked, 64 usage, 70 an invariant was broken, 78 configuration.
      """,
    subcommands: [
      ServeCommand.self, DemoCommand.self, CheckCommand.self, StrategiesCommand.self, VersionCommand.self,
    ])
}

/// `botd version`.
struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "version", abstract: "Prints the version.")

  func run() { Console.say("botd \(Botd.version)") }
}
