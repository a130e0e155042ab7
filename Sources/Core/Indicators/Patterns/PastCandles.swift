// SPDX-License-Identifier: Apache-2.0

/// What a pattern keeps of the past.
struct PastCandles: Sendable {
  /// The last candles and the sums of the pattern's means; what ``CandleView`` looks at.
  var memory = CandleView.memory
  let warmUp: Int
  /// How many candles are missing until the first answer.
  private(set) var missing: Int
  /// How many candles were taken; of use by its remainder only.
  private var count = 0

  /// The past of a pattern before its first candle.
  init<Pattern: CandlePattern>(for pattern: Pattern.Type) {
    var longest = 0
    Pattern.averages { measure, _ in longest = max(longest, measure.period) }
    warmUp = longest + Pattern.reach + Pattern.lead + 1
    missing = warmUp
  }

  /// Takes the next candle in; the last candles after it.
  @inline(__always)
  mutating func push(_ bar: Bar, _ memory: UnsafeMutablePointer<Double>) -> CandleView {
    count &+= 1
    if missing > 0 { missing -= 1 }
    let candles = CandleView(memory, at: count)
    candles.put(bar)
    return candles
  }
}
