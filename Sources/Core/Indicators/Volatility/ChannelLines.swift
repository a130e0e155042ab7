// SPDX-License-Identifier: Apache-2.0

/// A channel around a price; all lines are prices.
public struct ChannelLines: IndicatorOutput, Hashable, Sendable {
  /// The lower edge.
  public let lower: Double
  /// The line between the edges.
  public let middle: Double
  /// The upper edge.
  public let upper: Double

  public static let names = ["lower", "middle", "upper"]

  public func write(to place: UnsafeMutablePointer<Double>, stride: Int) {
    place[0] = lower
    place[stride] = middle
    place[2 * stride] = upper
  }
}
