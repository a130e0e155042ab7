// SPDX-License-Identifier: Apache-2.0

import BotModel
public import ControlAPI
import Documents
public import MarketAnalysis
public import MarketData
import Ports
import Store
import Synchronization
import TradingModel

extension Fleet: VenueService {
  public func markets() async throws(ControlError) -> [MarketView] {
    let instruments = feed.instruments
    guard !instruments.isEmpty else {
      throw .unavailable("the venue has not been reached yet", retryAfterSeconds: 5)
    }
    return instruments.values.sorted { $0.pair < $1.pair }.map { rules in
      MarketView(rules: rules, lastPrice: feed.lastPrice(of: rules.pair), quote: feed.quote(of: rules.pair))
    }
  }

  public func candles(_ query: CandleQuery) async throws(ControlError) -> ControlAPI.Page<Candle> {
    let (series, limit) = (query.series, query.page.limit)
    let from = try query.page.cursor.map { cursor throws(ControlError) in try cursor.time() } ?? query.from
    do throws(FeedError) {
      // The feed takes the last open time, the query the first that is too late.
      let candles = try await feed.candles(series, from: from, to: query.to?.advanced(byMilliseconds: -1), limit: limit)
      guard from != nil, candles.count == limit, let last = candles.last else {
        return ControlAPI.Page(items: candles, next: nil)
      }
      let next = series.timeframe.openTime(after: last.openTime)
      let isEnd = query.to.map { next >= $0 } ?? false
      return ControlAPI.Page(items: candles, next: isEnd ? nil : Cursor(next.milliseconds))
    } catch {
      throw ControlError(error)
    }
  }

  public func feedReport() async throws(ControlError) -> FeedReport {
    guard let report = configuration.feedReport() else {
      throw .unavailable("the market feed does not tell how it is", retryAfterSeconds: 5)
    }
    return report
  }

  public func analysis(of series: SeriesKey) async throws(ControlError) -> MarketReport {
    do throws(FeedError) {
      return try await analysisCache.report(on: series)
    } catch {
      throw ControlError(error)
    }
  }
}

extension ControlError {
  /// What is answered where market data can't be had.
  fileprivate init(_ error: FeedError) {
    switch error {
    case .unknownPair(let pair): self = .notFound("the venue does not trade \(pair)")
    case .unsupportedTimeframe(let timeframe):
      self = .invalid("timeframe", value: timeframe.text, "the venue has no candles of \(timeframe)")
    case .unreachable(let text): self = .unavailable("the venue can't be reached: \(text)", retryAfterSeconds: 5)
    case .refused(let text): self = .unavailable("the venue refused: \(text)", retryAfterSeconds: 5)
    }
  }
}

extension Cursor {
  /// The open time at which a list of candles goes on.
  fileprivate func time() throws(ControlError) -> Instant {
    guard let number = Int64(text), Instant.textRange.contains(Instant(milliseconds: number)) else {
      throw .invalid(mismatch)
    }
    return Instant(milliseconds: number)
  }
}

extension Fleet: OperationsService {
  public func health() -> HealthReport {
    HealthReport(
      version: configuration.version, venue: configuration.venue, time: clock.now(), clockRate: clock.rate)
  }

  public func readiness() async -> Readiness {
    var missing: [String] = []
    // Where nobody has anything to write, nobody else would find out that there is room again.
    if store.health != .writable, await store.probe() != .writable { missing.append("the database can't be written") }
    if !isLoaded.load(ordering: .acquiring) { missing.append("the bots are being loaded") }
    let active = board.entries.filter(\.record.state.isActive)
    let forgotten =
      active.filter { $0.stage == .idle }.map(\.record.settings.name.text)
      + unreadable.withLock { $0.map(\.text) }
    if !forgotten.isEmpty { missing.append("not picked up: \(forgotten.sorted().joined(separator: ", "))") }
    return Readiness(missing: missing, activeBots: active.count)
  }

  public func accounts() async throws(ControlError) -> [AccountView] {
    await accountViews()
  }

  public func audit(_ page: ControlAPI.PageRequest) async throws(ControlError) -> ControlAPI.Page<AuditView> {
    let page = try page.storePage()
    let found = try await read { () throws(StoreReadError) in
      try await store.audit(actor: nil, target: nil, from: nil, to: nil, page)
    }
    return ControlAPI.Page(found) { entry in
      AuditView(
        id: entry.id, time: entry.value.time, actor: entry.value.actor, action: entry.value.action,
        target: entry.value.target, outcome: entry.value.outcome, detail: entry.value.detail)
    }
  }

  public func keptRequest(for key: RequestKey) async throws(ControlError) -> KeptRequest? {
    let now = clock.now()
    let stored = try await read { () throws(StoreReadError) in try await store.request(Self.storeKey(key), at: now) }
    return stored.map { KeptRequest(fingerprint: $0.requestHash, answer: $0.answer.flatMap { KeptAnswer(bytes: $0) }) }
  }

  public func keep(_ request: KeptRequest, for key: RequestKey) async throws(ControlError) {
    let row = IdempotentRequest(
      key: Self.storeKey(key), requestHash: request.fingerprint, answer: request.answer?.bytes, time: clock.now())
    try await write(ControlBatch(request: .keep(row)))
  }

  public func forgetRequest(for key: RequestKey) async throws(ControlError) {
    try await write(ControlBatch(request: .forget(Self.storeKey(key))))
  }

  private static func storeKey(_ key: RequestKey) -> IdempotencyKey {
    IdempotencyKey(scope: "api", key: key.text)
  }
}
