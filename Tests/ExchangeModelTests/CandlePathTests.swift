// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import Testing
import TradingModel

@testable import TestKit

struct CandlePathTests {
  static let rules = InstrumentRules(
    pair: SeededMarket.defaultPairs[0], price: PriceFilter(tick: Price(Fixed(units: 10_000))),
    lot: LotFilter(step: Quantity(Fixed(units: 10_000))))

  @Test(arguments: [Timeframe.oneSecond, .oneMinute, .threeMinutes, .fiveMinutes, .thirtyMinutes, .fourHours, .oneDay])
  func `the trades of a candle make it up to the last digit`(timeframe: Timeframe) throws {
    for seed in UInt64(0)..<20 {
      var generator = SplitMix(seed: seed)
      let openTime = timeframe.openTime(containing: try instant("2026-03-01T10:07:00Z"))
      let candle = generator.candle(openTime: openTime, volumeMax: seed < 10 ? 5_000_000_000_000 : 2_000)
      let trades = try CandlePath.trades(of: candle, timeframe: timeframe, rules: Self.rules, seed: seed)
      #expect(aggregate(trades, openTime: openTime) == candle, "seed \(seed)")
    }
  }

  @Test(arguments: [Timeframe.oneMinute, .fiveMinutes, .oneHour])
  func `trades have rising numbers, times inside the candle, and quantities above zero`(timeframe: Timeframe) throws {
    for seed in UInt64(0)..<20 {
      var generator = SplitMix(seed: seed)
      let openTime = timeframe.openTime(containing: try instant("2026-03-01T10:07:00Z"))
      let candle = generator.candle(openTime: openTime, volumeMax: 1_000_000_000)
      let trades = try CandlePath.trades(of: candle, timeframe: timeframe, rules: Self.rules, seed: seed)
      let end = timeframe.openTime(after: openTime)
      #expect(trades.allSatisfy { $0.time >= openTime && $0.time < end && $0.quantity > .zero })
      #expect(zip(trades, trades.dropFirst()).allSatisfy { $0.id < $1.id && $0.time <= $1.time })
    }
  }

  @Test func `seed and candle decide the path`() throws {
    var generator = SplitMix(seed: 7)
    let candle = generator.candle(openTime: try instant("2026-03-01"), volumeMax: 1_000_000_000)
    let first = try CandlePath.trades(of: candle, timeframe: .fiveMinutes, rules: Self.rules, seed: 1)
    let again = try CandlePath.trades(of: candle, timeframe: .fiveMinutes, rules: Self.rules, seed: 1)
    let other = try CandlePath.trades(of: candle, timeframe: .fiveMinutes, rules: Self.rules, seed: 2)
    #expect(first == again)
    #expect(first != other)
  }

  @Test func `a candle without volume has no trades`() throws {
    let flat = Candle(openTime: .epoch, open: Price(5), high: Price(5), low: Price(5), close: Price(5), volume: .zero)
    #expect(try CandlePath.trades(of: flat, timeframe: .fiveMinutes, rules: Self.rules, seed: 1) == [])
  }

  @Test func `a candle finer than the tick is told in its own precision`() throws {
    let rules = InstrumentRules(
      pair: Self.rules.pair, price: PriceFilter(tick: Price(1)), lot: LotFilter(step: Quantity(1)))
    let candle = Candle(
      openTime: .epoch, open: Price(try fixed("5.25")), high: Price(try fixed("7.5")), low: Price(try fixed("5.01")),
      close: Price(6), volume: Quantity(try fixed("33.333")))
    let trades = try CandlePath.trades(of: candle, timeframe: .fiveMinutes, rules: rules, seed: 1)
    #expect(aggregate(trades, openTime: .epoch) == candle)
  }

  @Test func `refuses a candle that can't be true`() {
    let candle = Candle(openTime: .epoch, open: Price(5), high: Price(4), low: Price(3), close: Price(4), volume: .zero)
    #expect(throws: CandlePath.Failure.impossible(.highBelowBody(Price(4)))) {
      try CandlePath.trades(of: candle, timeframe: .fiveMinutes, rules: Self.rules, seed: 1)
    }
  }
}
