// SPDX-License-Identifier: Apache-2.0
import Indicators
import MarketData
import Testing
import TradingModel

@testable import StrategyLanguage

@Suite struct `Another series` {
  private func plan(_ x: String, timeframe: String = "5m") throws -> StrategyPlan {
    try Fixtures.file(Fixtures.file(x: x, timeframe: timeframe)).plan()
  }

  /// Undefined at first, and from each candle given on, counted from 1, a value.
  private func stairs(_ count: Int, _ values: [Int: Double]) -> [Double] {
    var value = Double.nan
    return (1...count).map { candle in
      value = values[candle] ?? value
      return value
    }
  }

  @Test func `of larger candles is the last one that has closed`() throws {
    // Twenty minutes before an hour: the first candle that counts is the one of the next hour.
    let start: Int64 = 40 * 60_000
    let bars = Fixtures.bars((1...40).map(Double.init), from: start)
    let columns = try plan("close on 1h").run(over: bars)
    // The hour from 1:00 closes with candle number 16, at 2:00; the next with number 28.
    let expected = stairs(40, [16: 16, 28: 28, 40: 40])
    #expect(isSame(columns.values[0], expected))
    let opens = try plan("open on 1h").run(over: bars).values[0]
    #expect(isSame(opens, stairs(40, [16: 4, 28: 16, 40: 28])))
    let volumes = try plan("volume on 1h").run(over: bars).values[0]
    #expect(volumes[15] == (5...16).reduce(0) { $0 + Double($1) })
    let before = try plan("close[1] on 1h").run(over: bars).values[0]
    #expect(isSame(before, stairs(40, [28: 16, 40: 28])))
    let earlier = try plan("(close on 1h)[1]").run(over: bars).values[0]
    #expect(isSame(earlier, stairs(40, [17: 16, 29: 28])))
  }

  @Test func `binds looser than all else, and tighter in parentheses`() throws {
    let bars = Fixtures.walk(300, seed: 1)
    let loose = try plan("close + open * 2 on 1h").run(over: bars).values[0]
    #expect(isSame(loose, try plan("(close + open * 2) on 1h").run(over: bars).values[0]))
    let tight = try plan("close + (open * 2 on 1h)").run(over: bars).values[0]
    #expect(!isSame(loose, tight))
    let named = try Fixtures.file(Fixtures.file(x: "y on 1h", indicators: ["y: close + z", "z: open * 2"])).plan()
    #expect(isSame(loose, named.run(over: bars).values[0]))
    let field = try Fixtures.file(Fixtures.file(x: "a.plus", indicators: ["a: adx(3) on 1h"])).plan()
    #expect(isSame(field.run(over: bars).values[0], try plan("adx(3).plus on 1h").run(over: bars).values[0]))
  }

  @Test func `of the file's own timeframe is the series itself`() throws {
    #expect(try plan("close on 5m").inputs.isEmpty)
    #expect(try plan("close on BTC/USDT").inputs == [PlanInput(pair: Pair("BTC/USDT"), timeframe: .fiveMinutes)])
    #expect(try plan("close on 1INCH/USDT 1h").inputs.map(\.pair) == [Pair("1INCH/USDT")])
  }

  @Test func `of another pair is what was given by then`() throws {
    let plan = try plan("close on BTC/USDT")
    var run = plan.start()
    let own = Fixtures.bars([1, 1, 1, 1])
    let other = Fixtures.bars([10, 20, 30, 40])
    run.take(other[0], of: 0)
    #expect(run.update(own[0]).values[0] == 10)
    // It is late: what was known counts on, and nothing is taken twice or out of order.
    #expect(run.update(own[1]).values[0] == 10)
    run.take(other[1], of: 0)
    run.take(other[0], of: 0)
    run.take(other[2], of: 0)
    run.take(other[3], of: 0)
    run.take(other[3], of: 7)
    // One that closes later than the bot's own is not seen yet.
    #expect(run.update(own[2]).values[0] == 30)
    #expect(run.update(own[3]).values[0] == 40)
  }

  @Test func `keeps to the venue's weeks and months`() throws {
    let day: Int64 = 86_400_000
    // From Thursday, 1 January 1970, on.
    let bars = Fixtures.bars((1...70).map(Double.init), every: day)
    let weeks = try plan("close on 1w", timeframe: "1d").run(over: bars).values[0]
    // Weeks end on Sundays; the first whole one with 11 January.
    #expect(isSame(weeks, stairs(70, [11: 11, 18: 18, 25: 25, 32: 32, 39: 39, 46: 46, 53: 53, 60: 60, 67: 67])))
    let months = try plan("close on 1M", timeframe: "1d").run(over: bars).values[0]
    #expect(isSame(months, stairs(70, [31: 31, 59: 59])))
    #expect(Fixtures.faults(Fixtures.file(x: "close on 1w", timeframe: "3d")).count == 1)
  }

  @Test func `is folded of the candles that there are`() {
    var fold = BarFold(into: .oneHour, of: .thirtyMinutes)
    var closed: [[Double]] = []
    func take(_ halfHour: Int64, _ price: Double) {
      let bar = Bar(
        openTime: halfHour * 1_800_000, open: price, high: price + 1, low: price - 1, close: price, volume: 1)
      fold.take(bar) { bar, closeTime in
        let hours = [bar.openTime, closeTime].map { Double($0) / 3_600_000 }
        closed.append(hours + [bar.open, bar.high, bar.low, bar.close, bar.volume])
      }
    }
    take(1, 5)
    #expect(closed.isEmpty)
    take(2, 6)
    take(3, 9)
    #expect(closed == [[1, 2, 6, 10, 5, 9, 2]])
    // The second half of the hour from 2 and the first of that from 3 are missing.
    take(4, 7)
    take(7, 8)
    #expect(closed.dropFirst() == [[2, 3, 7, 8, 6, 7, 1], [3, 4, 8, 9, 7, 8, 1]])
    take(7, 99)
    take(6, 99)
    take(8, 1)
    take(9, 2)
    #expect(closed.last == [4, 5, 1, 3, 0, 2, 2])
    #expect(closed.count == 4)
  }
}
