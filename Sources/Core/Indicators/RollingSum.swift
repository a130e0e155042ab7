// SPDX-License-Identifier: Apache-2.0

/// The sum of the last so many values, in constant time and without rounding errors piling up.
public struct RollingSum: Sendable {
  private var memory: [Double]
  private var ring: SumRing

  /// A sum over a count of values of 1 or above.
  public init(count: Int) {
    ring = SumRing(count: count)
    memory = Array(repeating: 0, count: count)
  }

  /// The sum of the values taken so far, of the last ones once there are more.
  public var value: Double { ring.value }

  /// Whether as many values were taken as are summed.
  public var isFull: Bool { ring.isFull }

  /// Takes the next value in.
  public mutating func push(_ next: Double) {
    memory.withUnsafeMutableBufferPointer { buffer in
      if let start = buffer.baseAddress { ring.push(next, start) }
    }
  }
}
