// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

/// Finds what a stream's text means: `btcusdt@kline_5m`.
struct StreamTopics: Sendable {
  private let pairs: [String: Pair]

  init(_ pairs: [Pair]) {
    self.pairs = Dictionary(pairs.map { ($0.symbol.lowercased(), $0) }) { first, _ in first }
  }

  /// The stream of a text, or nil where nothing is sent on it.
  func topic(_ text: String) -> MarketStream? {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let pair = pairs[String(parts[0])] else { return nil }
    switch parts[1] {
    case "trade": return .trades(pair)
    case "bookTicker": return .quotes(pair)
    case let kind where kind.hasPrefix("kline_"):
      return Timeframe(rawValue: String(kind.dropFirst(6))).map { .candles(SeriesKey(pair: pair, timeframe: $0)) }
    default: return nil
    }
  }
}
