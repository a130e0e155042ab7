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
    return candle.subdivided(
      into: count, minimumVolume: Self.minimumVolume(of: below), noise: key(openTime, timeframe))
  }

  /// Hands out the trades of a minute, or of a second where the market is made of seconds.
  ///
  /// - Parameter firstID: the number of the first one.
  func visitTrades(
    of candle: TickCandle, openTime: Instant, timeframe: Timeframe, firstID: Int64, _ sketch: inout TradeSketch,
    _ take: (TickTrade) -> Void
  ) {
    let slots = Self.tradeSlots(in: timeframe)
    let count = Int(min(Int64(slots), candle.volume))
    guard count > 0 else { return }
    let totalWeight = sketch.draw(through: candle, count: count, noise: key(openTime, timeframe))
    var volumes = VolumeSplit(of: candle.volume, minimum: 1, count: count, totalWeight: totalWeight)
    let slot = timeframe.milliseconds / Int64(count)
    var before = candle.open
    for index in 0..<count {
      let price = sketch.price(of: index)
      let bits = sketch.bits[index]
      let late = (Int64(bits >> 32 & 0xFFFFF) * slot) >> 20
      take(
        TickTrade(
          id: firstID + Int64(index), time: openTime.advanced(byMilliseconds: slot * Int64(index) + late),
          price: price, quantity: volumes.next(weight: TradeSketch.weight(bits)),
          isBuyerMaker: price == before ? bits >> 63 == 0 : price < before))
      before = price
    }
  }

  /// How many trades a candle has, and whether every slot of every minute in it is used; else they are all in its first
  /// minute.
  static func tradeCount(
    of candle: TickCandle, openTime: Instant, timeframe: Timeframe
  ) -> (count: Int64, fillsSlots: Bool) {
    guard let below = level(below: timeframe) else {
      let slots = Int64(tradeSlots(in: timeframe))
      return (min(slots, candle.volume), candle.volume >= slots)
    }
    let parts = Int64(below.count(from: openTime, to: timeframe.openTime(after: openTime)))
    let slots = parts * minimumVolume(of: below)
    guard candle.volume < slots || parts == 1 else { return (slots, true) }
    let first = tradeCount(of: candle, openTime: openTime, timeframe: below)
    return (first.count, parts == 1 && first.fillsSlots)
  }

  /// How much volume a candle needs for a trade in every slot, in steps.
  private static func minimumVolume(of timeframe: Timeframe) -> Int64 {
    timeframe.milliseconds / Timeframe.oneMinute.milliseconds * Int64(CandlePath.tradesPerMinute)
  }

  /// How many trades the finest candles have at most.
  static func tradeSlots(in finest: Timeframe) -> Int {
    finest == .oneSecond ? 4 : CandlePath.tradesPerMinute
  }

  private func key(_ openTime: Instant, _ timeframe: Timeframe) -> SeededNoise {
    noise.key(timeframe.milliseconds).key(openTime.milliseconds)
  }
}

/// What the trades of a minute are made from. It keeps its memory from minute to minute.
struct TradeSketch {
  private var way = PathSketch()
  /// A random number for each trade.
  private(set) var bits: [UInt64] = []

  /// Draws a minute, and tells what its trades weigh together.
  fileprivate mutating func draw(through candle: TickCandle, count: Int, noise: SeededNoise) -> UInt64 {
    var noise = noise
    way.draw(through: candle, count: count, .touched, noise: &noise)
    if bits.count != count { bits = Array(repeating: 0, count: count) }
    var total: UInt64 = 0
    for index in 0..<count {
      let next = noise.next()
      bits[index] = next
      total += Self.weight(next)
    }
    return total
  }

  fileprivate func price(of index: Int) -> Int64 { way.points[index] }

  /// How much of the volume falls on a trade: mostly little, sometimes much, seldom very much.
  fileprivate static func weight(_ bits: UInt64) -> UInt64 {
    let usual = 12 + (bits & 63) * (bits >> 6 & 63)
    return bits >> 12 & 31 == 0 ? usual * 5 : usual
  }
}
