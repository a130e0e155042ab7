// SPDX-License-Identifier: Apache-2.0

/// The sums of two series over the last so many pairs of their values, with the care of ``SumRing``; the pairs stand one
/// after the other in a piece of memory that it is given.
struct PairSumRing: Sendable {
  private var place: RingPlace
  private var sums = SIMD2<Double>.zero
  private var fresh = SIMD2<Double>.zero
  private var zeros: ZeroRun

  /// Sums over a count of pairs of 1 or above, in memory that is zero.
  init(count: Int) {
    place = RingPlace(count: count)
    zeros = ZeroRun(count: count)
  }

  /// The sums of the pairs taken so far, of the last ones once there are more; both exactly 0 if all those are.
  var value: SIMD2<Double> { zeros.isWhole ? .zero : sums }

  /// Memory for a count of pairs.
  static func memory(for count: Int) -> [Double] { Array(repeating: 0, count: 2 * count) }

  /// Whether as many pairs were taken as are summed.
  var isFull: Bool { place.isFull }

  /// Takes the next pair in.
  @inline(__always)
  mutating func push(_ next: SIMD2<Double>, _ memory: UnsafeMutablePointer<Double>) {
    sums += next - memory[pair: place.index]
    fresh += next
    memory[pair: place.index] = next
    if place.advance() { (sums, fresh) = (fresh, .zero) }
    zeros.take(isZero: next.x.magnitude + next.y.magnitude == 0)
  }
}
