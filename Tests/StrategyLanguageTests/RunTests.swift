// SPDX-License-Identifier: Apache-2.0
import Indicators
import MarketData
import Testing
import TradingModel

@testable import StrategyLanguage

@Suite struct `A plan` {
  /// Much of the language at once.
  private static let text = """
    name: wide
    timeframe: 5m
    parameters:
      fast: { default: 5, min: 2, max: 50 }
      limit: { default: 1.5, min: 0.0, max: 9.0 }
    indicators:
      quick: ema(close, fast)
      slow: ema(close, 3 * fast)
      strength: rsi(hl2, 14)
      trend: adx(14) on 15m
      far: ema(close, 3) on BTC/USDT
      further: rsi(close, 3) on BTC/USDT 30m
      hourly: (close + open) / 2 on 1h
      high4: rising(high, 4)
      low4: falling(low, 4)
      past: close[17] + volume[3]
      mixed: "if quick > slow then max(quick, slow, close[2]) else clamp(quick % 7, 1, limit)"
      odd: log(close - 100) + sqrt(strength - 50) / sign(change(close, 2))
      seen: bars_since(crosses_above(quick, slow), 30)
      held3: held(close > open, 3)
    enter:
      - when: crosses_above(quick, slow) and strength < 60
        tag: up
      - when: happened(high4, 4) and (trend.plus > trend.minus) and further > 50
        tag: trend
    exit:
      - when: crosses_below(quick, slow) or low4
        tag: down
      - when: close < hourly or far[1] > far
    custom_exit: [{ when: trade.profit > quick - slow and slow < 1000, tag: enough }]
    """

  private static let plan: StrategyPlan? = {
    #expect(throws: Never.self) { try Fixtures.file(text).plan() }
    return try? Fixtures.file(text).plan()
  }()

  private static func candles(_ count: Int) -> (bars: [Bar], others: [[Bar]]) {
    let bars = Fixtures.walk(count, seed: 1, from: 1_700_000_100_000 - 1_700_000_100_000 % 300_000)
    let start = bars[0].openTime
    let others: [[Bar]] = (plan?.inputs ?? []).map { input in
      guard input.pair != nil else { return [] }
      let step = input.timeframe.milliseconds
      return Fixtures.walk(count, seed: 2, every: step, from: start - start % step - 10 * step)
    }
    return (bars, others)
  }

  private func isSame(_ left: PlanColumns, _ right: PlanColumns) -> Bool {
    left.enterRules == right.enterRules && left.exitRules == right.exitRules && left.values.count == right.values.count
      && zip(left.values, right.values).allSatisfy { StrategyLanguageTests.isSame($0, $1) }
  }

  @Test func `says the same candle by candle as over an array, however it is cut`() throws {
    let plan = try #require(Self.plan)
    let (bars, others) = Self.candles(3000)
    let whole = plan.run(over: bars, others: others)
    #expect(whole.count == 3000)
    #expect(whole.enterRules.contains(0) && whole.enterRules.contains(1))
    #expect(whole.exitRules.contains(0) && whole.exitRules.contains(1))
    // All that is named is defined at some time.
    for (value, column) in zip(plan.values, whole.values) {
      #expect(column.contains { $0 == $0 }, "\(value.name) is never defined")
    }
    for rows in [1, 2, 3, 7, 64, 1000, 5000] {
      #expect(isSame(plan.run(over: bars, others: others, rows: rows), whole), "\(rows) rows")
    }
    // As a bot is given them: the others' candles once they have closed, then its own.
    var run = plan.start()
    var given = others.map { _ in 0 }
    for (index, bar) in bars.enumerated() {
      for (place, other) in others.enumerated() {
        let step = plan.inputs[place].timeframe.milliseconds
        while given[place] < other.count, other[given[place]].openTime + step <= bar.openTime + Fixtures.fiveMinutes {
          run.take(other[given[place]], of: place)
          given[place] += 1
        }
      }
      #expect(run.update(bar) == whole.row(index))
    }
  }

  @Test func `says the same in pieces of any length`() throws {
    let plan = try #require(Self.plan)
    let (bars, others) = Self.candles(1500)
    let whole = plan.run(over: bars, others: others)
    var dice = Dice(seed: 3)
    for _ in 0..<20 {
      var run = plan.start(rows: 1 + dice.below(100))
      for (place, other) in others.enumerated() { for bar in other { run.take(bar, of: place) } }
      var rows: [PlanRow] = []
      var start = 0
      while start < bars.count {
        let end = min(bars.count, start + 1 + dice.below(200))
        run.update(bars[start..<end]) { rows.append($0) }
        start = end
      }
      #expect(rows.count == whole.count)
      #expect(rows.indices.allSatisfy { rows[$0] == whole.row($0) })
    }
  }

  @Test func `never changes what it said when more candles come`() throws {
    let plan = try #require(Self.plan)
    let (bars, others) = Self.candles(1200)
    let whole = plan.run(over: bars, others: others)
    var dice = Dice(seed: 4)
    for _ in 0..<30 {
      let cut = 1 + dice.below(bars.count - 1)
      let closeTime = bars[cut - 1].openTime + Fixtures.fiveMinutes
      // What isn't closed by then is turned upside down.
      let known = zip(plan.inputs, others).map { input, other in
        other.map { bar in
          bar.openTime + input.timeframe.milliseconds <= closeTime
            ? bar : Bar(openTime: bar.openTime, open: 1, high: 1, low: 1, close: 1, volume: 0)
        }
      }
      let prefix = plan.run(over: Array(bars[..<cut]), others: known, rows: 1 + dice.below(300))
      #expect((0..<cut).allSatisfy { prefix.row($0) == whole.row($0) })
    }
  }

  @Test func `a copy of a run goes on by itself`() throws {
    let plan = try #require(Self.plan)
    let (bars, _) = Self.candles(400)
    var run = plan.start()
    for bar in bars[..<200] { _ = run.update(bar) }
    var copy = run
    let rest = bars[200...].map { run.update($0) }
    #expect(bars[200...].map { copy.update($0) } == rest)
  }

  // MARK: Sharing

  private func plan(_ when: String, indicators: [String] = [], parameters: [String] = []) throws -> StrategyPlan {
    try Fixtures.file(Fixtures.file(x: "close", indicators: indicators, parameters: parameters, enter: when)).plan()
  }

  private func steps(_ plan: StrategyPlan) -> Int { plan.series.reduce(0) { $0 + $1.steps.count } }

  @Test func `computes equal parts once`() throws {
    // One average, one comparison.
    #expect(steps(try plan("ema(close, 5) > 3")) == 2)
    #expect(steps(try plan("ema(close, 5) > 3 and ema(close, 2 + 3) > 3")) == 3)
    #expect(steps(try plan("ema(close, 5) > 3 or 3 < ema(close, 5)")) == 3)
    #expect(steps(try plan("a > b and b < a", indicators: ["a: ema(close, 5)", "b: ema(open, 5)"])) == 4)
    #expect(steps(try plan("close + open > 2 and open + close > 2")) == 3)
    // A crossing written out is the crossing.
    let crossing = "crosses_above(ema(close, 5), 3)"
    #expect(steps(try plan(crossing)) == 5)
    #expect(steps(try plan("\(crossing) and ema(close, 5) > 3 and ema(close, 5)[1] <= 3")) == 7)
    // What is known from the start takes no step.
    #expect(steps(try plan("true and (1 < 2 or close > 3)")) == 0)
    #expect(
      steps(try plan("if n > 3 then close > 1 else open > 1", parameters: ["n: { default: 5, min: 1, max: 9 }"])) == 1)
    // One other series for all that is taken on it.
    let other = try plan("a > b", indicators: ["a: ema(close, 5) on 1h", "b: ema(close, 5) on 1h"])
    #expect(other.inputs.count == 1)
    #expect(steps(other) == 3)
  }

  @Test func `is equal to one that computes the same, whatever it is called`() throws {
    let parameters = ["n: { default: 5, min: 1, max: 9 }", "unused: { default: 5, min: 1, max: 9 }"]
    let file = try Fixtures.file(
      Fixtures.file(x: "ema(close, n + 1)", parameters: parameters, enter: "close > x").replacing("test", with: "other")
    )
    let same = try Fixtures.file(Fixtures.file(x: "ema(close, 6)", enter: "close > x"))
    #expect(try file.plan().identity == same.plan().identity)
    #expect(try file.plan(["unused": 7]).identity == same.plan().identity)
    #expect(try file.plan(["n": 6]).identity != same.plan().identity)
    #expect(try file.plan(["n": 5], timeframe: .oneHour).identity != same.plan().identity)
    #expect(try file.plan().identity.description.utf8.count == 16)
  }

  @Test func `takes its parameters' values`() throws {
    let text = Fixtures.file(x: "ema(close, n)", parameters: ["n: { default: 5, min: 1, max: 9 }"])
    let file = try Fixtures.file(text)
    let bars = Fixtures.walk(50, seed: 5)
    let three = try Fixtures.file(Fixtures.file(x: "ema(close, 3)")).plan().run(over: bars)
    #expect(StrategyLanguageTests.isSame(try file.plan(["n": 3]).run(over: bars).values[0], three.values[0]))
    let faults = #expect(throws: StrategyFileFaults.self) { try file.plan(["n": 1]) }
    #expect(faults?.faults.first?.message.contains("goes from 2 to 2000, and is 1") == true)
  }

  @Test func `acts on neither side where both are true`() throws {
    let text = Fixtures.file(x: "close", enter: "close > 2") + "exit: [{ when: close > 3 }, { when: close > 1 }]\n"
    let plan = try Fixtures.file(text).plan()
    var run = plan.start()
    let rows = Fixtures.bars([1, 2, 3, 4]).map { run.update($0) }
    #expect(rows.map(\.enterRule) == [nil, nil, 0, 0])
    #expect(rows.map(\.exitRule) == [nil, 1, 1, 0])
    #expect(rows.map(\.acting.enter) == [nil, nil, nil, nil])
    #expect(rows.map(\.acting.exit) == [nil, 1, nil, nil])
  }
}
