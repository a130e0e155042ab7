// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing

@testable import StrategyLanguage

/// A faulty expression: where in it, and what is said.
struct FaultyExpression: CustomTestStringConvertible {
  let text: String
  let column: Int
  let message: String

  init(_ text: String, _ column: Int, _ message: String) {
    self.text = text
    self.column = column
    self.message = message
  }

  var testDescription: String { text }
}

@Suite struct `A fault in an expression` {
  private static let all: [FaultyExpression] = [
    FaultyExpression("", 1, "the expression is empty"),
    FaultyExpression("close +", 8, "expected a value, and there is the end of the expression"),
    FaultyExpression("close close", 7, "expected an operator or the end, and there is 'close'"),
    FaultyExpression("(close", 7, "expected ')'"),
    FaultyExpression("ema(close, 12", 14, "expected ',' or ')'"),
    FaultyExpression("close = 1", 7, "write == to compare"),
    FaultyExpression("close > 1 && close < 2", 11, "write and"),
    FaultyExpression("close ** 2", 7, "write pow(x, y)"),
    FaultyExpression("close > 1 ? 2 : 3", 11, "write if … then … else …"),
    FaultyExpression("close $ 1", 7, "the character '$' has no meaning here"),
    FaultyExpression("1 < close < 2", 11, "write a < b and b < c"),
    FaultyExpression("1e999", 1, "the number is too large"),
    FaultyExpression("12abc", 1, "expected a value, and there is '12abc'"),
    FaultyExpression("'abc", 1, "the text has no closing quote"),
    FaultyExpression("if close > 1 then 2", 20, "expected 'else'"),
    FaultyExpression("clse + 1", 1, "there is no 'clse' here; did you mean 'close'?"),
    FaultyExpression("1 + rsi", 5, "'rsi' is an indicator and needs its arguments: rsi(series, period = 14)"),
    FaultyExpression("abs", 1, "'abs' is a function and needs its arguments: abs(x)"),
    FaultyExpression("emma(close, 12)", 1, "there is no function or indicator 'emma'; did you mean 'ema'?"),
    FaultyExpression("y(1)", 1, "'y' is a value and takes no arguments; its past is y[1]"),
    FaultyExpression("ema(close)", 1, "ema(series, period) needs its argument 'period'"),
    FaultyExpression("ema(close, 12, 3)", 1, "ema is written ema(series, period), and has 3 arguments here"),
    FaultyExpression("ema(12, 3)", 5, "needs a series first, such as close, and this is a constant"),
    FaultyExpression("ema(close, close)", 12, "takes constants, made of numbers and parameters only"),
    FaultyExpression("ema(close, 0)", 1, "'period' of ema(series, period) goes from 2 to 2000, and is 0"),
    FaultyExpression("ema(close, 2.5)", 1, "'period' of ema(series, period) is a whole number, and is 2.5"),
    FaultyExpression("ema(close > 1, 3)", 5, "ema takes a number here, and this is a condition"),
    FaultyExpression("atr(close, 14)", 1, "atr is written atr(period = 14), and has 2 arguments here"),
    FaultyExpression("close[-1]", 7, "the future can't be seen"),
    FaultyExpression("close[1.5]", 7, "must be a whole number from 0 to 1000, and is 1.5"),
    FaultyExpression("close[1001]", 7, "must be a whole number from 0 to 1000, and is 1001"),
    FaultyExpression("close[y]", 7, "must be a constant, made of numbers and parameters only"),
    FaultyExpression("close[1", 8, "expected ']'"),
    FaultyExpression("close.x", 1, "this is one number and has no '.x'"),
    FaultyExpression("adx(14).adxx", 1, "adx has no 'adxx'; did you mean 'adx'? (it has "),
    FaultyExpression("bollinger(close, 20, 2) > 1", 1, "bollinger has several values: "),
    FaultyExpression("close and true", 1, "'and' takes a condition here, and this is a number"),
    FaultyExpression("not close", 5, "'not' takes a condition here, and this is a number"),
    FaultyExpression("1 + (close > 1)", 1, "'+' doesn't take a number and a condition"),
    FaultyExpression("5m + 1", 1, "'+' doesn't take a duration and a number"),
    FaultyExpression("close < 5m", 1, "compares values of one kind, and these are a number and a duration"),
    FaultyExpression("(close < 1) < (close < 2)", 1, "'<' compares numbers, and these are conditions"),
    FaultyExpression("'a' < 'b'", 1, "texts are compared with == and != only"),
    FaultyExpression("if close > 1 then 2 else open > 1", 1, "both branches of 'if' are of one kind"),
    FaultyExpression("'a'", 1, "an indicator is a number or a condition, and this is a text"),
    FaultyExpression("5m", 1, "an indicator is a number or a condition, and this is a duration"),
    FaultyExpression("3M > 1d", 1, "a month has no fixed length; write '3M' in days"),
    FaultyExpression("trade.profit > 0", 1, "may stand in custom_exit, custom_stoploss, adjust_position"),
    FaultyExpression("rate > 0", 1, "'rate' may stand in custom_exit"),
    FaultyExpression("proposed", 1, "'proposed' may stand in entry_price and exit_price only"),
    FaultyExpression("close on 1m", 1, "1m is below the strategy's timeframe 5m"),
    FaultyExpression("close on 7m", 10, "'7m' is no timeframe"),
    FaultyExpression("close on 1h on 2h", 13, "there is a second 'on'"),
    FaultyExpression("(close on 1h) + open on 2h", 1, "this is taken on 2h already"),
    FaultyExpression("close on BTC", 13, "expected '/' of a pair such as BTC/USDT"),
    FaultyExpression("close on BTC/BTC", 10, "'BTC/BTC' is no pair"),
    FaultyExpression("rising(close, 0)", 15, "must be a whole number from 1 to 1000, and is 0"),
    FaultyExpression("happened(close, 3)", 10, "happened takes a condition here, and this is a number"),
    FaultyExpression("min(close)", 1, "min is written min(x, y, …), and has 1 argument here"),
    FaultyExpression("min(close, 5m)", 1, "min takes numbers, or durations, all of one kind"),
    FaultyExpression(String(repeating: "(", count: 70) + "1", 65, "expressions nest at most 64 levels"),
    FaultyExpression("1" + String(repeating: "+close", count: 130), 1, "at most 128 operators stand one on the other"),
    FaultyExpression(String(repeating: "1 + ", count: 1001) + "1", 1, "at most 4000 characters"),
  ]

  @Test(arguments: all)
  func `is told with its place and what would be right`(faulty: FaultyExpression) throws {
    let text = Fixtures.file(x: "\"\(faulty.text)\"", indicators: ["y: close + 1"])
    let faults = Fixtures.faults(text)
    let first = try #require(faults.first)
    // Line 4 begins with `  x: "`.
    #expect(first.hasPrefix("4:\(6 + faulty.column) "), "\(first)")
    #expect(first.contains(faulty.message), "\(first)")
    #expect(faults.count == 1)
  }

  @Test func `has its place in plain, quoted, folded and literal texts`() {
    let plain = "name: test\ntimeframe: 5m\nindicators:\n  x: close + clse\nenter: [{ when: false }]\n"
    #expect(Fixtures.faults(plain) == ["4:14 there is no 'clse' here; did you mean 'close'?"])
    let several = plain.replacing("close + clse", with: "close +\n    clse")
    #expect(Fixtures.faults(several) == ["5:5 there is no 'clse' here; did you mean 'close'?"])
    let literal = plain.replacing("close + clse", with: "|\n    close +\n      clse")
    #expect(Fixtures.faults(literal) == ["6:7 there is no 'clse' here; did you mean 'close'?"])
    let folded = plain.replacing("close + clse", with: ">-\n    close +\n    clse")
    #expect(Fixtures.faults(folded) == ["6:5 there is no 'clse' here; did you mean 'close'?"])
    let quoted = plain.replacing("close + clse", with: "'close + clse'")
    #expect(Fixtures.faults(quoted) == ["4:15 there is no 'clse' here; did you mean 'close'?"])
    let beyond = plain.replacing("close + clse", with: "\"'\u{1F600}' == clse\"")
    #expect(Fixtures.faults(beyond) == ["4:14 there is no 'clse' here; did you mean 'close'?"])
  }

  @Test func `doesn't hide the others`() {
    let text = Fixtures.file(x: "clse + opn", indicators: ["y: x + hgh", "z: vlume"], enter: "y > 1 and q")
    #expect(
      Fixtures.faults(text) == [
        "4:6 there is no 'clse' here; did you mean 'close'?", "4:13 there is no 'opn' here; did you mean 'open'?",
        "5:10 there is no 'hgh' here; did you mean 'high'?", "6:6 there is no 'vlume' here; did you mean 'volume'?",
        "8:21 there is no 'q' here",
      ])
  }

  @Test func `is told at most fifty times`() {
    let many = (0..<100).map { "y\($0): nothing_\($0)" }
    #expect(Fixtures.faults(Fixtures.file(x: "1 + close", indicators: many)).count == 50)
  }
}
