// SPDX-License-Identifier: Apache-2.0

/// The sum of the last so many values, in constant time.
///
/// What is added and taken away again leaves rounding errors behind. They don't pile up: a second sum is made of the
/// values since the window last came round, and takes the first one's place each time it comes round again. A sum of
/// zeros is exactly 0, so that it can be told from a small one.
@frozen
public struct RollingSum: Sendable {
  @usableFromInline var window: Window<Double>
  @usableFromInline var sum = 0.0
  @usableFromInline var fresh = 0.0
  /// How many of the last values were 0, one after the other.
  @usableFromInline var zeros = 0

  /// A sum over a count of values of 1 or above.
  @inlinable
  public init(count: Int) { window = Window(capacity: count) }

  /// The sum of the values taken so far, of the last ones once there are more.
  @inlinable public var value: Double { sum }

  /// The values that are summed.
  @inlinable public var values: Window<Double> { window }

  /// Whether as many values were taken as are summed.
  @inlinable public var isFull: Bool { window.isFull }

  /// Takes the next value in.
  ///
  /// - Returns: the value that falls out of the sum, nil while there were too few.
  @inlinable
  @discardableResult
  public mutating func push(_ value: Double) -> Double? {
    let old = window.push(value)
    fresh += value
    if window.hasComeRound {
      sum = fresh
      fresh = 0
    } else {
      sum += value
      if let old { sum -= old }
    }
    zeros = value == 0 ? zeros + 1 : 0
    if zeros >= window.capacity { sum = 0 }
    return old
  }
}
