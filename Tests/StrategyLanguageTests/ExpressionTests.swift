// SPDX-License-Identifier: Apache-2.0
import Indicators
import Testing

@testable import StrategyLanguage

@Suite struct `Expressions` {
  @Test(
    arguments: [
      ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("2 * 3 + 1", 7), ("10 - 4 - 3", 3), ("16 / 4 / 2", 2), ("7 % 4", 3),
      ("-7 % 4", 1), ("7 % -4", -1), ("-2 * -3", 6), ("- -2", 2), ("2 - -3", 5), ("1_000 + 1e3", 2000),
      ("1.5e-1", 0.15),
      (".5 + .25", 0.75), ("2 * 3 % 4", 2), ("1 < 2", 1), ("2 <= 2", 1), ("2 >= 3", 0), ("1 == 1.0", 1), ("1 != 1", 0),
      ("1 + 1 < 3", 1), ("not 1 > 2", 1), ("not not true", 1), ("true or false and false", 1),
      ("(true or false) and false", 0), ("not false and false", 0), ("not (false and false)", 1),
      ("if 1 < 2 then 10 else 20", 10), ("if false then 1 else if true then 2 else 3", 2),
      ("1 + if true then 2 else 3 + 4", 3), ("90s == 1.5m and 60m == 1h and 24h == 1d", 1), ("2h / 30m", 4),
      ("45m + 15m == 1h", 1), ("2 * 30m == 1h", 1), ("'a' == \\\"a\\\"", 1), ("'a' != 'b'", 1), ("1 == 1 == true", -1),
    ] as [(String, Double)])
  func `bind as in arithmetic and logic`(text: String, result: Double) throws {
    // The last one shows that comparisons don't chain.
    guard result >= -1, text != "1 == 1 == true" else { return #expect(!Fixtures.faults(x: text).isEmpty) }
    #expect(try Fixtures.value(text) == result)
  }

  @Test(
    arguments: [
      ("close", 5), ("close[1]", 4), ("close[4]", 1), ("open", 4), ("high - low", 1), ("volume", 5), ("hl2", 4.5),
      ("hlc3", 14.0 / 3), ("ohlc4", 4.5), ("(close + open)[1]", 7), ("close[1][1]", 3), ("close[1 + 1]", 3),
      ("abs(open - close)", 1), ("min(close, 3)", 3), ("max(close, 3, 9)", 9), ("clamp(close, 1, 3)", 3),
      ("clamp(close, 7, 9)", 7), ("sqrt(close + 4)", 3), ("log(exp(2))", 2), ("pow(close, 2)", 25), ("floor(2.7)", 2),
      ("floor(-2.2)", -3), ("ceil(2.2)", 3), ("round(2.5)", 3), ("round(-2.5)", -3), ("sign(-close)", -1),
      ("sign(close - 5)", 0), ("change(close)", 1), ("change(close, 3)", 3), ("nz(close[9])", 0),
      ("nz(close[9], 7)", 7),
      ("nz(close, 7)", 5), ("defined(close[4])", 1), ("defined(close[5])", 0), ("defined(1 / 0)", 0),
    ] as [(String, Double)])
  func `compute what is written, by hand-made examples`(text: String, result: Double) throws {
    #expect(try Fixtures.value(text) == result)
  }

  @Test(arguments: [
    "close[5]", "close / 0", "0 / 0", "log(0)", "log(-1)", "sqrt(-close)", "exp(1000)", "pow(-8, 0.5)", "1e308 * close",
    "close % 0", "close > close[9]", "not (close[9] > 1)", "if close[9] > 1 then 1 else 2", "min(close, close[9])",
    "close[9] == close[9]", "close[9] > 1 and close > 1", "close[9] > 1 or close < 1", "rising(close, 5)",
    "change(close, 5)", "crosses_above(close, close[4])", "bars_since(close > 9)", "happened(close > 9, 6)",
  ])
  func `are undefined where a value is missing or no number`(text: String) throws {
    #expect(try Fixtures.value(text) == nil)
  }

  @Test(
    arguments: [
      ("close[9] > 1 and close < 1", 0), ("close < 1 and close[9] > 1", 0), ("close[9] > 1 or close > 1", 1),
      ("close > 1 or close[9] > 1", 1), ("if close > 1 then 1 else close[9]", 1),
    ] as [(String, Double)])
  func `know the answer where the undefined part doesn't matter`(text: String, result: Double) throws {
    #expect(try Fixtures.value(text) == result)
  }

  @Test func `crossing is being beyond now and not before`() throws {
    let closes: [Double] = [1, 3, 3, 2, 1, 2, 3, 1]
    let nan = Double.nan
    #expect(isSame(try Fixtures.values("crosses_above(close, 2)", closes), [0, 1, 0, 0, 0, 0, 1, 0]))
    #expect(isSame(try Fixtures.values("crosses_below(close, 2)", closes), [nan, 0, 0, 0, 1, 0, 0, 1]))
    #expect(isSame(try Fixtures.values("crosses(close, 2)", closes), [nan, 1, 0, 0, 1, 0, 1, 1]))
    #expect(
      isSame(
        try Fixtures.values("crosses_above(close, 2)", closes),
        try Fixtures.values("close > 2 and close[1] <= 2", closes))
    )
  }

  @Test func `rising is being above each of the values before`() throws {
    let closes: [Double] = [1, 2, 3, 2, 2, 4, 5, 5]
    let nan = Double.nan
    #expect(isSame(try Fixtures.values("rising(close)", closes), [nan, 1, 1, 0, 0, 1, 1, 0]))
    #expect(isSame(try Fixtures.values("rising(close, 2)", closes), [nan, nan, 1, 0, 0, 1, 1, 0]))
    #expect(isSame(try Fixtures.values("rising(close, 3)", closes), [nan, nan, nan, 0, 0, 1, 1, 0]))
    #expect(isSame(try Fixtures.values("falling(0 - close, 3)", closes), [nan, nan, nan, 0, 0, 1, 1, 0]))
  }

  @Test func `what happened is remembered for so many candles`() throws {
    let closes: [Double] = [1, 9, 1, 1, 1, 9, 9, 1]
    let nan = Double.nan
    #expect(isSame(try Fixtures.values("happened(close > 5, 3)", closes), [nan, 1, 1, 1, 0, 1, 1, 1]))
    #expect(isSame(try Fixtures.values("held(close > 5, 2)", closes), [0, 0, 0, 0, 0, 0, 1, 0]))
    #expect(isSame(try Fixtures.values("bars_since(close > 5)", closes), [nan, 0, 1, 2, 3, 0, 0, 1]))
    #expect(isSame(try Fixtures.values("bars_since(close > 5, 2)", closes), [nan, 0, 1, nan, nan, 0, 0, 1]))
  }

  @Test func `the highest before is the one a plain search finds`() {
    var dice = Dice(seed: 7)
    for count in [1, 2, 3, 7, 30] {
      let values = (0..<300).map { _ in dice.below(20) == 0 ? Double.nan : Double(dice.below(9)) }
      var extreme = SlidingExtreme(count: count, sign: 1)
      for (index, value) in values.enumerated() {
        let before = index >= count ? Array(values[(index - count)..<index]) : [.nan]
        let expected = before.contains { $0 != $0 } ? Double.nan : before.max() ?? .nan
        #expect(extreme.take(value).bitPattern == expected.bitPattern)
      }
    }
  }
}
