// SPDX-License-Identifier: Apache-2.0

/// The mean and the variance of the last so many values, in amortised constant time, and exact to nearly all digits even
/// where the values lie close together.
public struct RollingMoments: Sendable {
  private var memory: [Double]
  private var ring: MomentsRing

  /// Moments of a count of values of 1 or above.
  public init(count: Int) {
    ring = MomentsRing(count: count)
    memory = Array(repeating: 0, count: count)
  }

  /// The variance of the last values, divided by their number; 0 or above, and 0 where they are all equal.
  public var variance: Double { ring.variance }

  /// The mean of the last values.
  public var mean: Double { ring.mean }

  /// Whether as many values were taken as are looked over; before, there are no moments.
  public var isFull: Bool { ring.isFull }

  /// Takes the next value in.
  public mutating func push(_ next: Double) {
    memory.withUnsafeMutableBufferPointer { buffer in
      if let start = buffer.baseAddress { ring.push(next, start) }
    }
  }
}
