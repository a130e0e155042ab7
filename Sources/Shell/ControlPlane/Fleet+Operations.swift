// SPDX-License-Identifier: Apache-2.0

import BotModel
public import ControlAPI
import Documents
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
    var from = query.from
    if let cursor = query.page.cursor {
      do throws(FieldErrors) {
        from = Instant(milliseconds: try cursor.number())
      } catch { throw .invalid(error) }
    }
    do throws(FeedError) {
      let limit = query.page.limit
      let candles = try await feed.candles(query.series, from: from, to: query.to, limit: limit)
      let next =
        from != nil && candles.count == limit
        ? candles.last.map { Cursor(query.series.timeframe.openTime(after: $0.openTime).milliseconds) } : nil
      return ControlAPI.Page(items: candles, next: next)
    } catch {
      switch error {
      case .unknownPair(let pair): throw .notFound("the venue does not trade \(pair)")
      case .unsupportedTimeframe(let timeframe):
        throw .invalid("timeframe", value: timeframe.text, "the venue has no candles of \(timeframe)")
      case .unreachable(let text): throw .unavailable("the venue can't be reached: \(text)", retryAfterSeconds: 5)
      case .refused(let text): throw .unavailable("the venue refused: \(text)", retryAfterSeconds: 5)
      }
    }
  }
}

extension Fleet: OperationsService {
  public func health() -> HealthReport {
    HealthReport(version: configuration.version, venue: configuration.account.venue, time: clock.now())
  }

  public func readiness() async -> Readiness {
    var missing: [String] = []
    if store.health != .writable { missing.append("the database can't be written") }
    if !isLoaded.load(ordering: .acquiring) { missing.append("the bots are being loaded") }
    let active = board.entries.filter(\.record.state.isActive)
    let forgotten = active.filter { $0.stage == .idle }.map(\.record.settings.name.text)
    if !forgotten.isEmpty { missing.append("not picked up: \(forgotten.sorted().joined(separator: ", "))") }
    return Readiness(missing: missing, activeBots: active.count)
  }

  public func accounts() async throws(ControlError) -> [AccountView] {
    [configuration.account]
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

  public func keptAnswer(for key: RequestKey) async throws(ControlError) -> KeptAnswer? {
    let now = clock.now()
    let stored = try await read { () throws(StoreReadError) in try await store.answer(to: Self.storeKey(key), at: now) }
    return stored.flatMap { KeptAnswer($0) }
  }

  public func keep(_ answer: KeptAnswer, for key: RequestKey) async throws(ControlError) {
    try await write(
      ControlBatch(
        answer: IdempotentAnswer(
          key: Self.storeKey(key), requestHash: answer.fingerprint, answer: answer.bytes, time: clock.now())))
  }

  private static func storeKey(_ key: RequestKey) -> IdempotencyKey {
    IdempotencyKey(scope: "api", key: key.text)
  }
}

extension KeptAnswer {
  /// The answer as it is kept: a JSON document.
  fileprivate var bytes: [UInt8] {
    let node: Node = [
      "status": .number(status), "location": .optional(location, Node.string),
      "etag": .optional(entityTag, Node.string), "body": .string(String(decoding: body, as: UTF8.self)),
    ]
    return node.jsonBytes()
  }

  fileprivate init?(_ stored: IdempotentAnswer) {
    guard let node = try? JSONParser().parse(stored.answer), let status = node["status"]?.int64,
      let body = node["body"]?.string
    else { return nil }
    self.init(
      fingerprint: stored.requestHash, status: Int(status), location: node["location"]?.string,
      entityTag: node["etag"]?.string, body: Array(body.utf8))
  }
}
