// SPDX-License-Identifier: Apache-2.0

/// Chaikin's oscillator: a fast average of ``AccumulationDistribution`` less a slow one; in the base asset.
///
/// - Formula: two exponential averages with factors `2 / (period + 1)`, both beginning with the first candle's value.
/// - Author: Marc Chaikin.
/// - Source: TA-Lib's `ADOSC`, https://ta-lib.org/functions/adosc/; equal to it but for the rounding of the last
///   digits.
/// - Warm-up and first defined value: candle number of the longer period.
/// - Residue of the seed: after `8 ×` the longer period in all, less than 10⁻⁶ of it is left.
/// - Flat series: it goes to 0.
public struct ADOSC: CandleIndicator {
  /// As many candles as the longer period has.
  public let warmUp: Int

  private let factors: (fast: Double, slow: Double)
  private var line = AccumulationDistribution()
  private var averages = (fast: 0.0, slow: 0.0)
  private var count = 0

  /// An oscillator of two periods of 1 or above; the fast one is the shorter, or the sign turns.
  public init(fast: Int = 3, slow: Int = 10) {
    precondition(fast >= 1 && slow >= 1, "an ADOSC's periods are 1 or above")
    warmUp = max(fast, slow)
    factors = (2 / (Double(fast) + 1), 2 / (Double(slow) + 1))
  }

  /// Takes the next candle in; the oscillator after it, or nil during warm-up.
  public mutating func update(_ bar: Bar) -> Double? {
    guard let value = line.update(bar) else { return nil }
    if count == 0 {
      averages = (value, value)
    } else {
      averages.fast = factors.fast * value + (1 - factors.fast) * averages.fast
      averages.slow = factors.slow * value + (1 - factors.slow) * averages.slow
    }
    if count < warmUp { count += 1 }
    return count == warmUp ? averages.fast - averages.slow : nil
  }
}
