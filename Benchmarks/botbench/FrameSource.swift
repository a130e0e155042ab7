// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import MarketData
import Ports
import Synchronization
import TradingModel

/// A venue's market data without sockets: history that is known, and frames that are handed in as bytes.
final class FrameSource: MarketDataSource {
  typealias Deliver = @Sendable (MarketSourceEvent) -> Void

  private let rules: [InstrumentRules]
  private let history: [Pair: [Candle]]
  private let symbols: SymbolTable
  /// A closure that stood in the lock by itself would be wrapped once more each time it is read.
  private struct Outlet {
    var deliver: Deliver?
  }

  private let outlet = Mutex(Outlet())
  private let ended: AsyncStream<Void>
  private let end: AsyncStream<Void>.Continuation

  init(history: [Pair: [Candle]]) {
    rules = history.keys.sorted().map { pair in
      InstrumentRules(
        pair: pair, price: PriceFilter(tick: Price(Fixed(units: Fixed.unitsPerOne / 100))),
        lot: LotFilter(step: Quantity(Fixed(units: Fixed.unitsPerOne / 100_000))),
        notional: NotionalFilter(minimum: Money(5)))
    }
    self.history = history
    symbols = SymbolTable(history.keys.sorted())
    (ended, end) = AsyncStream.makeStream()
  }

  /// Takes a frame as the adapter does on its event loop: stamps it, reads it, hands it on.
  func receive(_ frame: [UInt8]) {
    let receivedAt = ContinuousClock.now
    guard let deliver = outlet.withLock({ $0.deliver }) else { return }
    switch Result(catching: { () throws(WireError) in try StreamMessage.decode(frame, symbols: symbols) }) {
    case .success(.candle(let update)):
      deliver(.candle(update.key, update.candle, isClosed: update.isClosed, receivedAt: receivedAt))
    case .success(.trade(let pair, let trade, _)): deliver(.trade(pair, trade))
    case .success(.quote(let pair, let quote)): deliver(.quote(pair, quote))
    case .success(let other): deliver(.rejected("\(other)"))
    case .failure(let error): deliver(.rejected("\(error)"))
    }
  }

  /// How long reading a frame takes, nothing else: nanoseconds for each, and a checksum of what was read.
  func timeReading(_ frames: [[UInt8]]) throws -> (nanoseconds: [Int64], checksum: Int64) {
    var nanoseconds: [Int64] = []
    nanoseconds.reserveCapacity(frames.count)
    var checksum: Int64 = 0
    for frame in frames {
      let start = ContinuousClock.now
      let message = try StreamMessage.decode(frame, symbols: symbols)
      nanoseconds.append((ContinuousClock.now - start).nanoseconds)
      if case .candle(let update) = message { checksum &+= Int64(truncatingIfNeeded: update.candle.close.value.units) }
    }
    return (nanoseconds, checksum)
  }

  // MARK: MarketDataSource

  let timeframes = Set(Timeframe.allCases)

  func instruments() async throws(FeedError) -> [InstrumentRules] { rules }

  func candles(
    _ key: SeriesKey, from: Instant?, to: Instant?, limit: Int, purpose: FetchPurpose
  ) async throws(FeedError) -> [Candle] {
    guard from == nil else { return [] }
    return (history[key.pair] ?? []).suffix(limit)
  }

  func trades(of pair: Pair, from id: Int64, limit: Int) async throws(FeedError) -> [PublicTrade] { [] }

  func aggregates(of pair: Pair, from id: Int64, limit: Int) async throws(FeedError) -> [AggregateTrade] { [] }

  func book(of pair: Pair, limit: Int) async throws(FeedError) -> BookSnapshot {
    throw .refused("there are no books here")
  }

  func subscribe(_ stream: MarketStream) -> String? { nil }

  func unsubscribe(_ stream: MarketStream) {}

  func run(deliver: @escaping Deliver) async {
    outlet.withLock { $0.deliver = deliver }
    for await _ in ended {}
  }
}

extension Duration {
  /// Whole nanoseconds.
  var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
}
