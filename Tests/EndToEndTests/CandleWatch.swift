// SPDX-License-Identifier: Apache-2.0
import BinanceExchange
import Logging
import MarketData
import MarketHub
import Ports
import Synchronization
import TradingModel

/// A market feed of this process on a venue of a test: the adapter and the hub as `botd` wires them.
struct FeedUnderTest {
  let clock: SimVenueClock
  let hub: MarketHub

  init(at venue: Venue) throws {
    let endpoints = try VenueEndpoints(
      of: .sim, restURL: venue.address, streamURL: venue.address.replacing("http://", with: "ws://"))
    let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let rest = BinanceREST(endpoints)
    let clock = SimVenueClock(rest: rest, log: log)
    self.clock = clock
    let source = BinanceMarketData(rest: rest, clock: clock, log: log, noteTime: { clock.observe($0) })
    hub = MarketHub(of: "test", source: source, clock: clock, log: log)
  }

  /// Runs clock and feed while the body does something with them.
  func running<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await clock.run() }
      group.addTask { await hub.run() }
      await hub.waitUntilInstruments()
      let value = try await body()
      group.cancelAll()
      return value
    }
  }
}

/// Whoever watches series as a bot does: the history that it was given, and every closed candle that it was told of.
final class CandleWatch: MarketSink {
  private let told = Mutex<[SeriesKey: [Candle]]>([:])
  /// The newest candle that was closed when the watch began, by series.
  private let begun = Mutex<[SeriesKey: Instant]>([:])

  func offer(_ event: MarketEvent) {
    guard case .candleClosed(let key, let candle, _) = event else { return }
    told.withLock { $0[key, default: []].append(candle) }
  }

  /// Watches a series from now on.
  func watch(_ key: SeriesKey, of hub: MarketHub) async {
    let snapshot = await hub.watch(key, depth: 500, sink: self)
    begun.withLock { $0[key] = snapshot.closed.last?.openTime }
  }

  /// What is watched, in order.
  var keys: [SeriesKey] {
    begun.withLock { $0.keys.sorted { ($0.pair, $0.timeframe.text) < ($1.pair, $1.timeframe.text) } }
  }

  /// What it was told of a series from a time on, in the order of telling.
  func candles(of key: SeriesKey, from start: Instant) -> [Candle] {
    told.withLock { $0[key] ?? [] }.filter { $0.openTime >= start }
  }

  /// The newest candle of a series that it knows of.
  func newest(of key: SeriesKey) -> Instant? {
    told.withLock { $0[key]?.last?.openTime } ?? begun.withLock { $0[key] }
  }
}
