// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// Reads the trades of a pair in the order of time, a span at a time, cheaply.
///
/// A record computes trades from candles downwards; the tape keeps ten minutes of them.
public struct MarketTape: Sendable {
  private let record: any MarketRecord
  private let pair: Pair
  private var chunk: Range<Instant> = .epoch..<Instant.epoch
  private var trades: [PublicTrade] = []

  private static let chunkMilliseconds: Int64 = 600_000

  /// A tape of a pair's trades.
  public init(of pair: Pair, on record: any MarketRecord) {
    self.pair = pair
    self.record = record
  }

  /// The trades in a range of time, by rising id and time.
  public mutating func trades(in range: Range<Instant>) -> [PublicTrade] {
    var result: [PublicTrade] = []
    var start = range.lowerBound
    while start < range.upperBound {
      if !chunk.contains(start) { load(start) }
      let end = min(range.upperBound, chunk.upperBound)
      let first = index(atOrAfter: start)
      result += trades[first..<max(first, index(atOrAfter: end))]
      start = end
    }
    return result
  }

  private mutating func load(_ instant: Instant) {
    let rest = instant.milliseconds.flooredRemainder(dividingBy: Self.chunkMilliseconds)
    let start = instant.advanced(byMilliseconds: -rest)
    chunk = start..<start.advanced(byMilliseconds: Self.chunkMilliseconds)
    trades = record.trades(of: pair, in: chunk)
  }

  private func index(atOrAfter instant: Instant) -> Int {
    var (low, high) = (0, trades.count)
    while low < high {
      let middle = (low + high) / 2
      if trades[middle].time < instant { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
