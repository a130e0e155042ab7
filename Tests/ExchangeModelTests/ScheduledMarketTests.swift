// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import Testing
import TradingModel

@testable import TestKit

/// A market that something befalls.
struct ScheduledMarketTests {
  let base = SeededMarket(seed: 5, pairs: ["BTC/USDT", "PEPE/USDT", "ETH/BTC"].compactMap(Pair.init))
  let day = CalendarDay(year: 2026, month: 3, day: 4).start
  let far = Instant.textRange.upperBound

  private func at(_ seconds: Double) -> Instant { day.advanced(byMilliseconds: Int64(seconds * 1000)) }

  /// Trades follow the schedule a moment later.
  private func early(_ range: Range<Instant>) -> Range<Instant> {
    range.lowerBound.advanced(byMilliseconds: -1)..<range.upperBound.advanced(byMilliseconds: -1)
  }

  private func halted(_ ranges: [Range<Instant>]) throws -> ScheduledMarket {
    var schedule = MarketSchedule()
    for range in ranges { schedule.suspend(try pair("BTC/USDT"), as: .halt, during: early(range)) }
    return ScheduledMarket(base, schedule: schedule)
  }

  /// Halts on and off boundaries, within a second, over hours, right after one another.
  private var rests: [Range<Instant>] {
    [
      at(3600.5)..<at(3600.7), at(7200)..<at(7260), at(7260)..<at(7321.4), at(9000.25)..<at(23_456.789),
      at(40_000)..<at(40_030), at(40_031)..<at(40_059),
    ]
  }

  @Test func `what isn't befallen is as on the market itself`() throws {
    let market = try halted(rests)
    let other = try pair("PEPE/USDT")
    let key = SeriesKey(pair: other, timeframe: .oneHour)
    #expect(market.trades(of: other, in: at(0)..<at(9000)) == base.trades(of: other, in: at(0)..<at(9000)))
    #expect(
      market.candles(of: key, in: at(0)..<at(86_400), now: far)
        == base.candles(of: key, in: at(0)..<at(86_400), now: far))
    #expect(market.instruments == base.instruments)
    #expect(ScheduledMarket(base, schedule: MarketSchedule()).instruments(at: day) == base.instruments)
  }

  @Test func `nothing is traded in a rest, and numbers go on without a gap`() throws {
    let market = try halted(rests)
    let pair = try pair("BTC/USDT")
    let range = at(3000)..<at(50_000)
    let all = base.trades(of: pair, in: range)
    let trades = market.trades(of: pair, in: range)
    #expect(trades.map(\.time) == all.map(\.time).filter { time in !rests.contains { $0.contains(time) } })
    #expect(zip(trades, trades.dropFirst()).allSatisfy { $0.id + 1 == $1.id })
    #expect(trades.first == all.first)
    for trade in [trades[0], trades[1000], try #require(trades.last)] {
      #expect(market.oldestTrades(of: pair, fromID: trade.id, upTo: far, limit: 3).first == trade)
    }
    #expect(
      market.oldestTrades(of: pair, fromID: trades[0].id, upTo: at(50_000), limit: 20_000).prefix(trades.count)
        == trades[...])
    let during = at(12_000)
    #expect(market.lastTrade(of: pair, at: during) == trades.last { $0.time < at(9000.25) })
    #expect(market.rest(of: pair, at: during) == at(9000.25)..<at(23_456.789))
    #expect(market.rest(of: pair, at: at(7260)) == at(7200)..<at(7321.4))
    #expect(market.rest(of: pair, at: at(7321.4)) == nil)
  }

  @Test(arguments: Timeframe.allCases.filter { $0 <= .oneDay })
  func `candles are what the trades add up to, and missing where there are none`(timeframe: Timeframe) throws {
    let market = try halted(rests)
    let pair = try pair("BTC/USDT")
    let range = timeframe == .oneSecond ? at(40_000 - 60)..<at(40_000 + 120) : day..<at(86_400)
    let trades = market.trades(of: pair, in: range)
    let candles = market.candles(of: SeriesKey(pair: pair, timeframe: timeframe), in: range, now: far)
    for candle in candles where candle.volume > .zero {
      let inside = trades.filter { $0.time >= candle.openTime && $0.time < timeframe.openTime(after: candle.openTime) }
      #expect(aggregate(inside, openTime: candle.openTime) == candle)
      let whole = candle.openTime..<timeframe.openTime(after: candle.openTime)
      let sum = try #require(market.summary(of: pair, in: whole))
      #expect(sum.numbers == inside[0].id...inside[inside.count - 1].id)
      #expect(sum.quoteVolume == inside.reduce(.zero) { $0 + $1.quoteQuantity })
    }
    let traded = Set(trades.map { timeframe.openTime(containing: $0.time) })
    let listed = Set(candles.map(\.openTime))
    #expect(traded.isSubset(of: listed))
    // A candle without trades is told only where the pair did not rest in it.
    for openTime in listed.subtracting(traded) {
      let whole = openTime..<timeframe.openTime(after: openTime)
      #expect(!rests.contains { $0.overlaps(whole) })
    }
  }

  @Test(arguments: Timeframe.allCases.filter { $0 <= .oneHour })
  func `a candle in progress shows nothing of what comes after a rest`(timeframe: Timeframe) throws {
    let market = try halted(rests)
    let pair = try pair("BTC/USDT")
    let key = SeriesKey(pair: pair, timeframe: timeframe)
    for now in stride(from: 39_990.0, to: 40_075, by: 0.5).map({ at($0) }) {
      let openTime = timeframe.openTime(containing: now)
      let inside = market.trades(of: pair, in: openTime..<now.advanced(byMilliseconds: 1))
      let current = market.candle(of: pair, from: openTime, upTo: now)
      if let expected = aggregate(inside, openTime: openTime) {
        #expect(current == expected)
      } else if let current {
        #expect(!rests.contains { $0.overlaps(openTime..<now.advanced(byMilliseconds: 1)) })
        #expect(current.open == current.close && current.volume == .zero)
      }
      #expect(market.newestCandles(of: key, upTo: now, limit: 1, now: now).last?.openTime ?? openTime <= openTime)
    }
  }

  @Test func `what comes later changes nothing before it`() throws {
    let pair = try pair("BTC/USDT")
    let now = at(40_010)
    let known = try halted(Array(rests.dropLast(2)) + [at(40_000)..<MarketSchedule.endless])
    var schedule = known.schedule
    schedule.resume(pair, at: at(40_030))
    schedule.suspend(pair, as: .break, during: at(40_031)..<at(40_059))
    schedule.close(during: at(50_000)..<at(50_100))
    schedule.change(FilterChange(tick: Price(1)), of: pair, during: at(60_000)..<MarketSchedule.endless)
    let later = ScheduledMarket(base, schedule: schedule, known: known)
    for market in [later, ScheduledMarket(base, schedule: schedule)] {
      #expect(market.trades(of: pair, in: day..<now) == known.trades(of: pair, in: day..<now))
      for timeframe in [Timeframe.oneMinute, .oneHour, .oneDay] {
        let key = SeriesKey(pair: pair, timeframe: timeframe)
        #expect(
          market.newestCandles(of: key, upTo: now, limit: 500, now: now)
            == known.newestCandles(of: key, upTo: now, limit: 500, now: now))
      }
    }
    #expect(
      later.trades(of: pair, in: day..<at(60_000)).map(\.id)
        == ScheduledMarket(base, schedule: schedule).trades(of: pair, in: day..<at(60_000)).map(\.id))
    schedule.clear(at: at(45_000))
    let cleared = ScheduledMarket(base, schedule: schedule)
    #expect(cleared.trades(of: pair, in: day..<at(45_000)) == later.trades(of: pair, in: day..<at(45_000)))
    #expect(cleared.trades(of: pair, in: at(50_000)..<at(50_100)).count > 0)
    #expect(cleared.rules(of: pair, at: at(60_000)) == base.rules(of: pair))
  }

  @Test func `a pair shows the status of the last halt that was added`() throws {
    let pair = try pair("BTC/USDT")
    var schedule = MarketSchedule()
    schedule.suspend(pair, as: .halt, during: at(10)..<at(40))
    schedule.suspend(pair, as: .cancelOnly, during: at(20)..<at(30))
    let market = ScheduledMarket(base, schedule: schedule)
    let words = [9.999, 10, 20, 30, 40].map { market.rules(of: pair, at: at($0))?.status.word }
    #expect(words == ["TRADING", "HALT", "CANCEL_ONLY", "HALT", "TRADING"])
    #expect(market.instruments(at: at(25))[0].status == .cancelOnly)
    #expect(market.rest(of: pair, at: at(25)) == at(10.001)..<at(40.001))
  }

  @Test func `a pair's history begins where it is listed, and it can go and come back`() throws {
    let pair = try pair("ETH/BTC")
    var schedule = MarketSchedule()
    schedule.withdraw(pair, during: MarketSchedule.beginningless..<at(5000.5))
    schedule.withdraw(pair, during: at(20_000)..<MarketSchedule.endless)
    var market = ScheduledMarket(base, schedule: schedule)
    #expect(market.rules(of: pair, at: at(5000.499)) == nil)
    #expect(market.rules(of: pair, at: at(5000.5)) == base.rules(of: pair))
    #expect(schedule.absent(at: at(0)) == [pair])
    #expect(market.instruments(at: at(20_000)).map(\.pair).contains(pair) == false)
    let days = market.candles(of: SeriesKey(pair: pair, timeframe: .oneDay), in: .epoch..<far, now: at(86_400))
    #expect(days == [try #require(aggregate(market.trades(of: pair, in: day..<at(86_400)), openTime: day))])
    let first = try #require(market.oldestTrades(of: pair, from: .epoch, upTo: far, limit: 1).first)
    #expect(first.time >= at(5000.5))
    #expect(market.lastTrade(of: pair, at: at(5000)) == nil)
    #expect(market.lastTrade(of: pair, at: at(80_000))?.time ?? far < at(20_000))
    schedule.list(pair, at: at(30_000))
    market = ScheduledMarket(base, schedule: schedule, known: market)
    let trades = market.trades(of: pair, in: day..<at(40_000))
    #expect(zip(trades, trades.dropFirst()).allSatisfy { $0.id + 1 == $1.id })
    #expect(trades.allSatisfy { $0.time < at(20_000) || $0.time >= at(30_000) })
    #expect(try #require(trades.last).time > at(30_000))
  }

  @Test(arguments: [
    FilterChange(tick: Price(Fixed("0.5") ?? 1), step: Quantity(Fixed("0.003") ?? 1), minimumNotional: Money(25)),
    FilterChange(tick: Price(Fixed("0.001") ?? 1)), FilterChange(tick: Price(7), step: Quantity(2)),
  ])
  func `prices and quantities keep to filters from when these hold`(change: FilterChange) throws {
    let pair = try pair("BTC/USDT")
    let (start, end) = (at(7777.7), at(12_345.6))
    var schedule = MarketSchedule()
    schedule.change(change, of: pair, during: early(start..<end))
    let market = ScheduledMarket(base, schedule: schedule)
    let rules = try #require(market.rules(of: pair, at: start))
    #expect(rules == change.applied(to: try #require(base.rules(of: pair))))
    #expect(rules.price.minimum.value.isMultiple(of: rules.price.tick.value))
    #expect(market.rules(of: pair, at: end) == base.rules(of: pair))
    let all = base.trades(of: pair, in: at(7000)..<at(14_400))
    let trades = market.trades(of: pair, in: at(7000)..<at(14_400))
    #expect(trades.map(\.id) == all.map(\.id))
    #expect(trades.filter { $0.time < start || $0.time >= end } == all.filter { $0.time < start || $0.time >= end })
    for trade in trades where trade.time >= start && trade.time < end {
      #expect(trade.price.value.isMultiple(of: rules.price.tick.value) && trade.price > .zero)
      #expect(trade.quantity.value.isMultiple(of: rules.lot.step.value) && trade.quantity > .zero)
      let quote = try #require(market.quote(of: pair, after: trade))
      #expect(quote.bid.value.isMultiple(of: rules.price.tick.value) && quote.bid < quote.ask)
      #expect(quote.ask.value.isMultiple(of: rules.price.tick.value))
      #expect(quote.bidQuantity.value.isMultiple(of: rules.lot.step.value))
    }
    for timeframe in [Timeframe.oneMinute, .threeMinutes, .oneHour] {
      let candles = market.candles(of: SeriesKey(pair: pair, timeframe: timeframe), in: at(7200)..<at(14_400), now: far)
      #expect(candles.count == timeframe.count(from: at(7200), to: at(14_400)))
      for candle in candles {
        let next = timeframe.openTime(after: candle.openTime)
        let inside = trades.filter { $0.time >= candle.openTime && $0.time < next }
        #expect(aggregate(inside, openTime: candle.openTime) == candle)
      }
    }
    #expect(market.gridEra(of: pair, at: start) != market.gridEra(of: pair, at: start.advanced(byMilliseconds: -1)))
  }

  @Test func `a replayed market rests as well, beside its own gaps`() throws {
    var generator = SplitMix(seed: 3)
    let candles = (0..<12).filter { !(4...6).contains($0) }.map { index in
      generator.candle(openTime: at(Double(index) * 300), volumeMax: 1_000_000_000)
    }
    let key = SeriesKey(pair: try pair("BTC/USDT"), timeframe: .fiveMinutes)
    let replay = try ReplayMarket(seed: 1, tapes: [.init(key: key, candles: candles)])
    var schedule = MarketSchedule()
    for range in [at(200)..<at(330.5), at(1100)..<at(2200), at(3000)..<at(9000)] {
      schedule.suspend(key.pair, as: .halt, during: early(range))
    }
    let market = ScheduledMarket(replay, schedule: schedule)
    let trades = market.trades(of: key.pair, in: .epoch..<far)
    #expect(trades.map(\.id) == (0..<Int64(trades.count)).map { $0 })
    #expect(trades.last?.time ?? far < at(3000))
    for timeframe in [Timeframe.oneMinute, .fiveMinutes, .oneHour] {
      let series = SeriesKey(pair: key.pair, timeframe: timeframe)
      let made = market.candles(of: series, in: .epoch..<far, now: far)
      let opens = Set(trades.map { timeframe.openTime(containing: $0.time) }).sorted()
      #expect(made.map(\.openTime) == opens)
      for candle in made {
        let next = timeframe.openTime(after: candle.openTime)
        let inside = trades.filter { $0.time >= candle.openTime && $0.time < next }
        #expect(aggregate(inside, openTime: candle.openTime) == candle)
      }
    }
    #expect(market.oldestTrades(of: key.pair, fromID: 500, upTo: far, limit: 2) == Array(trades[500..<502]))
  }

  @Test func `a closed venue trades nothing at all`() throws {
    var schedule = MarketSchedule()
    schedule.close(during: at(1000)..<at(2000))
    let market = ScheduledMarket(base, schedule: schedule)
    #expect(schedule.isClosed(at: at(1000)) && !schedule.isClosed(at: at(2000)))
    for rules in base.instruments {
      #expect(market.trades(of: rules.pair, in: at(1000.001)..<at(2000.001)) == [])
      #expect(market.rules(of: rules.pair, at: at(1500)) == rules)
      let minutes = market.candles(
        of: SeriesKey(pair: rules.pair, timeframe: .oneMinute), in: at(0)..<at(3600), now: far)
      // From 16:40 to 33:20: sixteen whole minutes are missing.
      #expect(minutes.count == 44)
      #expect(market.blockTrades(of: rules.pair, in: at(1000)..<at(2000)) == [])
    }
  }
}
