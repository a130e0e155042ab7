// SPDX-License-Identifier: Apache-2.0

/// A fast and a slow ``EMA`` that begin together: the fast one's seed ends with the same value as the slow one's, as
/// TA-Lib's `MACD` has it.
struct TwinEMA: Sendable {
  private var fast: EMA
  private var slow: EMA
  /// How many values the fast average still leaves out.
  private var leftOut: Int

  /// Two averages; 2 or above, and the fast period below the slow one.
  init(fast: Int, slow: Int) {
    precondition(fast < slow, "the fast period is below the slow one")
    self.fast = EMA(period: fast)
    self.slow = EMA(period: slow)
    leftOut = slow - fast
  }

  /// The slow period: both averages are defined at its last value.
  var warmUp: Int { slow.period }

  /// Takes the next value in; both averages after it, or nil during warm-up.
  mutating func update(_ value: Double) -> (fast: Double, slow: Double)? {
    if leftOut > 0 {
      leftOut -= 1
      _ = slow.update(value)
      return nil
    }
    let (quick, steady) = (fast.update(value), slow.update(value))
    guard let quick, let steady else { return nil }
    return (quick, steady)
  }

  /// What contradicts: nil where the fast period is below the slow one.
  static func contradiction(fast: Int, slow: Int) -> String? {
    fast < slow ? nil : "fast must be below slow"
  }
}
