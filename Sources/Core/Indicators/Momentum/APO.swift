// SPDX-License-Identifier: Apache-2.0

/// Absolute price oscillator: how far a fast average is from a slow one, in the price's unit.
///
/// - Formula: `EMA(fast) - EMA(slow)`.
/// - Source: TA-Lib's `APO`, https://ta-lib.org/functions/apo/, with exponential averages, its default; equal to it but
///   for the rounding of the last digits.
/// - Warm-up and first defined value: value number `slow`.
/// - Residue of the seed: as of ``EMA`` over the slow period.
/// - Flat series: 0, but for the rounding of the means.
public struct APO: SeriesIndicator {
  private var fast: EMA
  private var slow: EMA

  /// Periods of 2 or above, the fast one below the slow one.
  public init(fast: Int, slow: Int) {
    precondition(fast < slow, "the fast period is below the slow one")
    self.fast = EMA(period: fast)
    self.slow = EMA(period: slow)
  }

  public var warmUp: Int { slow.warmUp }

  public mutating func update(_ value: Double) -> Double? {
    let (fast, slow) = (fast.update(value), slow.update(value))
    guard let fast, let slow else { return nil }
    return fast - slow
  }
}
