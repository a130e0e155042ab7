// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing

@testable import StrategyLanguage

@Suite struct `A fault in a file` {
  /// A file to which a line is added as number 5.
  private func faults(_ line: String) -> [String] {
    Fixtures.faults("name: test\ntimeframe: 5m\nindicators: { x: close + 1 }\nenter: [{ when: x > 1 }]\n" + line + "\n")
  }

  private static let all: [(String, String)] = [
    ("stoplos: -0.1", "5:1 there is no key 'stoplos'; did you mean 'stoploss'?"),
    ("startup_candle_count: 5", "5:1 there is no key 'startup_candle_count'; it is called startup_candles here"),
    ("can_short: true", "5:1 there is no key 'can_short'; positions are long only"),
    ("stoploss: 0.1", "5:11 stoploss must lie between -1 and 0, without 0 (-0.1 is 10 % below), and is 0.1"),
    ("stoploss: low", "5:11 this is a decimal number such as 0.05, and here is a string"),
    ("stoploss: -0.1234567890123", "5:11 this is a decimal number such as 0.05, and here is -0.1234567890123, which"),
    ("minimal_roi: { x: 0.1 }", "5:16 the keys are whole minutes of the trade's age"),
    ("minimal_roi: { 0: 2000 }", "5:14 minimal_roi must have ratios between -1 and 1000, and is 2000"),
    ("minimal_roi: 0.1", "5:14 this is a mapping of at most 100 minutes to ratios such as { 0: 0.04, 30: 0.02 }"),
    ("trailing_stop: 1", "5:16 this is true or false, and here is a number"),
    ("exit: close > 1", "5:7 exit is a list of rules such as - when: close > open, and this is a string"),
    ("exit: [close > 1]", "5:8 a rule is a mapping such as { when: close > open, tag: up }, and this is a string"),
    ("exit: [{ tag: a }]", "5:8 a rule needs the key 'when' with its condition"),
    ("exit: [{ when: close }]", "5:16 a rule's 'when' is a condition such as close > open, and here is a number"),
    ("exit: [{ when: close > 1, tags: a }]", "5:27 there is no key 'tags'; did you mean 'tag'? (there are when, tag)"),
    ("exit: [{ when: close > 1, tag: 1 }]", "5:32 this is a text, and here is a number; put quotes around it"),
    ("exit: [{ when: [1] }]", "5:16 this is an expression such as close > open, and here is an array"),
    ("startup_candles: -1", "5:18 this is a whole number from 0 to 100000"),
    ("custom_exit: [{ when: trade.profi > 1 }]", "5:23 a trade has no 'profi'; did you mean 'profit'?"),
    ("custom_exit: [{ when: trade }]", "5:23 write which figure of the trade: trade.profit"),
    ("custom_exit: [{ when: 'trade.profit[1] > 1' }]", "5:24 what depends on the trade has no past"),
    ("custom_exit: [{ when: 'ema(trade.profit, 3) > 1' }]", "5:28 an indicator follows candles, and this depends"),
    ("custom_exit: [{ when: trade.tag > 'a' }]", "5:23 texts are compared with == and != only"),
    ("custom_exit: [{ when: trade.profit > 0 on 1h }]", "5:23 'trade.profit' may stand in custom_exit"),
    ("custom_exit: [{ when: trade.age > 5 }]", "5:23 '>' compares values of one kind, and these are a duration and"),
    ("custom_exit: [{ when: proposed > 5 }]", "5:23 'proposed' may stand in entry_price and exit_price only"),
    ("custom_stoploss: trade.profit > 0", "5:18 this is a number, and here is a condition"),
    ("entry_price: true", "5:14 this is a number, and here is a condition"),
    ("adjust_position: { rules: [{ when: true, add: -5 }] }", "5:47 'add' is a stake above 0, and is -5"),
    ("adjust_position: { rules: [{ when: true, reduce: 2 }] }", "5:50 'reduce' is a share of the position, above 0"),
    ("adjust_position: { rules: [{ when: true }] }", "5:28 a rule has either 'add' with a stake, or 'reduce'"),
    ("adjust_position: { max_entries: 2 }", "5:18 adjust_position needs the key 'rules'"),
    ("protections: [{ method: Cooldown }]", "5:25 this is one of CooldownPeriod, LowProfitPairs, MaxDrawdown, Stop"),
    (
      "protections: [{ method: CooldownPeriod, trade_limit: 1 }]",
      "5:41 there is no key 'trade_limit' (there are method, stop_duration, "
    ),
    (
      "protections: [{ method: CooldownPeriod, stop_duration: 3, stop_duration_candles: 3 }]",
      "5:82 either stop_duration or stop_duration_candles is given, not both"
    ),
    ("protections: [{ method: CooldownPeriod, unlock_at: 9 }]", "5:52 this is a time of day in UTC, in quotes"),
    ("protections: [{ method: MaxDrawdown, calculation_mode: x }]", "5:56 this is ratios or equity"),
    ("unfilledtimeout: { entry: 10, unit: hours }", "5:37 this is minutes or seconds"),
    ("order_types: { entry: stop }", "5:23 this is limit or market"),
    ("parameters: { a: 5 }", "5:18 a parameter is a mapping such as { default: 70, min: 50, max: 90 }, and this is"),
    ("parameters: { a: { default: 5, min: 6, max: 7 } }", "5:18 default 5 lies between min 6 and max 7"),
    ("parameters: { a: { default: 5, min: 6 } }", "5:18 a parameter needs the key 'max'"),
    ("parameters: { close: { default: 5, min: 1, max: 9 } }", "5:15 'close' would hide the series close"),
    ("parameters: { abs: { default: 5, min: 1, max: 9 } }", "5:15 'abs' would hide the function abs"),
    ("parameters: { x: { default: 5, min: 1, max: 9 } }", "3:15 'x' is a parameter already; choose another name"),
    ("parameters: { a-b: { default: 5, min: 1, max: 9 } }", "5:15 the name of a parameter has 1 to 40 letters"),
    ("parameters: { on: { default: 5, min: 1, max: 9 } }", "5:15 'on' is a word of the language"),
    ("parameters: { trade: { default: 5, min: 1, max: 9 } }", "5:15 'trade' would hide what rules read of a trade"),
  ]

  @Test(arguments: all)
  func `is told with its place and what would be right`(line: String, message: String) throws {
    let faults = faults(line)
    #expect(faults.count == 1, "\(faults)")
    #expect(faults.first?.hasPrefix(message) == true, "\(faults)")
  }

  @Test func `is explained where YAML cuts an expression at a comma`() {
    #expect(
      faults("exit: [{ when: crosses(close, open) }]") == [
        "5:29 expected ',' or ')', and there is the end of the expression",
        "5:31 there is no key 'open)'; put quotes around an expression with a comma in it",
      ])
  }

  @Test func `names every fault of a trailing stop`() {
    let trailing = "trailing_stop: true\ntrailing_stop_positive: 2\ntrailing_only_offset_is_reached: true"
    #expect(
      faults(trailing) == [
        "0:0 trailing_stop_positive_offset must be above 0 where trailing_only_offset_is_reached is true, and is 0",
        "6:25 trailing_stop_positive must lie between 0 and 1, without both, and is 2",
      ])
  }

  @Test func `names what is missing`() {
    #expect(
      Fixtures.faults("description: nothing\n") == [
        "1:1 the file needs the key 'name'", "1:1 the file needs the key 'timeframe'",
        "1:1 the file needs the key 'enter'",
      ])
    #expect(
      Fixtures.faults("[1, 2]") == [
        "1:1 a strategy file is a mapping of keys such as name, timeframe, indicators, enter, and this is an array"
      ])
    #expect(Fixtures.faults("").first?.contains("and this is null") == true)
    #expect(
      Fixtures.faults("name: Test 1\ntimeframe: 7m\nenter: []\n").map { $0.prefix(4) } == ["1:7 ", "2:12", "3:8 "])
  }

  @Test func `names a cycle by its path`() {
    let text = Fixtures.file(x: "y + 1", indicators: ["y: z * 2", "z: x - 1", "w: w[1] + 1"])
    #expect(
      Fixtures.faults(text) == ["4:6 it needs itself: x → y → z → x", "7:6 it needs itself: w → w"])
  }

  @Test func `names the candles that are missing to warm up`() throws {
    let text = Fixtures.file(x: "ema(close, 20)", enter: "x > x[3]") + "startup_candles: 22\n"
    #expect(
      Fixtures.faults(text) == [
        "7:18 enter[0].when needs 23 candles until it is defined, and 22 are loaded; write 23 or more"
      ])
    #expect(try Fixtures.file(text.replacing("22", with: "23")).startupCandles == 23)
    #expect(try Fixtures.file(Fixtures.file(x: "ema(close, 20)", enter: "x > x[3]")).startupCandles == 23)
    let larger = Fixtures.file(x: "ema(close, 20) on 1h", enter: "close > x")
    // Twenty candles of each series: hours are not made of the file's own candles.
    #expect(try Fixtures.file(larger).startupCandles == 20)
    #expect(try Fixtures.file(larger).plan().warmUp == 1)
    #expect(try Fixtures.file(larger).plan().inputWarmUps == [20])
    let few = larger + "startup_candles: 19\n"
    #expect(
      Fixtures.faults(few) == [
        "7:18 enter[0].when needs 20 candles of 1h until it is defined, and 19 are loaded; write 20 or more"
      ])
    // Fourteen candles ago, more than an hour: two of the hours were not there yet.
    let earlier = Fixtures.file(x: "(ema(close, 20) on BTC/USDT 1h)[14]", enter: "close > x")
    #expect(try Fixtures.file(earlier).plan().inputWarmUps == [22])
    #expect(try Fixtures.file(earlier).plan().warmUp == 15)
  }

  @Test func `is told where a text can't become too large`() {
    let many = (0..<100).map { "y\($0): highest(close, 2000) + \($0)" }
    let sums = (0..<60).map { "z\($0): close[\(900 + $0)] + open[\(900 + $0)]" }
    let faults = Fixtures.faults(Fixtures.file(x: "close", indicators: many + sums))
    #expect(faults.count == 1, "\(faults)")
    #expect(faults.first?.contains("the strategy is too large from here on") == true, "\(faults)")
  }
}
