// SPDX-License-Identifier: Apache-2.0

/// The mean and the variance of the last so many values, in amortised constant time.
///
/// Sums are taken of the values' distances from an origin near them, because squares of the values themselves would
/// leave nothing of a small variance. The origin moves along: a second pair of sums has the value at which the window
/// last came round for its origin, and takes the first one's place when it comes round again. Where the values have
/// come so close together that too few digits are left, the newest becomes the origin at once and the window is summed
/// anew; that lasts until they have spread and come together again.
public struct RollingMoments: Sendable {
  private var window: Window<Double>
  private var now = Sums()
  private var fresh = Sums()
  private let count: Double

  /// Sums of the distances from an origin, and of their squares.
  private struct Sums {
    var origin = 0.0
    var sum = 0.0
    var squares = 0.0
    /// The largest that the sum of squares was; its rounding errors are still in it.
    var largest = 0.0

    mutating func add(_ value: Double) {
      let distance = value - origin
      sum += distance
      squares += distance * distance
      largest = max(largest, squares)
    }

    mutating func remove(_ value: Double) {
      let distance = value - origin
      sum -= distance
      squares -= distance * distance
    }
  }

  /// The variance of the values in the window, divided by their number; 0 or above, and 0 where they are all equal.
  /// It is meant once the window is full.
  public private(set) var variance = 0.0

  /// Moments of a count of values of 1 or above.
  public init(count: Int) {
    window = Window(capacity: count)
    self.count = Double(count)
  }

  /// Whether as many values were taken as are looked over.
  public var isFull: Bool { window.isFull }

  /// The mean of the values in the window, once it is full.
  public var mean: Double { now.origin + now.sum / count }

  /// Takes the next value in.
  public mutating func push(_ value: Double) {
    if window.count == 0 { (now.origin, fresh.origin) = (value, value) }
    let old = window.push(value)
    fresh.add(value)
    if window.hasComeRound {
      now = fresh
      fresh = Sums(origin: value)
    } else {
      now.add(value)
      if let old { now.remove(old) }
    }
    if window.isFull { measure() }
  }

  private mutating func measure() {
    let mean = now.sum / count
    variance = now.squares / count - mean * mean
    if variance * count < now.largest * 1e-4 { sumAnew() }
  }

  private mutating func sumAnew() {
    now = Sums(origin: window[0])
    for age in stride(from: window.count - 1, through: 0, by: -1) { now.add(window[age]) }
    let mean = now.sum / count
    variance = max(0, now.squares / count - mean * mean)
  }
}
