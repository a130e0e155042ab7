// SPDX-License-Identifier: Apache-2.0

/// Percentage price oscillator: by how many per cent a fast average is above a slow one.
///
/// - Formula: `100 × (EMA(fast) - EMA(slow)) / EMA(slow)`; 0 where the slow average is 0.
/// - Source: TA-Lib's `PPO`, https://ta-lib.org/functions/ppo/, with exponential averages, its default; equal to it but
///   for the rounding of the last digits.
/// - Warm-up and first defined value: value number `slow`.
/// - Residue of the seed: as of ``EMA`` over the slow period.
/// - Flat series: 0, but for the rounding of the means.
public struct PPO: SeriesIndicator {
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
    return slow == 0 ? 0 : (fast - slow) / slow * 100
  }
}
