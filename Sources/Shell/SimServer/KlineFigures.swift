// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import TradingModel

/// What a kline shows beside the candle: times, quote volume, numbers of trades, the takers' part.
///
/// Quote volume and the takers' part are estimates from the candle alone: the volume at the mean of open, high, low and
/// close, and half of it. The candle itself is exact.
struct KlineFigures: Sendable {
  let candle: Candle
  /// The last millisecond of the interval.
  let closeTime: Instant
  let quoteVolume: Money
  let takerVolume: Quantity
  let takerQuoteVolume: Money
  /// First and last number of the trades; nil without trades.
  let tradeNumbers: ClosedRange<Int64>?

  var tradeCount: Int64 { tradeNumbers.map { $0.upperBound - $0.lowerBound + 1 } ?? 0 }

  init(candle: Candle, nextOpenTime: Instant, tradeNumbers: ClosedRange<Int64>?, step: Quantity) {
    self.candle = candle
    closeTime = nextOpenTime.advanced(byMilliseconds: -1)
    self.tradeNumbers = candle.volume > .zero ? tradeNumbers : nil
    let sum = candle.open.value + candle.high.value + candle.low.value + candle.close.value
    let mean = Price(Fixed(units: sum.units / 4))
    takerVolume = Quantity(Fixed(units: candle.volume.value.units / 2).rounded(toMultipleOf: step.value, .down))
    quoteVolume = Self.value(of: candle.volume, at: mean)
    takerQuoteVolume = Self.value(of: takerVolume, at: mean)
  }

  private static func value(of quantity: Quantity, at price: Price) -> Money {
    guard let value = try? price.times(quantity, rounding: .down) else { return Money(.limit) }
    return Money(value.value.rounded(places: 8, .down))
  }
}

extension MarketRecord {
  /// The figures of a candle as it stood at `now`, inclusive.
  func figures(of candle: Candle, pair: Pair, nextOpenTime: Instant, now: Instant) -> KlineFigures {
    let finest = levels(of: pair).last ?? .oneMinute
    let isWhole = nextOpenTime <= now && nextOpenTime.milliseconds(since: candle.openTime) >= finest.milliseconds
    let end = isWhole ? nextOpenTime : min(nextOpenTime, now.advanced(byMilliseconds: 1))
    var numbers = tradeNumbers(of: pair, in: candle.openTime..<end)
    if !isWhole, candle.volume > .zero {
      let openTime = max(candle.openTime, finest.openTime(containing: end.advanced(byMilliseconds: -1)))
      let current = trades(of: pair, in: openTime..<end)
      let first = openTime > candle.openTime ? numbers?.lowerBound : current.first?.id
      let last = current.last?.id ?? numbers?.upperBound
      numbers = first.flatMap { first in last.flatMap { first <= $0 ? first...$0 : nil } }
    }
    return KlineFigures(
      candle: candle, nextOpenTime: nextOpenTime, tradeNumbers: numbers,
      step: rules(of: pair)?.lot.step ?? .zero)
  }
}
