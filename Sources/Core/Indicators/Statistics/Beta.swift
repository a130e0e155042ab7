// SPDX-License-Identifier: Apache-2.0

/// Beta: by how many percent the second series usually moves where the first moves by one.
///
/// - Formula: the covariance of both series' relative changes, divided by the variance of the first's.
/// - Source: TA-Lib's `BETA`, https://ta-lib.org/functions/beta/; equal to it but for the rounding of the last digits.
///   As there, a change from 0 counts as none.
/// - Warm-up and first defined value: pair number `period + 1`, because the first change needs two. What came before
///   leaves nothing behind.
/// - Flat series: 0 where the first is flat.
public struct Beta: PairIndicator, WindowedIndicator {
  /// Over how many changes it goes; 2 or above.
  public let period: Int

  /// The last changes.
  public var memory: [Double]

  private var last: (Double, Double)?
  private var moments: ComomentsRing

  /// A beta over a period of 2 or above.
  public init(period: Int) {
    precondition(period >= 2, "a beta's period is 2 or above")
    self.period = period
    moments = ComomentsRing(count: period)
    memory = ComomentsRing.memory(for: period)
  }

  /// The period and one more, because the first change needs two pairs.
  public var warmUp: Int { period + 1 }

  /// Takes the next pair in; the beta after it, or nil during warm-up.
  @inline(__always)
  public mutating func step(_ input: (Double, Double), _ memory: UnsafeMutablePointer<Double>) -> Double? {
    guard let last else {
      self.last = input
      return nil
    }
    self.last = input
    moments.push(SIMD2(change(last.0, input.0), change(last.1, input.1)), memory)
    guard moments.isFull else { return nil }
    return moments.variances.x > 0 ? moments.covariance / moments.variances.x : 0
  }

  private func change(_ last: Double, _ now: Double) -> Double { last == 0 ? 0 : (now - last) / last }
}
