// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import TradingModel

/// A candle with what its trades add up to.
struct KlineFigures: Hashable, Sendable {
  let candle: Candle
  /// When the next one opens.
  let nextOpenTime: Instant
  /// Nil without trades.
  let trades: TradeSummary?

  var quoteVolume: Money { trades?.quoteVolume ?? .zero }
  var takerVolume: Quantity { trades?.takerVolume ?? .zero }
  var takerQuoteVolume: Money { trades?.takerQuoteVolume ?? .zero }
  var tradeCount: Int64 { trades?.count ?? 0 }
}

extension SummaryCache {
  /// The figures of a candle as it stood at `now`, inclusive.
  func figures(of candle: Candle, pair: Pair, nextOpenTime: Instant, now: Instant) -> KlineFigures {
    let end = min(nextOpenTime, now.advanced(byMilliseconds: 1))
    return KlineFigures(
      candle: candle, nextOpenTime: nextOpenTime,
      trades: candle.volume > .zero ? summary(of: pair, from: candle.openTime, to: end) : nil)
  }
}
