// SPDX-License-Identifier: Apache-2.0

/// An indicator of one series whose result comes from the last so many values alone, whatever was before them.
///
/// Over many rows these values are read where they stand, in the table's column; from one candle to the next the
/// indicator keeps them.
public protocol LookbackIndicator: SeriesIndicator {
  associatedtype Output

  /// The last values, as many as ``Indicator/warmUp``.
  var recent: RecentValues { get set }

  /// The result at the newest of the last values.
  ///
  /// - Parameter newest: the newest value; the others stand before it, the oldest first.
  func result(_ newest: UnsafePointer<Double>) -> Output
}

extension LookbackIndicator {
  /// So many values as it looks back over.
  public var warmUp: Int { recent.count }

  /// Takes the next value in; the result after it, or nil while too few were taken.
  public mutating func update(_ value: Double) -> Output? {
    recent.push(value)
    return recent.withNewest { result($0) }
  }

  /// Takes the first rows of the table, in order.
  public mutating func run(on table: inout ValueTable, rows: Int, inputs: [Int], output: Int) {
    run(on: &table, rows, inputs, output) { indicator, columns, results in
      let count = indicator.recent.count
      // The first ones look back to values that came before the table's.
      indicator.take(columns, 0..<min(rows, count - 1), to: results)
      guard rows >= count else { return }
      for row in (count - 1)..<rows { results.write(indicator.result(columns.values + row), row: row) }
      indicator.recent.replaceAll(endingBefore: columns.values + rows)
    }
  }
}

/// The last so many values of a series, one after the other in memory.
public struct RecentValues: Sendable {
  /// How many are kept; 1 or above.
  public let count: Int

  /// Twice as many places, so that the values are moved to the front only once per count.
  private var places: [Double]
  private var end = 0

  /// Room for a count of values of 1 or above.
  init(count: Int) {
    precondition(count >= 1, "at least one value is kept")
    self.count = count
    places = Array(repeating: 0, count: 2 * count)
  }

  /// Takes the next value in.
  mutating func push(_ value: Double) {
    if end == places.count {
      for index in 1..<count { places[index - 1] = places[count + index] }
      end = count - 1
    }
    places[end] = value
    end += 1
  }

  /// Takes as many values in as are kept, the last of which stands before a place.
  mutating func replaceAll(endingBefore place: UnsafePointer<Double>) {
    for index in 0..<count { places[index] = place[index - count] }
    end = count
  }

  /// Gives access to the newest value, before which the others stand; nil while there were too few.
  func withNewest<Result>(_ body: (UnsafePointer<Double>) -> Result) -> Result? {
    guard end >= count else { return nil }
    return places.withUnsafeBufferPointer { buffer in buffer.baseAddress.map { body($0 + end - 1) } }
  }
}
