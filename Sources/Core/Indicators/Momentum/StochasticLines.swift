// SPDX-License-Identifier: Apache-2.0

/// The two lines of a stochastic, each 0 to 100.
public struct StochasticLines: IndicatorOutput, Hashable, Sendable {
  /// Where the price stands in its range.
  public let k: Double
  /// The average of the last k.
  public let d: Double

  public static let names = ["k", "d"]

  public func write(to place: UnsafeMutablePointer<Double>, stride: Int) {
    place[0] = k
    place[stride] = d
  }
}

/// Joins the last k with their plain average.
struct StochasticSignal: Sendable {
  private var sum: SumRing

  /// An average over a count of values of 1 or above, in memory that is zero from a place on.
  init(period: Int, at start: Int) { sum = SumRing(count: period, at: start) }

  @inline(__always)
  mutating func update(_ k: Double, _ memory: UnsafeMutablePointer<Double>) -> StochasticLines? {
    sum.push(k, memory)
    return sum.isFull ? StochasticLines(k: k, d: sum.value / Double(sum.count)) : nil
  }
}
