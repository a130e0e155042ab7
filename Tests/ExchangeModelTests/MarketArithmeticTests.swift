// SPDX-License-Identifier: Apache-2.0

import MarketData
import Testing
import TradingModel

@testable import ExchangeModel
@testable import TestKit

struct MarketArithmeticTests {
  @Test func `parts of a volume add up, whatever its size`() {
    var generator = SplitMix(seed: 1)
    for round in 0..<300 {
      let count = Int.random(in: 1...60, using: &generator)
      let minimum = Int64.random(in: 0...1440, using: &generator)
      let volume = minimum * Int64(count) + Int64.random(in: 0...(1 << Int64(round % 62)), using: &generator)
      let weights = (0..<count).map { _ in UInt64.random(in: 1...60_000, using: &generator) }
      var split = VolumeSplit(of: volume, minimum: minimum, count: count, totalWeight: weights.reduce(0, +))
      let parts = weights.map { split.next(weight: $0) }
      #expect(parts.reduce(0, +) == volume)
      #expect(parts.allSatisfy { $0 >= minimum })
    }
  }

  @Test func `a square root is rounded down`() {
    var generator = SplitMix(seed: 2)
    for round in 0..<2000 {
      let value = UInt64.random(in: 0...(1 << UInt64(round % 62)), using: &generator)
      let root = PathSketch.squareRoot(value)
      #expect(root * root <= value && (root + 1) * (root + 1) > value, "\(value)")
    }
  }

  @Test func `a logarithm of 1 doubles, and one of 0 changes nothing`() {
    for value in [Int64(1), 64, 6_400_000, 1 << 50] {
      #expect(Doublings.scaled(value, by: 0) == value)
      #expect(Doublings.scaled(value, by: Doublings.one) == value * 2)
      #expect(Doublings.scaled(value, by: -Doublings.one * 2) == value / 4)
    }
    #expect(Doublings.scaled(1_000_000_000_000, by: Doublings.one / 2) / 1000 == 1_414_213_562)
    #expect(Doublings.scaled(1_000_000_000_000, by: -Doublings.one / 4) / 1000 == 840_896_415)
    // A percent more, and the larger the logarithm the larger the price.
    #expect((10_099...10_101).contains(Doublings.scaled(10_000, by: Doublings.basisPoints(100))))
    let scaled = stride(from: -Doublings.one, to: Doublings.one, by: 77_777).map { Doublings.scaled(1 << 40, by: $0) }
    #expect(zip(scaled, scaled.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func `days of a factor follow on one another`() {
    let path = FactorPath(seed: 3, name: "market", deviation: Doublings.basisPoints(190), eraBits: 8)
    for number in Int64(-600)..<600 { #expect(path.day(number).close == path.day(number + 1).open) }
    let regimes = Set((0..<200).map { path.regime(of: $0) })
    #expect(regimes == Set(Regime.allCases))
  }

  @Test func `whatever range is asked for is a part of the whole`() throws {
    var generator = SplitMix(seed: 4)
    let market = SeededMarket(seed: 9)
    let far = Instant.textRange.upperBound
    for _ in 0..<25 {
      let pair = market.instruments[Int.random(in: 0..<market.instruments.count, using: &generator)].pair
      let begin = Instant(milliseconds: Int64.random(in: 0..<1_900_000_000_000, using: &generator))
      let timeframe = Timeframe.allCases.filter { $0 <= .oneHour }.randomElement(using: &generator) ?? .oneMinute
      let start = Timeframe.oneHour.openTime(containing: begin)
      let end = start.advanced(byMilliseconds: 3_600_000)
      let trades = market.trades(of: pair, in: start..<end)
      let candles = market.candles(of: SeriesKey(pair: pair, timeframe: timeframe), in: start..<end, now: far)
      for candle in candles {
        let close = timeframe.openTime(after: candle.openTime)
        let inside = trades.filter { $0.time >= candle.openTime && $0.time < close }
        if !inside.isEmpty { #expect(aggregate(inside, openTime: candle.openTime) == candle, "\(pair) \(timeframe)") }
      }
      let (from, to) = (begin, min(end, begin.advanced(byMilliseconds: 1_234_567)))
      #expect(market.trades(of: pair, in: from..<to) == trades.filter { $0.time >= from && $0.time < to })
      let part = market.candles(of: SeriesKey(pair: pair, timeframe: timeframe), in: from..<to, now: far)
      #expect(part == candles.filter { $0.openTime >= from && $0.openTime < to })
      var visited: [PublicTrade] = []
      let layers = PairLayers(seed: 9, pair: pair)
      layers.visitTrades(in: from..<to) { visited.append($0.publicTrade(on: layers.grid)) }
      #expect(visited == market.trades(of: pair, in: from..<to))
    }
  }
}
