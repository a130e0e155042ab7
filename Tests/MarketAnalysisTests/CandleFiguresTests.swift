// SPDX-License-Identifier: Apache-2.0

import MarketAnalysis
import MarketData
import Testing
import TradingModel

@Suite struct `Figures of closed candles` {
  private func figures(_ candles: [Candle], _ timeframe: Timeframe = .fiveMinutes) -> CandleFigures {
    CandleFigures(of: candles, timeframe: timeframe)
  }

  @Test func `of no candles are none`() {
    let figures = figures([])
    #expect(figures.candles == 0)
    #expect(figures.lastOpenTime == nil)
    #expect(figures.lastClose == nil)
    #expect(figures.window == nil)
    #expect(figures.volume == nil)
    #expect(figures.channel == nil)
    #expect(figures.rsi == nil)
    #expect(figures.averages.isEmpty)
    #expect(figures.slope == nil)
    #expect(figures.atr == nil)
    #expect(figures.atrRank == nil)
    #expect(figures.direction == CandleFigures(of: [], timeframe: .oneHour).direction)
  }

  @Test func `of one candle are its own prices and volume`() throws {
    let figures = figures(MadeCandles.closing(at: [100]))
    #expect(figures.candles == 1)
    #expect(figures.lastClose == Price(100))
    let window = try #require(figures.window)
    #expect(window.open == Price(100))
    #expect(window.high == Price(101))
    #expect(window.low == Price(99))
    #expect(!window.isDay)
    #expect(window.closedUntil.milliseconds(since: window.from) == 300_000)
    #expect(figures.volume?.last == Quantity(2))
    #expect(figures.volume?.mean == nil)
    #expect(figures.rsi == nil)
    #expect(figures.averages.isEmpty)
  }

  @Test func `of flat prices are 0 where nothing moves, and nil where nothing can be compared`() throws {
    let candles = MadeCandles.closing(at: Array(repeating: 100, count: 300), reach: 0, volume: 0)
    let figures = figures(candles)
    #expect(figures.rsi == 0)
    #expect(figures.averages == [9: 100, 21: 100, 50: 100, 200: 100])
    #expect(figures.slope == 0)
    #expect(figures.atr == 0)
    #expect(figures.atrRank == 0.5)
    #expect(figures.direction.adx == 0)
    #expect(figures.volume?.mean == .zero)
    #expect(figures.volume?.ratio == nil)
    #expect(figures.channel?.position(of: Price(100)) == nil)
    #expect(figures.window?.volume == .zero)
    #expect(figures.window?.quoteVolumeEstimate == .zero)
  }

  @Test(arguments: [(9, 8), (21, 20), (50, 49), (200, 199)])
  func `an average is nil until there are as many candles as it spans`(period: Int, tooFew: Int) {
    #expect(figures(MadeCandles.closing(at: Array(1...tooFew).map { $0 + 100 })).averages[period] == nil)
    #expect(figures(MadeCandles.closing(at: Array(1...period).map { $0 + 100 })).averages[period] != nil)
  }

  @Test func `an RSI takes 15 candles, an ATR too, their rank 34, and an ADX 28`() {
    func found(_ count: Int) -> [Bool] {
      let figures = figures(MadeCandles.closing(at: (0..<count).map { 100 + $0 % 7 }))
      return [figures.rsi, figures.atr, figures.direction.plus, figures.atrRank, figures.direction.adx].map {
        $0 != nil
      }
    }
    #expect(found(14) == [false, false, false, false, false])
    #expect(found(15) == [true, true, true, false, false])
    #expect(found(27) == [true, true, true, false, false])
    #expect(found(28) == [true, true, true, false, true])
    #expect(found(34) == [true, true, true, true, true])
  }

  @Test func `a range that grows has the highest rank, and one that shrinks the lowest`() throws {
    let growing = (0..<60).map { index in
      MadeCandles.closing(
        at: [100], from: Timeframe.fiveMinutes.openTime(MadeCandles.start, offset: index), reach: 1 + index)[0]
    }
    let shrinking = (0..<60).map { index in
      MadeCandles.closing(
        at: [100], from: Timeframe.fiveMinutes.openTime(MadeCandles.start, offset: index), reach: 60 - index)[0]
    }
    #expect(try #require(figures(growing).atrRank) > 0.97)
    #expect(try #require(figures(shrinking).atrRank) < 0.03)
  }

  @Test func `no more candles are looked at than the depth`() {
    let closes = (0..<1500).map { 100 + $0 * 7919 % 83 }
    let all = MadeCandles.closing(at: closes)
    #expect(figures(all) == figures(Array(all.suffix(CandleFigures.depth))))
    #expect(figures(all).candles == CandleFigures.depth)
  }

  @Test func `the channel is that of the last 20 candles, and tells where a price is`() throws {
    let candles = MadeCandles.closing(at: [500] + (0..<21).map { 100 + $0 })
    let channel = try #require(figures(candles).channel)
    #expect(channel.high == Price(121))
    #expect(channel.low == Price(99))
    #expect(channel.position(of: Price(99)) == 0)
    #expect(channel.position(of: Price(110)) == 0.5)
    #expect(channel.position(of: Price(132)) == 1.5)
    #expect(figures(Array(candles.prefix(19))).channel == nil)
  }

  @Test func `the newest volume is set against the 20 before it`() throws {
    var candles = MadeCandles.closing(at: Array(repeating: 100, count: 22), volume: 4)
    candles[0].volume = Quantity(1000)
    candles[21].volume = Quantity(10)
    #expect(figures(candles).volume?.mean == Quantity(4))
    #expect(figures(candles).volume?.ratio == 2.5)
    #expect(figures(Array(candles.prefix(20))).volume?.mean == nil)
  }
}

@Suite struct `The window of 24 hours` {
  @Test func `begins a day before the last close`() throws {
    let candles = MadeCandles.closing(at: (0..<30).map { 100 + $0 }, timeframe: .oneHour)
    let window = try #require(CandleFigures(of: candles, timeframe: .oneHour).window)
    #expect(window.isDay)
    #expect(window.from == Timeframe.oneHour.openTime(MadeCandles.start, offset: 6))
    #expect(window.open == Price(105))
    #expect(window.high == Price(130))
    #expect(window.low == Price(104))
    #expect(window.volume == Quantity(48))
  }

  @Test func `says so where the candles reach back less far`() throws {
    let whole = MadeCandles.closing(at: Array(repeating: 100, count: 24), timeframe: .oneHour)
    #expect(CandleFigures(of: whole, timeframe: .oneHour).window?.isDay == true)
    #expect(CandleFigures(of: Array(whole.dropFirst()), timeframe: .oneHour).window?.isDay == false)
  }

  @Test func `is one candle where that is longer than a day`() throws {
    let candles = MadeCandles.closing(at: [100, 110, 120], timeframe: .oneWeek)
    let window = try #require(CandleFigures(of: candles, timeframe: .oneWeek).window)
    #expect(!window.isDay)
    #expect(window.open == Price(110))
    #expect(window.volume == Quantity(2))
    let days = MadeCandles.closing(at: [100, 110, 120], timeframe: .oneDay)
    #expect(CandleFigures(of: days, timeframe: .oneDay).window?.isDay == true)
  }

  @Test func `is known by time, not by count, where the venue has a gap`() throws {
    var candles = MadeCandles.closing(at: (0..<48).map { 100 + $0 }, timeframe: .oneHour)
    candles.removeSubrange(30..<40)
    let window = try #require(CandleFigures(of: candles, timeframe: .oneHour).window)
    #expect(window.isDay)
    #expect(window.from == Timeframe.oneHour.openTime(MadeCandles.start, offset: 24))
    #expect(window.volume == Quantity(28))
  }

  @Test func `takes the candle in progress in, but not one that it has`() throws {
    let candles = MadeCandles.closing(at: [100, 110, 120], timeframe: .oneHour)
    let window = try #require(CandleFigures(of: Array(candles.prefix(2)), timeframe: .oneHour).window)
    #expect(window.adding(nil) == window)
    #expect(window.adding(candles[1]) == window)
    let longer = window.adding(candles[2])
    #expect(longer.high == Price(121))
    #expect(longer.volume == Quantity(6))
    #expect(longer.from == window.from)
  }

  @Test func `estimates what was paid at each candle's mean price, exactly`() throws {
    let candle = Candle(
      openTime: MadeCandles.start, open: Price(10), high: Price(12), low: Price(9), close: Price(12),
      volume: Quantity(3))
    let window = try #require(CandleFigures(of: [candle], timeframe: .oneHour).window)
    #expect(window.quoteVolumeEstimate == Money(33))
  }

  @Test func `has no estimate where that would be too large a number`() throws {
    let price = MadeCandles.price("90000000000000")
    let candle = Candle(
      openTime: MadeCandles.start, open: price, high: price, low: price, close: price,
      volume: Quantity(Fixed("90000000000000")!))
    let window = try #require(CandleFigures(of: [candle], timeframe: .oneHour).window)
    #expect(window.quoteVolumeEstimate == nil)
  }
}
