// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import Testing
import TradingModel

struct SeededMarketTests {
  let market = SeededMarket(seed: 42)
  let far = Instant.textRange.upperBound

  private func candles(
    _ pair: Pair, _ timeframe: Timeframe, _ range: Range<Instant>, offset: Int64 = 0
  ) -> [Candle] {
    market.candles(of: SeriesKey(pair: pair, timeframe: timeframe), in: range, now: far, offset: offset)
  }

  @Test(arguments: Timeframe.allCases.filter { $0 > .oneMinute })
  func `every interval is made up of its minutes`(timeframe: Timeframe) throws {
    let pair = try pair("ETH/USDT")
    let start = timeframe.openTime(containing: try instant("2026-02-28T13:00:00Z"))
    let end = timeframe.openTime(start, offset: timeframe > .oneHour ? 1 : 5)
    let long = candles(pair, timeframe, start..<end)
    let minutes = candles(pair, .oneMinute, start..<end)
    #expect(minutes.count == Timeframe.oneMinute.count(from: start, to: end))
    let expected = long.map { candle in
      let close = timeframe.openTime(after: candle.openTime)
      return aggregate(
        minutes.filter { $0.openTime >= candle.openTime && $0.openTime < close }, openTime: candle.openTime)
    }
    #expect(long == expected)
    #expect(long.count == timeframe.count(from: start, to: end))
  }

  @Test(arguments: SeededMarket.defaultPairs)
  func `every minute is made up of its trades, and of its seconds`(pair: Pair) throws {
    let start = try instant("2026-07-01T23:58:00Z")
    for minute in candles(pair, .oneMinute, start..<start.advanced(byMilliseconds: 180_000)) {
      let range = minute.openTime..<Timeframe.oneMinute.openTime(after: minute.openTime)
      let trades = market.trades(of: pair, in: range)
      #expect(trades.count == CandlePath.tradesPerMinute)
      #expect(aggregate(trades, openTime: minute.openTime) == minute)
      let seconds = candles(pair, .oneSecond, range)
      #expect(seconds.count == 60)
      #expect(aggregate(seconds, openTime: minute.openTime) == minute)
    }
  }

  @Test func `candles follow on one another, and none is impossible`() throws {
    let start = try instant("2025-12-30")
    for pair in market.instruments.map(\.pair) {
      let rules = try #require(market.rules(of: pair))
      for timeframe in [Timeframe.oneDay, .oneHour, .fiveMinutes] {
        let all = candles(pair, timeframe, start..<start.advanced(byMilliseconds: 3 * CalendarDay.milliseconds))
        #expect(all.allSatisfy { $0.fault == nil && $0.volume > .zero })
        #expect(zip(all, all.dropFirst()).allSatisfy { $0.close == $1.open })
        #expect(
          all.allSatisfy { $0.close.value.isMultiple(of: rules.price.tick.value) && $0.low >= rules.price.minimum })
      }
    }
  }

  @Test func `numbers of trades have no gap`() throws {
    let start = try instant("2026-01-01")
    let trades = market.trades(
      of: try pair("BTC/USDT"), in: start.advanced(byMilliseconds: -600_000)..<start.advanced(byMilliseconds: 600_000))
    #expect(trades.count == 20 * CandlePath.tradesPerMinute)
    #expect(zip(trades, trades.dropFirst()).allSatisfy { $0.id + 1 == $1.id && $0.time <= $1.time })
  }

  @Test(arguments: Timeframe.allCases)
  func `a candle in progress has exactly what was traded so far`(timeframe: Timeframe) throws {
    let pair = try pair("PEPE/USDT")
    let now = try instant("2026-03-04T05:06:37.123Z")
    let openTime = timeframe.openTime(containing: now)
    let key = SeriesKey(pair: pair, timeframe: timeframe)
    let current = try #require(market.newestCandles(of: key, upTo: now, limit: 3, now: now).last)
    #expect(current.openTime == openTime)
    let minute = max(openTime, Timeframe.oneMinute.openTime(containing: now))
    let later = market.trades(of: pair, in: minute..<now.advanced(byMilliseconds: 1))
    let parts =
      candles(pair, .oneMinute, openTime..<minute)
      + [aggregate(later, openTime: minute)].compactMap { $0 }
    if let expected = aggregate(parts, openTime: openTime) { #expect(current == expected) }
  }

  @Test func `a candle in progress never shows what comes later`() throws {
    let pair = try pair("SOL/USDT")
    let start = try instant("2026-03-04T05:00:00Z")
    var volume = Quantity.zero
    for second in Int64(0)..<300 {
      let now = start.advanced(byMilliseconds: second * 1000)
      let candle = try #require(
        market.newestCandles(of: SeriesKey(pair: pair, timeframe: .fiveMinutes), upTo: now, limit: 1, now: now).last)
      let last = market.lastTrade(of: pair, at: now)
      #expect(candle.openTime == start)
      #expect(candle.volume >= volume)
      if candle.volume > .zero { #expect(candle.close == last?.price) }
      volume = candle.volume
    }
  }

  @Test func `the same seed gives the same market, in whatever order it is asked`() throws {
    let pair = try pair("BTC/USDT")
    let start = try instant("2026-05-05T05:00:00Z")
    let range = start..<start.advanced(byMilliseconds: 3_600_000)
    let whole = market.trades(of: pair, in: range)
    let pieces = stride(from: Int64(0), to: 3_600_000, by: 7_000).reversed().map { offset in
      let from = start.advanced(byMilliseconds: offset)
      return SeededMarket(seed: 42, pairs: [pair]).trades(
        of: pair, in: from..<min(from.advanced(byMilliseconds: 7_000), range.upperBound))
    }
    #expect(pieces.reversed().flatMap { $0 } == whole)
    #expect(SeededMarket(seed: 43).trades(of: pair, in: range) != whole)
    var tape = MarketTape(of: pair, on: market)
    let read = stride(from: Int64(0), to: 3_600_000, by: 1_100).flatMap { offset in
      let from = start.advanced(byMilliseconds: offset)
      return tape.trades(in: from..<min(from.advanced(byMilliseconds: 1_100), range.upperBound))
    }
    #expect(read == whole)
  }

  @Test func `days in another time zone are made up of that zone's hours`() throws {
    let pair = try pair("BTC/USDT")
    let start = try instant("2026-03-01")
    let range = start..<start.advanced(byMilliseconds: 2 * CalendarDay.milliseconds)
    for offset in [Int64(8 * 60), -60, 345].map({ $0 * 60_000 }) {
      let days = candles(pair, .oneDay, range, offset: offset)
      #expect(days.count == 2)
      for day in days {
        #expect((day.openTime.milliseconds + offset) % CalendarDay.milliseconds == 0)
        let end = day.openTime.advanced(byMilliseconds: CalendarDay.milliseconds)
        #expect(aggregate(candles(pair, .oneMinute, day.openTime..<end), openTime: day.openTime) == day)
      }
    }
  }

  @Test func `the best prices lie around the last trade`() throws {
    for instrument in market.instruments {
      let now = try instant("2026-03-04T05:06:37.123Z")
      let trade = try #require(market.lastTrade(of: instrument.pair, at: now))
      let quote = try #require(market.quote(of: instrument.pair, at: now))
      #expect(trade.isBuyerMaker ? quote.bid == trade.price : quote.ask == trade.price)
      let ticks = market.spreadTicks(of: instrument.pair, at: now)
      let spread = Fixed(units: instrument.price.tick.value.units * Int128(ticks))
      // A bid is a tick at least.
      #expect(quote.spread == Price(spread) || quote.bid == instrument.price.tick)
      #expect(quote.bidQuantity > .zero && quote.askQuantity > .zero)
    }
  }

  @Test(arguments: ["ABC/USDT", "BTC/ABC", "SHIB/BTC", "BTC/PEPE", "1000X/TRY"])
  func `any pair has a plausible market`(text: String) throws {
    let pair = try pair(text)
    let market = SeededMarket(seed: 1, pairs: [pair, pair])
    #expect(market.instruments.map(\.pair) == [pair])
    let now = try instant("2026-01-01")
    let candles = market.newestCandles(
      of: SeriesKey(pair: pair, timeframe: .oneDay), upTo: now, limit: 500, now: now)
    #expect(candles.count == 500)
    #expect(candles.allSatisfy { $0.fault == nil })
  }

  @Test func `an unlisted pair has nothing`() throws {
    let pair = try pair("NOT/HERE")
    let now = try instant("2026-01-01")
    #expect(market.rules(of: pair) == nil)
    #expect(market.newestCandles(of: SeriesKey(pair: pair, timeframe: .oneDay), upTo: now, limit: 5, now: now) == [])
    #expect(market.lastTrade(of: pair, at: now) == nil)
  }

  @Test func `the market moves enough to be traded`() throws {
    let now = try instant("2026-06-15T12:00:00Z")
    for instrument in market.instruments where SeededMarket.wellKnownPairs.contains(instrument.pair) {
      for timeframe in [Timeframe.oneMinute, .fiveMinutes] {
        let closes = market.newestCandles(
          of: SeriesKey(pair: instrument.pair, timeframe: timeframe), upTo: now, limit: 1000, now: now
        ).map { Double($0.close.description) ?? 0 }
        let (crosses, extremes) = activity(of: closes)
        #expect(crosses >= 20, "\(instrument.pair) \(timeframe): \(crosses) EMA crosses")
        #expect(extremes >= 10, "\(instrument.pair) \(timeframe): \(extremes) candles with an extreme RSI")
      }
    }
  }

  /// How often EMA 12 crosses EMA 26, and how many candles have an RSI 14 below 30 or above 70.
  private func activity(of closes: [Double]) -> (crosses: Int, extremes: Int) {
    var (fast, slow, gain, loss) = (closes[0], closes[0], 0.0, 0.0)
    var (crosses, extremes) = (0, 0)
    for (before, close) in zip(closes, closes.dropFirst()) {
      let wasAbove = fast > slow
      fast += (close - fast) * 2 / 13
      slow += (close - slow) * 2 / 27
      gain = (gain * 13 + max(0, close - before)) / 14
      loss = (loss * 13 + max(0, before - close)) / 14
      if wasAbove != (fast > slow) { crosses += 1 }
      let strength = 100 * gain / max(gain + loss, .leastNormalMagnitude)
      if strength < 30 || strength > 70 { extremes += 1 }
    }
    return (crosses, extremes)
  }
}
