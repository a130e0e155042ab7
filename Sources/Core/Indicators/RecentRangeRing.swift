// SPDX-License-Identifier: Apache-2.0

/// The highest high and the lowest low of the last so many candles, in amortised constant time, in a piece of memory that
/// it is given: twice as many numbers as candles, from its beginning on.
struct RecentRangeRing: Sendable {
  private var highest: ExtremeRing
  /// The highest of the opposites.
  private var lowest: ExtremeRing

  /// The range of a count of candles of 1 or above.
  init(of count: Int) {
    highest = ExtremeRing(count: count)
    lowest = ExtremeRing(count: count, at: count)
  }

  /// Memory for a count of candles.
  static func memory(for count: Int) -> [Double] { ExtremeRing.memory(for: 2 * count) }

  /// Takes the next candle's range in.
  ///
  /// - Returns: the range of the last candles, or nil while there were too few.
  @inline(__always)
  mutating func update(high: Double, low: Double, _ memory: UnsafeMutablePointer<Double>) -> Span? {
    let span = Span(high: highest.push(high, memory), low: -lowest.push(-low, memory))
    return highest.isFull ? span : nil
  }

  /// Two prices and what lies between them.
  struct Span: Sendable {
    let high: Double
    let low: Double

    /// How far they are apart; 0 or above.
    var width: Double { high - low }

    /// Whether they are the same, but for rounding.
    var isFlat: Bool { width.isNegligible(between: high, low) }

    /// The price half way between them.
    var middle: Double { (high + low) / 2 }
  }
}
