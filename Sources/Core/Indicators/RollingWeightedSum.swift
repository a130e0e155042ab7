// SPDX-License-Identifier: Apache-2.0

/// The sum of the last so many values in which the oldest counts once and the newest as often as there are values,
/// beside their plain sum, in constant time.
///
/// Rounding errors don't pile up, as in ``RollingSum``: both sums are replaced each time the window comes round.
public struct RollingWeightedSum: Sendable {
  private var window: Window<Double>
  private var fresh = 0.0
  private var freshWeighted = 0.0
  /// How many values came since the window last came round.
  private var freshCount = 0.0

  /// The plain sum.
  public private(set) var sum = 0.0
  /// The weighted sum.
  public private(set) var weighted = 0.0

  /// Sums over a count of values of 1 or above.
  public init(count: Int) { window = Window(capacity: count) }

  /// Whether as many values were taken as are summed.
  public var isFull: Bool { window.isFull }

  /// Takes the next value in.
  public mutating func push(_ value: Double) {
    let old = window.push(value)
    freshCount += 1
    fresh += value
    freshWeighted += freshCount * value
    if window.hasComeRound {
      (sum, weighted) = (fresh, freshWeighted)
      (fresh, freshWeighted, freshCount) = (0, 0, 0)
    } else if let old {
      // Each value that stays counts once less than before.
      weighted += Double(window.capacity) * value - sum
      sum += value - old
    } else {
      weighted += freshCount * value
      sum += value
    }
  }
}
