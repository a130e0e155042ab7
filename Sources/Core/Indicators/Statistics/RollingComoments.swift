// SPDX-License-Identifier: Apache-2.0

/// The variances and the covariance of the last so many pairs of values, in amortised constant time and with the care
/// of ``RollingMoments``.
struct RollingComoments: Sendable {
  /// The variance of the first values, once the window is full; 0 or above.
  private(set) var firstVariance = 0.0
  /// The variance of the second values.
  private(set) var secondVariance = 0.0
  /// The covariance of both.
  private(set) var covariance = 0.0

  private var window: Window<(Double, Double)>
  private var now = Sums()
  private var fresh = Sums()
  private let count: Double

  /// Sums of the distances from an origin, of their squares and their products.
  private struct Sums {
    var origin = (0.0, 0.0)
    var sums = (0.0, 0.0)
    var squares = (0.0, 0.0)
    var products = 0.0
    /// The largest that the sums of squares were; their rounding errors are still in them.
    var largest = (0.0, 0.0)

    mutating func add(_ pair: (Double, Double), sign: Double = 1) {
      let distance = (pair.0 - origin.0, pair.1 - origin.1)
      sums.0 += sign * distance.0
      sums.1 += sign * distance.1
      squares.0 += sign * (distance.0 * distance.0)
      squares.1 += sign * (distance.1 * distance.1)
      products += sign * (distance.0 * distance.1)
      largest = (max(largest.0, squares.0), max(largest.1, squares.1))
    }
  }

  /// Moments of a count of pairs of 1 or above.
  init(count: Int) {
    window = Window(capacity: count, filler: (0, 0))
    self.count = Double(count)
  }

  /// Whether as many pairs were taken as are looked over.
  var isFull: Bool { window.isFull }

  /// Takes the next pair in.
  mutating func push(_ pair: (Double, Double)) {
    if window.count == 0 { (now.origin, fresh.origin) = (pair, pair) }
    let old = window.push(pair)
    fresh.add(pair)
    if window.hasComeRound {
      now = fresh
      fresh = Sums(origin: pair)
    } else {
      now.add(pair)
      if let old { now.add(old, sign: -1) }
    }
    guard window.isFull else { return }
    measure()
    if firstVariance * count < now.largest.0 * 1e-4 || secondVariance * count < now.largest.1 * 1e-4 { sumAnew() }
  }

  private mutating func measure() {
    let means = (now.sums.0 / count, now.sums.1 / count)
    firstVariance = now.squares.0 / count - means.0 * means.0
    secondVariance = now.squares.1 / count - means.1 * means.1
    covariance = now.products / count - means.0 * means.1
  }

  private mutating func sumAnew() {
    now = Sums(origin: window[0])
    for age in stride(from: window.count - 1, through: 0, by: -1) { now.add(window[age]) }
    measure()
    firstVariance = max(0, firstVariance)
    secondVariance = max(0, secondVariance)
  }
}
