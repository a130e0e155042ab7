// SPDX-License-Identifier: Apache-2.0

/// How many steps ago the highest of the last so many values came, of equal ones the latest, in amortised constant time;
/// it works in a piece of memory that it is given, in blocks like ``ExtremeRing``.
struct ExtremeAgeRing: Sendable {
  private var place: RingPlace
  /// The number of the next value, and of the highest one of the block that is being filled.
  private var step = 0.0
  private var currentStep = 0.0
  private var current = -Double.infinity

  /// The age of the highest of a count of values of 1 or above.
  init(count: Int) { place = RingPlace(count: count) }

  /// Memory for a count of values: each with its number, lower than any.
  static func memory(for count: Int) -> [Double] { Array(repeating: -.infinity, count: 2 * count) }

  /// Whether as many values were taken as are looked over.
  var isFull: Bool { place.isFull }

  /// Takes the next value in.
  ///
  /// - Returns: the age after it, 0 if it is the highest itself; it is meant once there are enough.
  @inline(__always)
  mutating func push(_ next: Double, _ memory: UnsafeMutablePointer<Double>) -> Double {
    let isHighest = next >= current
    current = isHighest ? next : current
    currentStep = isHighest ? step : currentStep
    memory[pair: place.index] = SIMD2(next, step)
    let now = step
    step += 1
    guard place.advance() else {
      let older = memory[pair: place.index]
      return now - (older.x > current ? older.y : currentStep)
    }
    Self.finishBlock(place.end, memory)
    current = -.infinity
    return now - currentStep
  }

  /// Puts into each place the highest from there to the end of the full block.
  @inline(never)
  private static func finishBlock(_ count: Int, _ memory: UnsafeMutablePointer<Double>) {
    var highest = SIMD2(-Double.infinity, 0)
    for index in (0..<count).reversed() {
      let one = memory[pair: index]
      highest = one.x > highest.x ? one : highest
      memory[pair: index] = highest
    }
  }
}
