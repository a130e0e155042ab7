// SPDX-License-Identifier: Apache-2.0

/// A pivot with three resistances above and three supports below it, nearest first; all prices.
public struct PivotLines: IndicatorOutput, Hashable, Sendable {
  /// The price around which the others lie.
  public let pivot: Double
  /// The first resistance.
  public let r1: Double
  /// The second resistance.
  public let r2: Double
  /// The third resistance.
  public let r3: Double
  /// The first support.
  public let s1: Double
  /// The second support.
  public let s2: Double
  /// The third support.
  public let s3: Double

  /// Lines at the same distances above and below a price.
  init(pivot: Double, around center: Double, distances: (Double, Double, Double)) {
    self.pivot = pivot
    (r1, r2, r3) = (center + distances.0, center + distances.1, center + distances.2)
    (s1, s2, s3) = (center - distances.0, center - distances.1, center - distances.2)
  }

  /// Lines as they are.
  init(pivot: Double, resistances: (Double, Double, Double), supports: (Double, Double, Double)) {
    self.pivot = pivot
    (r1, r2, r3) = resistances
    (s1, s2, s3) = supports
  }

  public static let names = ["pivot", "r1", "r2", "r3", "s1", "s2", "s3"]

  public func write(to place: UnsafeMutablePointer<Double>, stride: Int) {
    place[0] = pivot
    place[stride] = r1
    place[2 * stride] = r2
    place[3 * stride] = r3
    place[4 * stride] = s1
    place[5 * stride] = s2
    place[6 * stride] = s3
  }
}
