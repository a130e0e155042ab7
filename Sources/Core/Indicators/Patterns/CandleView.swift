// SPDX-License-Identifier: Apache-2.0

/// The last candles, as the rule of a pattern sees them, with what is usual before each. It looks at a piece of memory:
/// a ring of candles, of which each stands in two places, so that the last are always in a row, and running sums.
struct CandleView {
  private let newest: UnsafeMutablePointer<Double>
  private let sums: UnsafeMutablePointer<Double>

  /// How many candles are kept; as many as the oldest mean of the oldest candle asks for, a power of two.
  private static let kept = 16
  /// A rule looks at five candles at most.
  private static let ages = 5
  private static let ringLength = 2 * kept * PatternCandle.length

  /// Fresh memory.
  static var memory: [Double] { Array(repeating: 0, count: ringLength + CandleMeasure.allCases.count * ages) }

  /// The view when so many candles have been taken.
  @inline(__always)
  init(_ memory: UnsafeMutablePointer<Double>, at count: Int) {
    newest = memory + (Self.kept + (count & (Self.kept - 1))) * PatternCandle.length
    sums = memory + Self.ringLength
  }

  /// The candle of an age: 0 is the newest.
  @inline(__always)
  subscript(age: Int) -> PatternCandle { PatternCandle(at: newest - age * PatternCandle.length) }

  /// What is usual before the candle of an age, times the measure's factor. Meant only where the rule says that it asks
  /// for it.
  @inline(__always)
  func average(_ measure: CandleMeasure, _ age: Int) -> Double {
    let mean =
      measure.period == 0 ? measure.range(of: self[age]) : sums[Self.place(of: measure, age)] / Double(measure.period)
    return measure == .shadowShort ? measure.factor * mean / 2 : measure.factor * mean
  }

  @inline(__always)
  private static func place(of measure: CandleMeasure, _ age: Int) -> Int { measure.rawValue * ages + age }

  // MARK: What rules ask

  /// The colours of the last candles as binary digits, the oldest first: 1 for white, 0 for black. Each alone is as
  /// good as chance, which a processor can't guess; that all are as wanted is rare.
  @inline(__always)
  func colors(of count: Int) -> Int {
    // Written out, so that for a known count nothing but these bits is left.
    let all = white(4) << 4 | white(3) << 3 | white(2) << 2 | white(1) << 1 | white(0)
    return all & (1 << count &- 1)
  }

  @inline(__always)
  private func white(_ age: Int) -> Int { self[age].isWhite ? 1 : 0 }

  /// Whether the candle has a long body.
  @inline(__always)
  func isLong(_ age: Int) -> Bool { self[age].body > average(.bodyLong, age) }

  /// Whether the candle has next to no body.
  @inline(__always)
  func isDoji(_ age: Int) -> Bool { self[age].body <= average(.bodyDoji, age) }

  /// Whether the candle has next to no upper shadow.
  @inline(__always)
  func lacksUpperShadow(_ age: Int) -> Bool { self[age].upperShadow < average(.shadowVeryShort, age) }

  /// Whether the candle has next to no lower shadow.
  @inline(__always)
  func lacksLowerShadow(_ age: Int) -> Bool { self[age].lowerShadow < average(.shadowVeryShort, age) }

  /// Whether two prices differ by no more than is usual before the candle of an age.
  @inline(__always)
  func are(_ one: Double, _ other: Double, within measure: CandleMeasure, _ age: Int) -> Bool {
    let distance = average(measure, age)
    return one <= other + distance && one >= other - distance
  }

  // MARK: How it goes on

  /// Writes the newest candle.
  @inline(__always)
  func put(_ bar: Bar) {
    PatternCandle.write(bar, to: newest)
    PatternCandle.write(bar, to: newest - Self.kept * PatternCandle.length)
  }

  /// Adds the candle of an age to a sum that isn't complete yet.
  @inline(__always)
  func gather(_ measure: CandleMeasure, _ age: Int) {
    sums[Self.place(of: measure, age)] += measure.range(of: self[age])
  }

  /// Moves a sum on to where the next candle needs it. TA-Lib adds in this order, and a body that is exactly as long as
  /// usual is decided by the last bit.
  @inline(__always)
  func advance(_ measure: CandleMeasure, _ age: Int) {
    if measure.period == 0 { return }
    let (new, old) = (self[age], self[age + measure.period])
    sums[Self.place(of: measure, age)] += measure.range(of: new) - measure.range(of: old)
  }
}
