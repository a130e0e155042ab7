// SPDX-License-Identifier: Apache-2.0

/// Chande's momentum oscillator: how much rises outweigh falls, -100 to 100.
///
/// - Formula: `100 × (gain - loss) / (gain + loss)`, with the averages of ``RSI``, which is `50 + CMO / 2`. Chande takes
///   plain sums; TA-Lib smooths by Wilder, and so does this.
/// - Author: Tushar Chande, The New Technical Trader, 1994.
/// - Source: TA-Lib's `CMO`, https://ta-lib.org/functions/cmo/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: value number `period + 1`.
/// - Residue of the seed: as of ``RSI``.
/// - Flat series: 0 while there was no change at all; afterwards a flat stretch leaves it where it is.
public struct CMO: SeriesIndicator {
  private var strength: RSI

  /// An oscillator over a period of 2 or above.
  public init(period: Int) { strength = RSI(period: period) }

  public var warmUp: Int { strength.warmUp }

  public mutating func update(_ value: Double) -> Double? {
    guard strength.update(value) != nil else { return nil }
    let total = strength.gain + strength.loss
    return total == 0 ? 0 : 100 * ((strength.gain - strength.loss) / total)
  }
}
