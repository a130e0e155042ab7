// SPDX-License-Identifier: Apache-2.0

/// What looks back: a state per node, the same for one row and for many.
enum History: Hashable, Sendable {
  /// The value so many candles ago.
  case past(Int)
  /// The highest of so many values before this one; undefined where one of them is.
  case highestBefore(Int)
  /// The lowest of so many values before this one; undefined where one of them is.
  case lowestBefore(Int)
  /// Whether a condition was true at one of the last so many candles, this one included.
  case happened(Int)
  /// How many candles ago a condition was last true; undefined where that is so many ago or more.
  case since(Int)

  /// How many values it keeps.
  var kept: Int {
    switch self {
    case .past(let count): count
    case .highestBefore(let count), .lowestBefore(let count): 2 * count + 2
    case .happened, .since: 2
    }
  }

  /// How many candles more it needs than its operand.
  var delay: Int {
    switch self {
    case .past(let count), .highestBefore(let count), .lowestBefore(let count): count
    case .happened(let count), .since(let count): count - 1
    }
  }
}

/// The memory of one ``History``.
enum HistoryState: Sendable {
  case past(Ring)
  case extreme(SlidingExtreme)
  case event(EventCounter, isCount: Bool)

  init(_ history: History) {
    switch history {
    case .past(let count): self = .past(Ring(count: count))
    case .highestBefore(let count): self = .extreme(SlidingExtreme(count: count, sign: 1))
    case .lowestBefore(let count): self = .extreme(SlidingExtreme(count: count, sign: -1))
    case .happened(let count): self = .event(EventCounter(window: count), isCount: false)
    case .since(let count): self = .event(EventCounter(window: count), isCount: true)
    }
  }

  /// Takes rows of a column and writes the results.
  mutating func run(_ input: UnsafePointer<Double>, _ result: UnsafeMutablePointer<Double>, rows: Int) {
    // The state is moved out and back, so that it is changed in place.
    switch self {
    case .past(var ring):
      self = .past(Ring(count: 0))
      for row in 0..<rows { result[row] = ring.take(input[row]) }
      self = .past(ring)
    case .extreme(var extreme):
      self = .past(Ring(count: 0))
      for row in 0..<rows { result[row] = extreme.take(input[row]) }
      self = .extreme(extreme)
    case .event(var counter, let isCount):
      for row in 0..<rows {
        counter.take(input[row])
        result[row] = isCount ? counter.sinceTrue : counter.happened
      }
      self = .event(counter, isCount: isCount)
    }
  }
}

/// The last so many values.
struct Ring: Sendable {
  private var values: [Double]
  private var place = 0

  init(count: Int) { values = Array(repeating: .nan, count: count) }

  /// Takes a value in and gives back the one that is so many older.
  @inline(__always) mutating func take(_ value: Double) -> Double {
    guard !values.isEmpty else { return value }
    let old = values[place]
    values[place] = value
    place = place + 1 == values.count ? 0 : place + 1
    return old
  }
}

/// The highest of the values before, in constant time on average: those that can still become it, falling.
struct SlidingExtreme: Sendable {
  private let count: Int
  /// 1 for the highest, -1 for the lowest.
  private let sign: Double
  private var values: [Double]
  private var numbers: [Int]
  private var first = 0
  private var length = 0
  /// How many values were taken in.
  private var taken = 0
  /// The number of the last undefined value.
  private var undefined = 0

  init(count: Int, sign: Double) {
    self.count = count
    self.sign = sign
    values = Array(repeating: 0, count: count + 1)
    numbers = Array(repeating: 0, count: count + 1)
  }

  /// The extreme of the values before this one, which is then taken in.
  mutating func take(_ value: Double) -> Double {
    let isDefined = taken >= count && taken - undefined >= count && length > 0
    let result = isDefined ? values[first] * sign : .nan
    taken += 1
    if length > 0, numbers[first] <= taken - count {
      first = (first + 1) % values.count
      length -= 1
    }
    guard value == value else {
      undefined = taken
      length = 0
      return result
    }
    let signed = value * sign
    while length > 0, values[(first + length - 1) % values.count] <= signed { length -= 1 }
    let place = (first + length) % values.count
    values[place] = signed
    numbers[place] = taken
    length += 1
    return result
  }
}

/// How long ago a condition was true, and undefined.
struct EventCounter: Sendable {
  private let window: Int
  private var trueAgo: Int
  private var undefinedAgo = 0

  init(window: Int) {
    self.window = window
    trueAgo = window
  }

  @inline(__always) mutating func take(_ value: Double) {
    trueAgo = value == 1 ? 0 : min(trueAgo + 1, window)
    undefinedAgo = value == value ? min(undefinedAgo + 1, window) : 0
  }

  /// Kleene's "or" over the window; before the first candle all was undefined.
  @inline(__always) var happened: Double { trueAgo < window ? 1 : undefinedAgo < window ? .nan : 0 }

  @inline(__always) var sinceTrue: Double { trueAgo < window && undefinedAgo > trueAgo ? Double(trueAgo) : .nan }
}
