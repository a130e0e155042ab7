// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What can be subscribed at a venue: what of which pair.
public enum MarketStream: Hashable, Sendable {
  /// Candles, in progress and closed.
  case candles(SeriesKey)
  /// Trades, each one.
  case trades(Pair)
  /// The best prices, each change.
  case quotes(Pair)
  /// Trades by the order that took: one for each price.
  case aggregates(Pair)
  /// What happened in the last 24 hours, once a second.
  case ticker(Pair)
  /// What changes in the order book, ten times a second.
  case book(Pair)

  /// Whose stream it is.
  public var pair: Pair {
    switch self {
    case .candles(let key): key.pair
    case .trades(let pair), .quotes(let pair), .aggregates(let pair), .ticker(let pair), .book(let pair): pair
    }
  }
}
