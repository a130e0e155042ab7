// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

/// Candles made for a test.
enum MadeCandles {
  static let start = Instant(milliseconds: 1_700_006_400_000)  // on a day
  static let pair = Pair(base: Asset("BTC")!, quote: Asset("USDT")!)

  static func price(_ text: String) -> Price { Price(Fixed(text)!) }

  /// Candles that close at these prices, open where the one before closed, and go a bit beyond both.
  static func closing(
    at closes: [Int], timeframe: Timeframe = .fiveMinutes, from begin: Instant = start, reach: Int = 1, volume: Int = 2
  ) -> [Candle] {
    closes.enumerated().map { index, close in
      let open = index == 0 ? close : closes[index - 1]
      return Candle(
        openTime: timeframe.openTime(begin, offset: index), open: Price(Fixed(open)),
        high: Price(Fixed(max(open, close) + reach)), low: Price(Fixed(min(open, close) - reach)),
        close: Price(Fixed(close)), volume: Quantity(Fixed(volume)))
    }
  }
}
