// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlClient
import Documents

struct MarketsCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "markets", abstract: "List the venue's pairs with their rules.")

  @OptionGroup var list: ListOptions
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    session.report.list(try await session.client.list(ControlRequest(.get, ["markets"]), limit: list.count), .markets)
  }
}

struct MarketCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "market", abstract: "Show a pair's market in figures and words.",
    discussion: """
      Price, change, volume and spread; RSI, moving averages, ATR and ADX of the closed candles; and whether the market \
      trends or ranges.
      """)

  @Argument(help: "The pair: BTC/USDT.", completion: pairNames) var pair: String
  @Option(
    help: ArgumentHelp("How long the candles are.", valueName: "interval"), completion: .list(timeframes))
  var timeframe = "5m"
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    let query = [ControlRequest.Parameter("pair", pair), .init("timeframe", timeframe)]
    session.report.analysis(try await session.client.send(ControlRequest(.get, ["analysis"], query: query)))
  }
}

struct FeedCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "feed", abstract: "Show how well the market feed is.",
    discussion: """
      Connections and request weight; how often data was wrong, by kind; the streams of the worst quality and the newest \
      anomalies.
      """)

  @Option(help: ArgumentHelp("How many streams and anomalies.", valueName: "count")) var limit = 20
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    let query = [ControlRequest.Parameter("limit", "\(limit)")]
    session.report.details(try await session.client.send(ControlRequest(.get, ["markets", "feed"], query: query)))
  }
}

struct CandlesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "candles", abstract: "See candles.", subcommands: [CandleShowCommand.self])
}

struct CandleShowCommand: ControlCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a pair's candles.")

  @Argument(help: "The pair: BTC/USDT.") var pair: String
  @Option(help: ArgumentHelp("How long they are.", valueName: "interval")) var timeframe = "5m"

  @Option(help: ArgumentHelp("Only from this time on: 2026-01-31T12:00:00Z.", valueName: "time"))
  var from: String?

  @Option(help: ArgumentHelp("Only before this time.", valueName: "time"))
  var to: String?

  @OptionGroup var list: ListOptions
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    let optional = [("from", from), ("to", to)].compactMap { name, value in
      value.map { ControlRequest.Parameter(name, $0) }
    }
    let query = [ControlRequest.Parameter("pair", pair), .init("timeframe", timeframe)] + optional
    let candles = try await session.client.list(ControlRequest(.get, ["candles"], query: query), limit: list.count)
    session.report.list(candles, .candles)
  }
}

struct AuditCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "List what operators did, newest first.")

  @OptionGroup var list: ListOptions
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    session.report.list(try await session.client.list(ControlRequest(.get, ["audit"]), limit: list.count), .audit)
  }
}

struct CompletionCommand: ControlCommand {
  static let configuration = CommandConfiguration(
    commandName: "completion", abstract: "Print a script that completes commands, options and names of bots.",
    discussion: """
      bash: source <(botctl completion bash)
      zsh:  botctl completion zsh > "${fpath[1]}/_botctl"
      fish: botctl completion fish > ~/.config/fish/completions/botctl.fish
      """)

  /// A shell that scripts can be made for.
  enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash
    case zsh
    case fish

    var known: CompletionShell {
      switch self {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    }
  }

  @Argument(help: "The shell.") var shell: Shell
  @OptionGroup(title: "Options of all commands") var global: GlobalOptions

  func run(in session: Session) async throws {
    session.console.write(Botctl.completionScript(for: shell.known) + "\n")
  }
}
