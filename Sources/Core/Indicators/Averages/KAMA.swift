// SPDX-License-Identifier: Apache-2.0

/// Kaufman's adaptive moving average: fast where the price goes one way, slow where it goes to and fro.
///
/// - Formula: `a = a + s² × (x - a)`, with `s = ratio × (2 / (fast + 1) - 2 / (slow + 1)) + 2 / (slow + 1)`, where the
///   ratio is the change over the period divided by the sum of all changes on the way, without their signs. The first a
///   is the value before.
/// - Author: Perry J. Kaufman, Smarter Trading, 1995.
/// - Source: TA-Lib's `KAMA`, https://ta-lib.org/functions/kama/, which has fast 2 and slow 30; equal to it but for the
///   rounding of the last digits. Where nothing changed on the way, or all changes are one rise, the ratio is 1.
/// - Warm-up and first defined value: value number `period + 1`, which ends change number `period`.
/// - Residue of the seed: it shrinks with s², at the least by 0.4 % per value where slow is 30.
/// - Flat series: it goes to the price, by 4 / 9 of the rest per value where fast is 2.
public struct KAMA: SeriesIndicator, WindowedIndicator {
  /// Over how many changes the ratio goes; 2 or above.
  public let period: Int

  /// The last values.
  public var memory: [Double]

  private let slowest: Double
  private let difference: Double
  private var delay: DelayRing
  private var way: SumRing
  private var last: Double?
  private var average = 0.0

  /// An average.
  ///
  /// - Parameters:
  ///   - period: over how many changes the ratio goes; 2 or above.
  ///   - fast: the period of the ``EMA`` that it is like at its fastest; 1 or above.
  ///   - slow: the period of the EMA that it is like at its slowest; 1 or above.
  public init(period: Int, fast: Int = 2, slow: Int = 30) {
    precondition(period >= 2 && fast >= 1 && slow >= 1, "a KAMA's period is 2 or above, its others 1 or above")
    self.period = period
    slowest = 2 / (Double(slow) + 1)
    difference = 2 / (Double(fast) + 1) - slowest
    delay = DelayRing(count: period)
    way = SumRing(count: period, at: period)
    memory = Array(repeating: 0, count: 2 * period)
  }

  /// The period and one more, because the first change needs two values.
  public var warmUp: Int { period + 1 }

  /// Takes the next value in; the average after it, or nil during warm-up.
  @inline(__always)
  public mutating func step(_ value: Double, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    if let last { way.push((value - last).magnitude, memory) }
    last = value
    let hasOld = delay.isFull
    let old = delay.push(value, memory)
    guard hasOld else {
      average = value
      return nil
    }
    let change = value - old
    let ratio = way.value <= change || way.value == 0 ? 1 : (change / way.value).magnitude
    let step = ratio * difference + slowest
    average += (value - average) * (step * step)
    return average
  }
}
