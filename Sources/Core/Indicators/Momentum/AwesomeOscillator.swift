// SPDX-License-Identifier: Apache-2.0

/// Awesome oscillator: how far a fast mean of the median price is from a slow one, in the price's unit.
///
/// - Formula: with m = (high + low) / 2: the plain mean of the last `fast` less the plain mean of the last `slow`.
/// - Author: Bill Williams, New Trading Dimensions, 1998.
/// - Source: TA-Lib's `AO`, https://ta-lib.org/functions/ao/; equal to it but for the rounding of the last digits.
/// - Warm-up and first defined value: candle number `slow`. There is no residue.
/// - Flat series: 0, but for the rounding of the means.
public struct AwesomeOscillator: CandleIndicator, WindowedIndicator {
  /// The last median prices, once for each mean.
  public var memory: [Double]
  private var fast: SumRing
  private var slow: SumRing
  /// What a value's part of each mean is.
  private let shares: (fast: Double, slow: Double)
  public let warmUp: Int

  /// Both counts are 1 or above, the fast one below the slow one.
  public init(fast: Int, slow: Int) {
    precondition(fast < slow, "the fast period is below the slow one")
    self.fast = SumRing(count: fast)
    self.slow = SumRing(count: slow, at: fast)
    memory = Array(repeating: 0, count: fast + slow)
    shares = (1 / Double(fast), 1 / Double(slow))
    warmUp = slow
  }

  @inline(__always)
  public mutating func step(_ bar: Bar, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    let median = (bar.high + bar.low) / 2
    fast.push(median, memory)
    slow.push(median, memory)
    guard slow.isFull else { return nil }
    return fast.value * shares.fast - slow.value * shares.slow
  }
}
