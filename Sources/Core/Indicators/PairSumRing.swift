// SPDX-License-Identifier: Apache-2.0

/// The sums of two series over the last so many pairs of their values, with the care of ``SumRing``; the pairs stand one
/// after the other in a piece of memory that it is given.
struct PairSumRing: Sendable {
  /// The sums of the pairs taken so far, of the last ones once there are more; both exactly 0 if all those are.
  private(set) var value = SIMD2<Double>.zero

  private let count: Int
  private var place: RingPlace
  private var fresh = SIMD2<Double>.zero
  /// How many of the last pairs were zeros, one after the other.
  private var zeros = 0

  /// Sums over a count of pairs of 1 or above, in memory that is zero.
  init(count: Int) {
    self.count = count
    place = RingPlace(count: count)
  }

  /// Memory for a count of pairs.
  static func memory(for count: Int) -> [Double] { Array(repeating: 0, count: 2 * count) }

  /// Whether as many pairs were taken as are summed.
  var isFull: Bool { place.isFull }

  /// Takes the next pair in.
  @inline(__always)
  mutating func push(_ next: SIMD2<Double>, _ memory: UnsafeMutablePointer<Double>) {
    value += next - memory[pair: place.index]
    fresh += next
    memory[pair: place.index] = next
    if place.advance() { (value, fresh) = (fresh, .zero) }
    zeros = next.x == 0 && next.y == 0 ? zeros &+ 1 : 0
    if zeros >= count { value = .zero }
  }
}
