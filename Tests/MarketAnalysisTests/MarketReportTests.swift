// SPDX-License-Identifier: Apache-2.0

import MarketData
import Testing
import TradingModel

@testable import MarketAnalysis

@Suite struct `A market's report` {
  private func report(
    _ candles: [Candle], trade: Price? = nil, quote: Quote? = nil, current: Candle? = nil,
    timeframe: Timeframe = .fiveMinutes
  ) -> MarketReport {
    let end = candles.last.map { timeframe.openTime(after: $0.openTime) } ?? MadeCandles.start
    return MarketReport(
      series: SeriesKey(pair: MadeCandles.pair, timeframe: timeframe),
      figures: CandleFigures(of: candles, timeframe: timeframe),
      moment: MarketMoment(
        time: end.advanced(byMilliseconds: 60_000), lastTrade: trade.map(Self.trade), quote: quote, current: current,
        currentSeenAt: end.advanced(byMilliseconds: 1000)))
  }

  private static let tradeTime = MadeCandles.start.advanced(byMilliseconds: 12_345)

  private static func trade(at price: Price) -> PublicTrade {
    PublicTrade(id: 1, time: tradeTime, price: price, quantity: Quantity(1), isBuyerMaker: false)
  }

  /// Closes that go up by one, with a step back now and then.
  private static let rising = (0..<300).map { 1000 + $0 - ($0 % 4 == 3 ? 3 : 0) }
  private static let falling = rising.map { 2300 - $0 }
  private static let swinging = (0..<300).map { 1000 + [0, 1, 2, 1, 0, -1, -2, -1][$0 % 8] }

  @Test func `takes its price from the last trade, else from the candle in progress, else from the last close`() {
    let candles = MadeCandles.closing(at: [100, 110])
    let current = MadeCandles.closing(
      at: [115], from: Timeframe.fiveMinutes.openTime(MadeCandles.start, offset: 2))[0]
    let end = Timeframe.fiveMinutes.openTime(MadeCandles.start, offset: 2)
    #expect(
      report(candles, trade: Price(120), current: current).price
        == .init(price: Price(120), source: .trade, seenAt: Self.tradeTime))
    #expect(
      report(candles, current: current).price
        == .init(price: Price(115), source: .currentCandle, seenAt: end.advanced(byMilliseconds: 1000)))
    #expect(report(candles).price == .init(price: Price(110), source: .closedCandle, seenAt: end))
    #expect(report([]).price == nil)
    #expect(report([], current: current).price?.price == Price(115))
  }

  @Test func `has the change over its window, exactly and as a ratio`() {
    let report = report(MadeCandles.closing(at: [100, 110]), trade: MadeCandles.price("100.5"))
    #expect(report.change == MadeCandles.price("0.5"))
    #expect(report.changeRatio == Ratio(Fixed("0.005")!))
    #expect(report.windowHours == 11.0 / 60)
  }

  @Test func `has the spread in the quote asset and in basis points`() {
    let quote = Quote(
      bid: MadeCandles.price("99.9"), bidQuantity: Quantity(1), ask: MadeCandles.price("100.1"),
      askQuantity: Quantity(1))
    let report = report(MadeCandles.closing(at: [100]), quote: quote)
    #expect(report.moment.quote?.spread == MadeCandles.price("0.2"))
    #expect(((report.spreadBasisPoints ?? 0) - 20).magnitude < 1e-9)
    #expect(self.report([]).spreadBasisPoints == nil)
  }

  @Test func `tells a market that goes up from one that goes down and one that does neither`() {
    let up = report(MadeCandles.closing(at: Self.rising))
    #expect(up.trend?.verdict == .up)
    #expect(up.summary.hasPrefix("BTC/USDT 5m trends up "))
    #expect(up.summary.contains("+DI above -DI"))
    #expect(up.summary.contains("above its EMA 21"))
    #expect(up.summary.contains("It has gained"))
    let down = report(MadeCandles.closing(at: Self.falling))
    #expect(down.trend?.verdict == .down)
    #expect(down.trend?.strength == up.trend?.strength)
    #expect(down.summary.contains("below its EMA 21"))
    #expect(down.summary.contains("It has lost"))
    let ranging = report(MadeCandles.closing(at: Self.swinging))
    #expect(ranging.trend?.verdict == .ranging)
    #expect(ranging.summary.hasPrefix("BTC/USDT 5m ranges"))
  }

  @Test func `of flat prices says that nothing moves`() {
    let flat = report(MadeCandles.closing(at: Array(repeating: 100, count: 300), reach: 0, volume: 0))
    #expect(flat.trend?.verdict == .ranging)
    #expect(flat.trend?.strength == .strong)
    #expect(flat.volatilityWord == .low)
    #expect(flat.rsiWord == .oversold)
    #expect(flat.channelPosition == nil)
    #expect(
      flat.summary
        == "BTC/USDT 5m ranges clearly: ADX 0 with +DI equal to -DI, price at its EMA 21, RSI 0 (oversold), "
        + "volatility low (ATR 0.00%). It has not changed over 24 hours.")
    #expect(
      flat.absences.filter { !$0.field.hasPrefix("price.") } == [
        absence("volume.relative", "nothing was traded in the 20 candles before"),
        absence("range.position", "the range has no width"),
      ])
  }

  private func absence(_ field: String, _ reason: String) -> Absence { Absence(field: field, reason: reason) }

  @Test func `of one candle says what it lacks and why`() {
    let report = report(MadeCandles.closing(at: [100]))
    let reasons = Dictionary(uniqueKeysWithValues: report.absences.map { ($0.field, $0.reason) })
    #expect(reasons["rsi"] == "it takes 15 closed candles, and there is 1")
    #expect(reasons["emas.ema_200"] == "it takes 200 closed candles, and there is 1")
    #expect(reasons["adx.value"] == "it takes 28 closed candles, and there is 1")
    #expect(reasons["trend"] == "it takes 28 closed candles, and there is 1")
    #expect(reasons["range"] == "it takes 20 closed candles, and there is 1")
    #expect(reasons["volume.relative"] == "it takes 21 closed candles, and there is 1")
    #expect(reasons["price.spread"] == "nobody watches the best prices of BTC/USDT, and the venue did not tell them")
    #expect(reasons["price.last"] == nil)
    #expect(reasons["window"] == nil)
    #expect(
      report.summary
        == "BTC/USDT 5m has too few closed candles to tell a trend (1 of 28). It has not changed over 6 minutes.")
  }

  @Test func `of nothing lacks everything`() {
    let report = report([])
    #expect(report.absences.first == absence("price.last", "nothing was traded yet"))
    #expect(report.absences.contains(absence("window", "it takes 1 closed candle, and there are 0")))
    #expect(report.summary == "BTC/USDT 5m has too few closed candles to tell a trend (0 of 28).")
  }

  @Test func `with all figures defined lacks nothing but what nobody watches`() {
    let report = report(MadeCandles.closing(at: Self.rising))
    #expect(report.absences.allSatisfy { $0.field.hasPrefix("price.") })
    #expect(report.trend != nil)
  }
}

@Suite struct `Words for figures` {
  @Test(arguments: [(0.0, RSIWord.oversold), (30, .oversold), (30.1, .neutral), (69.9, .neutral), (70, .overbought)])
  func `an RSI is called by its place`(rsi: Double, word: RSIWord) {
    #expect(RSIWord(rsi) == word)
  }

  @Test(arguments: [
    (0.0, 0.5, VolatilityWord.low), (1, 0.24, .low), (1, 0.25, .normal), (1, 0.75, .normal), (1, 0.76, .high),
  ])
  func `volatility is called by its rank`(atr: Double, rank: Double, word: VolatilityWord) {
    #expect(VolatilityWord(atr: atr, rank: rank) == word)
  }
}

@Suite struct `Figures in a sentence` {
  @Test(arguments: [
    (0.1, "6 minutes"), (0.99, "59 minutes"), (1, "1.0 hours"), (47.9, "47.9 hours"), (48, "2.0 days"),
    (1232, "51.3 days"),
  ])
  func `a span is told in the unit that a person would take`(hours: Double, words: String) {
    #expect(MarketReport.span(hours: hours) == words)
  }

  @Test(arguments: [(24.96, "24"), (25.0, "25"), (14.999, "14"), (0, "0")])
  func `an ADX doesn't read like the next strength`(adx: Double, words: String) {
    #expect(MarketReport.wholeADX(adx) == words)
  }

  @Test(arguments: [(29.6, "30"), (30, "30"), (30.01, "31"), (69.99, "69"), (70, "70"), (70.4, "70"), (50, "50")])
  func `an RSI doesn't read like the next word`(rsi: Double, words: String) {
    #expect(MarketReport.wholeRSI(rsi) == words)
  }
}

@Suite struct `A verdict` {
  /// Figures as a test needs them: everything else points up.
  private func trend(
    adx: Double? = 30, plus: Double? = 30, minus: Double? = 10, fast: Double? = 103, middle: Double? = 102,
    slow: Double? = 101, slope: Double? = 0.01
  ) -> Trend? {
    Trend(
      Trend.Signs(adx: adx, plus: plus, minus: minus, fast: fast, middle: middle, slow: slow, slope: slope))
  }

  @Test(arguments: [
    (19.9, Trend.Verdict.ranging, Trend.Strength.moderate), (20, .up, .weak), (24.9, .up, .weak), (25, .up, .moderate),
    (39.9, .up, .moderate), (40, .up, .strong), (14.9, .ranging, .strong), (15, .ranging, .moderate),
  ])
  func `goes by ADX where all signs agree`(adx: Double, verdict: Trend.Verdict, strength: Trend.Strength) {
    #expect(trend(adx: adx)?.verdict == verdict)
    #expect(trend(adx: adx)?.strength == strength)
  }

  @Test func `is a weak range where one sign disagrees`() {
    for disagreeing in [trend(plus: 5), trend(fast: 101), trend(slope: -0.01), trend(slope: 0)] {
      #expect(disagreeing?.verdict == .ranging)
      #expect(disagreeing?.strength == .weak)
    }
  }

  @Test func `needs EMA 50 to agree only while ADX is low`() {
    #expect(trend(adx: 22, slow: 105)?.verdict == .ranging)
    #expect(trend(adx: 22, slow: nil)?.verdict == .ranging)
    #expect(trend(adx: 26, slow: 105)?.verdict == .up)
    #expect(trend(adx: 26, slow: nil)?.verdict == .up)
  }

  @Test func `goes down where all signs do`() {
    let down = trend(plus: 10, minus: 30, fast: 98, middle: 99, slow: 100, slope: -0.01)
    #expect(down?.verdict == .down)
    #expect(trend(adx: 22, plus: 10, minus: 30, fast: 98, middle: 99, slow: 100, slope: -0.01)?.verdict == .down)
  }

  @Test func `is not given while a sign is not defined`() {
    for undefined in [
      trend(adx: nil), trend(plus: nil), trend(minus: nil), trend(fast: nil), trend(middle: nil), trend(slope: nil),
    ] {
      #expect(undefined == nil)
    }
  }
}
