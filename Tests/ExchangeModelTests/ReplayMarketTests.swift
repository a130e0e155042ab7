// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import Testing
import TradingModel

@testable import TestKit

struct ReplayMarketTests {
  let far = Instant.textRange.upperBound

  /// An hour of five-minute candles with the fifth to seventh missing.
  private func tape() throws -> ReplayMarket.Tape {
    var generator = SplitMix(seed: 3)
    let start = try instant("2026-01-05T10:00:00Z")
    let candles = (0..<12).filter { !(4...6).contains($0) }.map { index in
      generator.candle(openTime: start.advanced(byMilliseconds: Int64(index) * 300_000), volumeMax: 1_000_000_000)
    }
    return ReplayMarket.Tape(key: SeriesKey(pair: try pair("BTC/USDT"), timeframe: .fiveMinutes), candles: candles)
  }

  @Test func `candles of the tape's timeframe are the tape's`() throws {
    let tape = try tape()
    let market = try ReplayMarket(seed: 1, tapes: [tape])
    #expect(market.candles(of: tape.key, in: .epoch..<far, now: far) == tape.candles)
    #expect(market.newestCandles(of: tape.key, upTo: far, limit: 100, now: far) == tape.candles)
    #expect(market.newestCandles(of: tape.key, upTo: far, limit: 7, now: far) == Array(tape.candles.suffix(7)))
    #expect(
      market.oldestCandles(of: tape.key, from: .epoch, upTo: far, limit: 6, now: far) == Array(tape.candles.prefix(6)))
  }

  @Test func `trades are those of the candles' paths`() throws {
    let tape = try tape()
    let market = try ReplayMarket(seed: 9, tapes: [tape])
    let rules = try #require(market.rules(of: tape.key.pair))
    let paths = try tape.candles.flatMap {
      try CandlePath.trades(of: $0, timeframe: .fiveMinutes, rules: rules, seed: 9)
    }
    // The market counts its trades through, from 0 on.
    let expected = paths.enumerated().map { index, trade in
      PublicTrade(
        id: Int64(index), time: trade.time, price: trade.price, quantity: trade.quantity,
        isBuyerMaker: trade.isBuyerMaker)
    }
    let trades = market.trades(of: tape.key.pair, in: .epoch..<far)
    #expect(trades == expected, "\(trades.count) of \(expected.count)")
  }

  @Test func `a gap stays a gap`() throws {
    let tape = try tape()
    let market = try ReplayMarket(seed: 1, tapes: [tape])
    let pair = tape.key.pair
    let gap = try instant("2026-01-05T10:20:00Z")..<instant("2026-01-05T10:35:00Z")
    #expect(market.trades(of: pair, in: gap) == [])
    for timeframe in [Timeframe.oneSecond, .oneMinute, .threeMinutes, .fiveMinutes] {
      let inside = market.candles(of: SeriesKey(pair: pair, timeframe: timeframe), in: gap, now: far)
        .filter { timeframe.openTime(after: $0.openTime) <= gap.upperBound }
      #expect(inside.count == 0, "\(timeframe)")
    }
    let before = try #require(market.lastTrade(of: pair, at: gap.lowerBound.advanced(byMilliseconds: -1)))
    #expect(market.lastTrade(of: pair, at: gap.upperBound.advanced(byMilliseconds: -1)) == before)
    let during = market.newestCandles(of: tape.key, upTo: gap.lowerBound, limit: 10, now: gap.lowerBound)
    #expect(during == Array(tape.candles.prefix(4)))
  }

  @Test func `longer candles are made up of what there is`() throws {
    let tape = try tape()
    let market = try ReplayMarket(seed: 1, tapes: [tape])
    let hour = market.candles(of: SeriesKey(pair: tape.key.pair, timeframe: .oneHour), in: .epoch..<far, now: far)
    #expect(hour == [try #require(aggregate(tape.candles, openTime: try instant("2026-01-05T10:00:00Z")))])
    let week = market.candles(of: SeriesKey(pair: tape.key.pair, timeframe: .oneWeek), in: .epoch..<far, now: far)
    #expect(week == [try #require(aggregate(tape.candles, openTime: try instant("2026-01-05")))])
  }

  @Test func `shorter candles make up the tape's`() throws {
    let tape = try tape()
    let market = try ReplayMarket(seed: 1, tapes: [tape])
    for candle in tape.candles {
      let range = candle.openTime..<Timeframe.fiveMinutes.openTime(after: candle.openTime)
      for timeframe in [Timeframe.oneMinute, .oneSecond] {
        let parts = market.candles(of: SeriesKey(pair: tape.key.pair, timeframe: timeframe), in: range, now: far)
        #expect(aggregate(parts, openTime: candle.openTime) == candle)
      }
    }
  }

  @Test func `tick and step are the finest of the tape`() throws {
    let candle = Candle(
      openTime: .epoch, open: Price(10), high: Price(try fixed("10.25")), low: Price(try fixed("9.5")),
      close: Price(10), volume: Quantity(try fixed("0.125")))
    let key = SeriesKey(pair: try pair("LTC/BTC"), timeframe: .oneMinute)
    let market = try ReplayMarket(seed: 1, tapes: [.init(key: key, candles: [candle])])
    let rules = try #require(market.rules(of: key.pair))
    #expect(rules.price.tick == Price(try fixed("0.01")))
    #expect(rules.lot.step == Quantity(try fixed("0.001")))
  }

  @Test func `refuses tapes that can't be replayed`() throws {
    let tape = try tape()
    let key = tape.key
    func failure(_ tapes: [ReplayMarket.Tape]) -> ReplayMarket.Failure? {
      do throws(ReplayMarket.Failure) {
        _ = try ReplayMarket(seed: 1, tapes: tapes)
        return nil
      } catch {
        return error
      }
    }
    #expect(failure([.init(key: key, candles: [])]) == .empty(key))
    #expect(failure([tape, tape]) == .duplicate(key.pair))
    #expect(
      failure([.init(key: key, candles: tape.candles.reversed())])
        == .outOfOrder(key, openTime: tape.candles[7].openTime))
    let flat = Candle(
      openTime: Instant(milliseconds: 1), open: Price(1), high: Price(1), low: Price(1), close: Price(1), volume: .zero)
    #expect(failure([.init(key: key, candles: [flat])]) == .misaligned(key, openTime: flat.openTime))
    var broken = tape.candles[0]
    broken.low = .zero
    #expect(
      failure([.init(key: key, candles: [broken])])
        == .impossible(key, openTime: broken.openTime, .priceNotPositive(.zero)))
    var fine = tape.candles[0]
    fine.volume = Quantity(Fixed(units: Int128(Int64.max) * 100 + 1))
    #expect(failure([.init(key: key, candles: [fine])]) == .tooManyDigits(key, openTime: fine.openTime))
  }
}
