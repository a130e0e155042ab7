// SPDX-License-Identifier: Apache-2.0

/// The variances and the covariance of the last so many pairs of values, in amortised constant time and with the care
/// of ``MomentsRing``; the pairs stand one after the other in a piece of memory that it is given.
struct ComomentsRing: Sendable {
  /// The variances of the first and of the second values, once there are enough; 0 or above.
  private(set) var variances = SIMD2<Double>.zero
  /// The covariance of both.
  private(set) var covariance = 0.0

  private let count: Double
  private let share: Double
  private var place: RingPlace
  private var now = Sums()
  private var fresh = Sums()
  /// The largest that the sums of squares were since they were made anew; their rounding errors are still in them.
  private var largest = SIMD2<Double>.zero

  /// Sums of the distances from an origin, of their squares and their products.
  private struct Sums {
    var origin = SIMD2<Double>.zero
    var sums = SIMD2<Double>.zero
    var squares = SIMD2<Double>.zero
    var products = 0.0

    init(origin: SIMD2<Double> = .zero) { self.origin = origin }

    @inline(never)
    init(of memory: UnsafeMutablePointer<Double>, _ places: Range<Int>, origin: SIMD2<Double>) {
      self.origin = origin
      for index in places { add(memory[pair: index]) }
    }

    @inline(__always)
    mutating func add(_ pair: SIMD2<Double>) {
      let distance = pair - origin
      sums += distance
      squares += distance * distance
      products += distance.x * distance.y
    }

    @inline(__always)
    mutating func replace(_ old: SIMD2<Double>, by next: SIMD2<Double>) {
      let (gone, come) = (old - origin, next - origin)
      sums += next - old
      squares += (next - old) * (come + gone)
      products += come.x * come.y - gone.x * gone.y
    }
  }

  /// Moments of a count of pairs of 1 or above.
  init(count: Int) {
    self.count = Double(count)
    share = 1 / Double(count)
    place = RingPlace(count: count)
  }

  /// Memory for a count of pairs.
  static func memory(for count: Int) -> [Double] { Array(repeating: 0, count: 2 * count) }

  /// Whether as many pairs were taken as are looked over.
  var isFull: Bool { place.isFull }

  /// Takes the next pair in.
  @inline(__always)
  mutating func push(_ next: SIMD2<Double>, _ memory: UnsafeMutablePointer<Double>) {
    let old = memory[pair: place.index]
    memory[pair: place.index] = next
    fresh.add(next)
    now.replace(old, by: next)
    largest = largest.replacing(with: now.squares, where: now.squares .> largest)
    if place.advance() {
      now = fresh
      fresh = Sums(origin: next)
      largest = now.squares
    }
    guard isFull else { return }
    measure()
    let floor = largest * 1e-4
    if variances.x * count < floor.x || variances.y * count < floor.y {
      now = Sums(of: memory, place.start..<place.end, origin: next)
      largest = now.squares
      measure()
      variances = variances.replacing(with: 0, where: variances .< 0)
    }
  }

  @inline(__always)
  private mutating func measure() {
    let means = now.sums * share
    variances = now.squares * share - means * means
    covariance = now.products * share - means.x * means.y
  }
}
