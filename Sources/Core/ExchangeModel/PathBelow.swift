// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

/// Splits the candles of one pair downwards: month, week → day → hour → minute → trades.
struct PathBelow: Sendable {
  private let noise: SeededNoise

  init(seed: UInt64, pair: Pair) {
    noise = SeededNoise(seed).key("path").key(pair.symbol)
  }

  /// What a candle is split into, one level down; nil for minutes and seconds, which are split into trades.
  static func level(below timeframe: Timeframe) -> Timeframe? {
    switch timeframe {
    case .oneSecond, .oneMinute: nil
    case let longer where longer > .oneDay: .oneDay
    case let longer where longer > .oneHour: .oneHour
    default: .oneMinute
    }
  }

  /// Hands out the candles of a lower level (or the same) inside a candle that open in a range, in order.
  func visit(
    _ level: Timeframe, in range: Range<Instant>, of candle: TickCandle, openTime: Instant, timeframe: Timeframe,
    _ take: (Instant, TickCandle) -> Void
  ) {
    guard timeframe > level, let below = Self.level(below: timeframe) else {
      if range.contains(openTime) { take(openTime, candle) }
      return
    }
    var start = openTime
    for part in split(candle, openTime: openTime, timeframe: timeframe) {
      let end = below.openTime(after: start)
      if start >= range.upperBound { return }
      if end > range.lowerBound {
        visit(level, in: range, of: part, openTime: start, timeframe: below, take)
      }
      start = end
    }
  }

  /// The candles one level down.
  func split(_ candle: TickCandle, openTime: Instant, timeframe: Timeframe) -> [TickCandle] {
    guard let below = Self.level(below: timeframe) else { return [candle] }
    let count = below.count(from: openTime, to: timeframe.openTime(after: openTime))
    let minutes = below.milliseconds / Timeframe.oneMinute.milliseconds
    return candle.subdivided(
      into: count, minimumVolume: minutes * Int64(CandlePath.tradesPerMinute),
      noise: key(openTime, timeframe))
  }

  /// The trades of a minute, or of a second where the market is made of seconds.
  func trades(of candle: TickCandle, openTime: Instant, timeframe: Timeframe) -> [TickTrade] {
    let slots = Self.tradeSlots(in: timeframe)
    let count = Int(min(Int64(slots), candle.volume))
    guard count > 0 else { return [] }
    var noise = key(openTime, timeframe)
    let prices = PathSketch(through: candle, count: count, touchesExtremes: true, noise: &noise).points
    let weights = prices.map { _ in 16 + UInt64(noise.below(48)) * UInt64(noise.below(48)) }
    let volumes = VolumeSplit.parts(of: candle.volume, minimum: 1, weights: weights)
    let slot = timeframe.milliseconds / Int64(count)
    let firstID = openTime.milliseconds / timeframe.milliseconds * Int64(slots)
    var before = candle.open
    return prices.indices.map { index in
      let bits = noise.next()
      let price = prices[index]
      defer { before = price }
      return TickTrade(
        id: firstID + Int64(index),
        time: openTime.advanced(byMilliseconds: slot * Int64(index) + Int64(bits >> 8) % slot),
        price: price, quantity: volumes[index], isBuyerMaker: price == before ? bits & 1 == 0 : price < before)
    }
  }

  /// How many trades the finest candles have at most.
  static func tradeSlots(in finest: Timeframe) -> Int {
    finest == .oneSecond ? 4 : CandlePath.tradesPerMinute
  }

  private func key(_ openTime: Instant, _ timeframe: Timeframe) -> SeededNoise {
    noise.key(timeframe.milliseconds).key(openTime.milliseconds)
  }
}
