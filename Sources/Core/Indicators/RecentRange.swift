// SPDX-License-Identifier: Apache-2.0

/// The highest high and the lowest low of the last so many candles, in amortised constant time.
struct RecentRange: Sendable {
  private var highest: MonotonicExtreme
  private var lowest: MonotonicExtreme

  /// The range of a count of candles of 1 or above.
  init(of count: Int) {
    highest = MonotonicExtreme(.highest, of: count)
    lowest = MonotonicExtreme(.lowest, of: count)
  }

  /// Takes the next candle's range in.
  ///
  /// - Returns: the range of the last candles, or nil while there were too few.
  mutating func update(high: Double, low: Double) -> Span? {
    let span = Span(high: highest.push(high), low: lowest.push(low))
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
