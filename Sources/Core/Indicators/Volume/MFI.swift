// SPDX-License-Identifier: Apache-2.0

/// Money flow index: the share of what was traded while the price rose in all that was traded while it moved, 0 to 100.
///
/// - Formula: a candle's flow is its ``TypicalPrice`` times its volume; it counts as positive where the typical price
///   is above the last one, as negative where it is below. `100 × positive / (positive + negative)` over the period.
/// - Author: Gene Quong and Avrum Soudack, Stocks & Commodities, March 1989.
/// - Source: TA-Lib's `MFI`, https://ta-lib.org/functions/mfi/; equal to it but for the rounding of the last digits. As
///   there, a change below 10⁻¹⁴ of the price is none.
/// - Warm-up and first defined value: candle number `period + 1`, because the first change needs two. What came before
///   leaves nothing behind.
/// - Flat series: 0, as it is where nothing was traded over the period.
public struct MFI: CandleIndicator, WindowedIndicator {
  /// Over how many changes it goes; 2 or above.
  public let period: Int

  /// The last values.
  public var memory: [Double]

  private var last: Double?
  /// Of positive and negative flow.
  private var sums: PairSumRing

  /// An index over a period of 2 or above.
  public init(period: Int = 14) {
    precondition(period >= 2, "an MFI's period is 2 or above")
    self.period = period
    sums = PairSumRing(count: period)
    memory = PairSumRing.memory(for: period)
  }

  /// The period and one more, because the first change needs two candles.
  public var warmUp: Int { period + 1 }

  /// Takes the next candle in; the index after it, 0 to 100, or nil during warm-up.
  @inline(__always)
  public mutating func step(_ bar: Bar, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    let price = TypicalPrice.of(bar)
    guard let last else {
      self.last = price
      return nil
    }
    self.last = price
    let change = price - last
    let flow = change.magnitude < 1e-14 * (price + last) ? 0 : price * bar.volume
    // Whether it rose or fell can't be foretold: a mask costs less than a branch.
    sums.push(SIMD2(repeating: flow).replacing(with: 0, where: SIMD2(change, -change) .<= 0), memory)
    guard sums.isFull else { return nil }
    let (up, down) = (max(sums.value.x, 0), max(sums.value.y, 0))
    return up + down > 0 ? 100 * (up / (up + down)) : 0
  }
}
