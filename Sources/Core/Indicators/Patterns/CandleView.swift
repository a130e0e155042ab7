// SPDX-License-Identifier: Apache-2.0

/// The last candles, as the rule of a pattern sees them, with what is usual before each.
struct CandleView: Sendable {
  /// How many candles were taken, up to those of the warm-up.
  private var count = 0
  /// How many candles come before the one of which the pattern is asked first, and the one of which it answers first.
  private let waits: (asked: Int, answered: Int)

  /// The last 16 candles, in a ring.
  private var candles = Array(
    repeating: PatternCandle(open: 0, high: 0, low: 0, close: 0), count: Self.kept)
  private var newest = 0
  /// A running sum for each measure and age that the rule asks for.
  private var sums: [Double]
  private let asked: [Asked]

  private static let kept = 16
  /// A rule looks at five candles at most.
  private static let ages = 5

  /// A measure that is taken before the candle of an age.
  private struct Asked {
    let measure: CandleMeasure
    let age: Int
    let place: Int
  }

  /// The view of a pattern before its first candle.
  init<Pattern: CandlePattern>(for pattern: Pattern.Type) {
    let longest = pattern.averages.map(\.measure.period).max() ?? 0
    waits = (longest + pattern.reach, longest + pattern.reach + pattern.lead)
    asked = pattern.averages.filter { $0.measure.period > 0 }.map {
      precondition($0.age < Self.ages, "a rule looks at five candles at most")
      return Asked(measure: $0.measure, age: $0.age, place: Self.place(of: $0.measure, $0.age))
    }
    sums = Array(repeating: .nan, count: CandleMeasure.allCases.count * Self.ages)
    for one in asked { sums[one.place] = 0 }
  }

  /// Whether the pattern is asked about the newest candle, and whether its answer is given.
  var isAsked: Bool { count > waits.asked }
  var isAnswered: Bool { count > waits.answered }
  /// How many candles it takes until the first answer.
  var warmUp: Int { waits.answered + 1 }

  private static func place(of measure: CandleMeasure, _ age: Int) -> Int { measure.rawValue * ages + age }

  /// The candle of an age: 0 is the newest.
  subscript(age: Int) -> PatternCandle { candles[(newest &- age) & (Self.kept - 1)] }

  /// What is usual before the candle of an age, times the measure's factor. Not a number where the rule didn't say that
  /// it asks for it.
  func average(_ measure: CandleMeasure, _ age: Int) -> Double {
    let mean =
      measure.period == 0
      ? measure.range(of: self[age]) : sums[Self.place(of: measure, age)] / Double(measure.period)
    return measure == .shadowShort ? measure.factor * mean / 2 : measure.factor * mean
  }

  /// Whether the candle has a long body.
  func isLong(_ age: Int) -> Bool { self[age].body > average(.bodyLong, age) }

  /// Whether the candle has next to no body.
  func isDoji(_ age: Int) -> Bool { self[age].body <= average(.bodyDoji, age) }

  /// Whether the candle has next to no upper shadow.
  func lacksUpperShadow(_ age: Int) -> Bool { self[age].upperShadow < average(.shadowVeryShort, age) }

  /// Whether the candle has next to no lower shadow.
  func lacksLowerShadow(_ age: Int) -> Bool { self[age].lowerShadow < average(.shadowVeryShort, age) }

  /// Whether two prices differ by no more than is usual before the candle of an age.
  func are(_ one: Double, _ other: Double, within measure: CandleMeasure, _ age: Int) -> Bool {
    let distance = average(measure, age)
    return one <= other + distance && one >= other - distance
  }

  /// Takes the next candle in.
  mutating func push(_ bar: Bar) {
    newest = (newest + 1) & (Self.kept - 1)
    candles[newest] = PatternCandle(open: bar.open, high: bar.high, low: bar.low, close: bar.close)
    if count <= waits.answered { count += 1 }
  }

  /// Sums up what the first means are of, at a candle of which the pattern isn't asked yet.
  mutating func gather() {
    for one in asked where count > waits.asked - one.measure.period {
      sums[one.place] += one.measure.range(of: self[one.age])
    }
  }

  /// Moves the sums on to where the next candle needs them. TA-Lib adds in this order, and a body that is exactly as long
  /// as usual is decided by the last bit.
  mutating func advance() {
    for one in asked {
      let (new, old) = (self[one.age], self[one.age + one.measure.period])
      sums[one.place] += one.measure.range(of: new) - one.measure.range(of: old)
    }
  }
}
