// SPDX-License-Identifier: Apache-2.0

public import MarketData
import TradingModel

extension MarketStream {
  /// The name under which Binance knows the stream: `btcusdt@kline_5m`.
  ///
  /// Source: https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
  public var binanceName: String {
    let symbol = pair.symbol.lowercased()
    return switch self {
    case .candles(let key): "\(symbol)@kline_\(key.timeframe.text)"
    case .trades: "\(symbol)@trade"
    case .quotes: "\(symbol)@bookTicker"
    case .aggregates: "\(symbol)@aggTrade"
    case .ticker: "\(symbol)@ticker"
    case .book: "\(symbol)@depth@100ms"
    }
  }
}
