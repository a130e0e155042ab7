// SPDX-License-Identifier: Apache-2.0

/// The last confirmed turn of a series of prices: one that so many prices before don't surpass, and so many after don't
/// reach. It is known only when the last of those has come, and stays what it is.
struct SwingPoint: Sendable {
  private var extreme: MonotonicExtreme
  private let count: Int
  private var last: SwingLine?

  /// The last turn among highs or lows, with a count of candles of 1 or above on each side.
  init(_ direction: MonotonicExtreme.Direction, count: Int) {
    extreme = MonotonicExtreme(direction, of: 2 * count + 1)
    self.count = count
  }

  var warmUp: Int { 2 * count + 1 }

  /// Takes the next price in; the last turn after it, or nil while there was none.
  mutating func update(_ price: Double) -> SwingLine? {
    let end = extreme.push(price)
    // Of equal prices the latest is the extreme: in the middle of the window it is above all that came after.
    if extreme.isFull, extreme.age == count {
      last = SwingLine(price: end, age: Double(count))
    } else if let line = last {
      last = SwingLine(price: line.price, age: line.age + 1)
    }
    return last
  }
}

/// A confirmed turn.
struct SwingLine: Sendable {
  let price: Double
  /// How many candles ago it stood.
  let age: Double
}
