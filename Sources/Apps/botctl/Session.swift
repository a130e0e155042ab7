// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ControlClient
import Documents

/// What a command works with.
struct Session: Sendable {
  let client: APIClient
  let report: Report
  let console: Console
  let isConfirmed: Bool
  let hasToken: Bool
  let read: @Sendable (String) throws(ControlFailure) -> String
}

/// A command that speaks to a server.
protocol ControlCommand: AsyncParsableCommand {
  var global: GlobalOptions { get }

  func run(in session: Session) async throws
}

extension ControlRequest {
  /// A request for a bot, or something of a bot.
  static func bot(
    _ method: Method = .get, _ name: String, _ parts: String..., query: [Parameter] = [], body: Node? = nil
  ) -> ControlRequest {
    ControlRequest(method, ["bots", name] + parts, query: query, body: body)
  }
}

/// How much of a list is shown.
struct ListOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How many at most; 0 for all.", valueName: "count"))
  var limit = 50

  mutating func validate() throws {
    guard limit >= 0 else { throw ValidationError("--limit is 0 or more.") }
  }

  /// The limit as the client takes it.
  var count: Int? { limit == 0 ? nil : limit }
}

/// Which part of a bot's history is shown.
struct HistoryOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Only this pair.", valueName: "pair"))
  var pair: String?

  @Option(help: ArgumentHelp("Only from this time on: 2026-01-31T12:00:00Z.", valueName: "time"))
  var from: String?

  @Option(help: ArgumentHelp("Only before this time.", valueName: "time"))
  var to: String?

  /// The options as query parameters.
  var query: [ControlRequest.Parameter] {
    [("pair", pair), ("from", from), ("to", to)].compactMap { name, value in value.map { .init(name, $0) } }
  }
}

/// Completes the names of bots by asking the server.
let botNames = CompletionKind.shellCommand("botctl list -o name 2>/dev/null")

/// Completes the names of strategies by asking the server.
let strategyNames = CompletionKind.shellCommand("botctl strategies list -o name 2>/dev/null")

/// Completes pairs by asking the server.
let pairNames = CompletionKind.shellCommand("botctl markets --limit 0 -o name 2>/dev/null")

/// How long candles can be.
let timeframes = [
  "1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M",
]
