// SPDX-License-Identifier: Apache-2.0

// botbench: measures what docs/PERFORMANCE.md speaks of.

import ArgumentParser

/// `botbench`: how fast and how small the server is.
@main
struct Botbench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "botbench",
    abstract: "Measures how fast and how small the server is; see docs/PERFORMANCE.md.",
    discussion: "Build it with -c release. Figures of one run compare with each other; another machine gives others.",
    subcommands: [
      DecisionsCommand.self, FeedCommand.self, IndicatorsCommand.self, OrdersCommand.self, ServerCommand.self,
      StrategiesCommand.self,
    ])
}
