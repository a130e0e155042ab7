// SPDX-License-Identifier: Apache-2.0
import Documents
import Indicators
import Testing
import YAMLDocuments

@testable import StrategyLanguage

/// A seeded generator: the same numbers for the same seed, everywhere. Sebastiano Vigna's SplitMix64.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
}

enum Fixtures {
  static let emaRSI = """
    name: ema-rsi
    description: EMA cross with an RSI filter
    timeframe: 5m
    startup_candles: 100
    parameters:
      rsi_max: { default: 70, min: 50, max: 90 }
    indicators:
      ema12: ema(close, 12)
      ema26: ema(close, 26)
      rsi: rsi(close, 14)
      trend: ema(close, 50) on 1h          # another timeframe: its last closed candle
    enter:
      - when: ema12 > ema26 and ema12[1] <= ema26[1] and rsi < rsi_max and volume > 0
        tag: ema_up
    exit:
      - when: crosses_below(ema12, ema26)
        tag: ema_down
    minimal_roi: { 0: 0.04, 30: 0.02, 60: 0.01 }
    stoploss: -0.10
    trailing_stop: false
    """

  static let bollRSI = """
    name: boll-rsi
    timeframe: 5m
    startup_candles: 100
    indicators:
      bb: bollinger(close, 20, 2)           # bb.lower, bb.middle, bb.upper
      rsi: rsi(close, 14)
    enter: [{ when: close < bb.lower and rsi < 30 and volume > 0, tag: bb_low }]
    exit: [{ when: close > bb.upper and rsi > 70 and volume > 0, tag: bb_high }]
    minimal_roi: { 0: 0.10 }
    stoploss: -0.05
    trailing_stop: true
    trailing_stop_positive: 0.01
    trailing_stop_positive_offset: 0.015
    trailing_only_offset_is_reached: true
    entry_price: proposed * 0.996           # optional: limit price from the proposed one
    custom_exit: [{ when: trade.age >= 45m and trade.profit < -0.005, tag: old_loser }]
    custom_stoploss: "if trade.profit > 0.02 then -0.015 else -0.05"
    adjust_position: { max_entries: 2, rules: [{ when: trade.profit < -0.02 and trade.entries <= 2, add: 50, tag: add }, { when: trade.profit > 0.01 and trade.exits == 0, reduce: 0.5, tag: half }] }
    protections: [{ method: CooldownPeriod, stop_duration_candles: 3 }]
    """

  static func file(_ text: String) throws -> StrategyFile {
    try StrategyFile.read(try YAMLParser().parse(text), source: text)
  }

  /// Each fault as "line:column message".
  static func faults(_ text: String) -> [String] {
    do {
      _ = try file(text)
      return []
    } catch let faults as StrategyFileFaults {
      return faults.faults.map { "\($0.position?.line ?? 0):\($0.position?.column ?? 0) \($0.message)" }
    } catch {
      return ["\(error)"]
    }
  }

  /// A file with an indicator `x` and, by default, nothing that acts.
  static func file(
    x: String, indicators: [String] = [], parameters: [String] = [], enter: String = "false", timeframe: String = "5m"
  ) -> String {
    var text = "name: test\ntimeframe: \(timeframe)\n"
    if !parameters.isEmpty { text += "parameters:\n" + parameters.map { "  \($0)\n" }.joined() }
    text += "indicators:\n  x: \(x)\n" + indicators.map { "  \($0)\n" }.joined()
    return text + "enter:\n  - when: \(enter)\n"
  }

  static func faults(x: String) -> [String] { faults(file(x: x)) }

  static let fiveMinutes: Int64 = 300_000

  /// Candles of closes; they open at the close before.
  static func bars(_ closes: [Double], every step: Int64 = fiveMinutes, from start: Int64 = 0) -> [Bar] {
    closes.enumerated().map { index, close in
      let open = index > 0 ? closes[index - 1] : close
      return Bar(
        openTime: start + Int64(index) * step, open: open, high: max(open, close), low: min(open, close), close: close,
        volume: Double(index + 1))
    }
  }

  /// A walk of prices.
  static func walk(_ count: Int, seed: UInt64, every step: Int64 = fiveMinutes, from start: Int64 = 0) -> [Bar] {
    var dice = Dice(seed: seed)
    var close = 100.0
    return (0..<count).map { index in
      let open = close
      close *= 1 + (dice.unit() - 0.5) * 0.02
      return Bar(
        openTime: start + Int64(index) * step, open: open, high: max(open, close) * (1 + dice.unit() * 0.003),
        low: min(open, close) * (1 - dice.unit() * 0.003), close: close,
        volume: dice.below(10) == 0 ? 0 : dice.unit() * 1000)
    }
  }

  /// What an expression is at each of some closes.
  static func values(_ expression: String, _ closes: [Double], parameters: [String] = []) throws -> [Double] {
    let plan = try file(file(x: "\"\(expression)\"", parameters: parameters)).plan()
    return plan.run(over: bars(closes)).values[0]
  }

  /// What an expression is at the last of some closes; nil where it is undefined.
  static func value(_ expression: String, _ closes: [Double] = [1, 2, 3, 4, 5]) throws -> Double? {
    try values(expression, closes).last.flatMap { $0 == $0 ? $0 : nil }
  }
}

/// Bit for bit equal, undefined included.
func isSame(_ left: [Double], _ right: [Double]) -> Bool { left.map(\.bitPattern) == right.map(\.bitPattern) }
