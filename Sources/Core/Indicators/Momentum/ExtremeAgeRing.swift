// SPDX-License-Identifier: Apache-2.0

/// How many steps ago the highest of the last so many values came, of equal ones the latest, in amortised constant time;
/// it works in a piece of memory that it is given, in blocks like ``ExtremeRing``.
struct ExtremeAgeRing: Sendable {
  /// Whether as many values were taken as are looked over.
  private(set) var isFull = false

  private let count: Int
  private var place = 0
  /// The number of the next value, and of the highest one of the block that is being filled.
  private var step = 0.0
  private var currentStep = 0.0
  private var current = -Double.infinity

  /// The age of the highest of a count of values of 1 or above.
  init(count: Int) {
    precondition(count >= 1, "an extreme is one of at least one value")
    self.count = count
  }

  /// Memory for a count of values: each with its number, lower than any.
  static func memory(for count: Int) -> [Double] { Array(repeating: -.infinity, count: 2 * count) }

  /// Takes the next value in.
  ///
  /// - Returns: the age after it, 0 if it is the highest itself; it is meant once there are enough.
  @inline(__always)
  mutating func push(_ next: Double, _ memory: UnsafeMutablePointer<Double>) -> Double {
    let isHighest = next >= current
    current = isHighest ? next : current
    currentStep = isHighest ? step : currentStep
    (memory[2 &* place], memory[2 &* place &+ 1]) = (next, step)
    let now = step
    step += 1
    place &+= 1
    guard place == count else {
      let (older, olderStep) = (memory[2 &* place], memory[2 &* place &+ 1])
      return now - (older > current ? olderStep : currentStep)
    }
    finishBlock(memory)
    return now - currentStep
  }

  /// Puts into each place the highest from there to the end of the full block.
  @inline(never)
  private mutating func finishBlock(_ memory: UnsafeMutablePointer<Double>) {
    var (highest, number) = (-Double.infinity, 0.0)
    for index in (0..<count).reversed() {
      let isHigher = memory[2 &* index] > highest
      highest = isHigher ? memory[2 &* index] : highest
      number = isHigher ? memory[2 &* index &+ 1] : number
      (memory[2 &* index], memory[2 &* index &+ 1]) = (highest, number)
    }
    place = 0
    isFull = true
    current = -.infinity
  }
}
