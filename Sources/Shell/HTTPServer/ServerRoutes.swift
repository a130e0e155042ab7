// SPDX-License-Identifier: Apache-2.0

import ControlAPI
import ControlPlane
import Documents
import MarketData
import StrategyKit
import TradingModel

/// The server itself, strategies, instruments, candles and analysis.
struct ServerRoutes: Sendable {
  let service: any ControlService
  let metrics: PrometheusRegistry
  let document: [UInt8]

  init(service: any ControlService, metrics: PrometheusRegistry) {
    self.service = service
    self.metrics = metrics
    document = Array(OpenAPIDocument.yaml(version: service.health().version).utf8)
  }

  func health() -> Reply { .document(service.health().node) }

  func readiness() async throws(ControlError) -> Reply {
    let readiness = await service.readiness()
    guard readiness.isReady else {
      throw .unavailable(readiness.missing.joined(separator: "; "), retryAfterSeconds: 1)
    }
    return .document(readiness.node)
  }

  func metricsText() -> Reply {
    Reply(status: 200, body: Array(metrics.text.utf8), mediaType: "text/plain; version=0.0.4; charset=utf-8")
  }

  func status() async -> Reply {
    // A venue of which nothing is known yet does not hide how the server is.
    let feed = try? await service.feedReport()
    let drops = StatusView.Drops(
      trades: metrics.total(of: "botyard_shard_trades_dropped_total"),
      candles: metrics.total(of: "botyard_shard_candles_left_out_total"),
      decisions: metrics.total(of: "botyard_diary_decisions_dropped_total"))
    let view = StatusView(
      health: service.health(), decisions: metrics.latency(of: "botyard_decision_duration_seconds"),
      commits: metrics.latency(of: "botyard_commit_duration_seconds"), feed: feed, dropped: drops)
    return .document(view.node)
  }

  func openAPI() -> Reply { Reply(status: 200, body: document, mediaType: "application/yaml") }

  func accounts(_ call: Call) async throws(ControlError) -> Reply {
    let accounts = try await service.accounts()
    return .page(
      try valid { () throws(FieldErrors) in try Page(of: accounts, call.input.page, key: \.name.text) }, \.node)
  }

  func account(_ call: Call) async throws(ControlError) -> Reply {
    let name = call.values["name"] ?? ""
    guard let account = try await service.accounts().first(where: { $0.name.text == name }) else {
      throw .notFound("there is no account named '\(name)'")
    }
    return .document(account.node)
  }

  func killSwitch() -> Reply { .document(service.killSwitchView().node) }

  func engageKillSwitch(_ call: Call) async throws(ControlError) -> Reply {
    let mode = call.body["mode"]?.string ?? "hold"
    let view = try await service.turnKillSwitch(
      to: mode, reason: call.body["reason"]?.string ?? "", by: call.caller)
    return .document(view.node)
  }

  func releaseKillSwitch(_ call: Call) async throws(ControlError) -> Reply {
    .document(
      try await service.turnKillSwitch(to: nil, reason: call.input.text("reason") ?? "", by: call.caller).node)
  }

  func audit(_ call: Call) async throws(ControlError) -> Reply {
    .page(try await service.audit(call.input.page), \.node)
  }

  func strategies(_ call: Call) async throws(ControlError) -> Reply {
    let strategies = await service.catalog.strategies.sorted { $0.name < $1.name }
    return .page(
      try valid { () throws(FieldErrors) in try Page(of: strategies, call.input.page, key: \.name) }, \.node)
  }

  func strategy(_ call: Call) async throws(ControlError) -> Reply {
    let name = call.values["name"] ?? ""
    let catalog = await service.catalog
    guard let strategy = catalog.strategy(named: name) else {
      throw .notFound("there is no strategy named '\(name)'")
    }
    return .document(strategy.node)
  }

  func checkStrategy(_ call: Call) async throws(ControlError) -> Reply {
    .document(try await service.checkStrategy(call.body["text"]?.string ?? "").node)
  }

  func reloadStrategies(_ call: Call) async throws(ControlError) -> Reply {
    .document(try await service.reloadStrategies(by: call.caller).node)
  }

  func markets(_ call: Call) async throws(ControlError) -> Reply {
    let markets = try await service.markets()
    return .page(try valid { () throws(FieldErrors) in try Page(at: markets, call.input.page) }, \.node)
  }

  func feed(_ call: Call) async throws(ControlError) -> Reply {
    let limit = call.input.whole("limit").flatMap { Int(exactly: $0) } ?? 20
    let report = try await service.feedReport()
    return .document((try await pair(call).map(report.of) ?? report).node(limit: limit))
  }

  func candles(_ call: Call) async throws(ControlError) -> Reply {
    let query = CandleQuery(
      series: try await series(call), from: call.input.time("from"), to: call.input.time("to"), page: call.input.page)
    return .page(try await service.candles(query), \.node)
  }

  func analysis(_ call: Call) async throws(ControlError) -> Reply {
    .document(try await service.analysis(of: series(call)).node)
  }

  private func series(_ call: Call) async throws(ControlError) -> SeriesKey {
    guard let timeframe: Timeframe = call.input.choice("timeframe"), let pair = try await pair(call) else {
      throw .invalid("pair", value: call.input.text("pair"), "pair and timeframe are needed")
    }
    return SeriesKey(pair: pair, timeframe: timeframe)
  }

  /// The pair of the query. One with a slash is the venue's to know.
  private func pair(_ call: Call) async throws(ControlError) -> Pair? {
    if let pair = call.input.text("pair").flatMap({ Pair($0) }) { return pair }
    let catalog = await service.catalog
    return try valid { () throws(FieldErrors) in try call.input.pair("pair", catalog: catalog) }
  }
}
