// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// A stream that can be subscribed: what of which pair.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
public enum StreamName: Hashable, Sendable {
  /// Candles, in progress and closed.
  case candles(SeriesKey)
  /// Trades, each one.
  case trades(Pair)
  /// The best prices, each change.
  case quotes(Pair)

  /// Whose stream it is.
  public var pair: Pair {
    switch self {
    case .candles(let key): key.pair
    case .trades(let pair), .quotes(let pair): pair
    }
  }

  /// The venue's text: `btcusdt@kline_5m`.
  public var text: String {
    let symbol = pair.symbol.lowercased()
    return switch self {
    case .candles(let key): "\(symbol)@kline_\(key.timeframe.text)"
    case .trades: "\(symbol)@trade"
    case .quotes: "\(symbol)@bookTicker"
    }
  }
}
