// SPDX-License-Identifier: Apache-2.0

/// Columns of numbers, row by row, in which indicators and expressions work: one row for live, many for history. A value
/// that is undefined is not a number.
///
/// The first six columns are the candle: open time in milliseconds, open, high, low, close, volume.
public struct ValueTable: Sendable {
  /// How many rows a column has.
  public let rows: Int
  /// How many columns there are.
  public let columns: Int
  private var storage: [Double]

  /// How many columns the candle takes.
  public static let candleColumns = 6

  /// A table in which all is undefined.
  ///
  /// - Parameters:
  ///   - columns: how many; at least the candle's.
  ///   - rows: how many; 1 or above.
  public init(columns: Int, rows: Int) {
    precondition(columns >= Self.candleColumns && rows >= 1, "a table has the candle's columns and a row")
    self.columns = columns
    self.rows = rows
    storage = Array(repeating: .nan, count: columns * rows)
  }

  /// A value of a column at a row.
  public subscript(column: Int, row: Int) -> Double {
    get { storage[column * rows + row] }
    set { storage[column * rows + row] = newValue }
  }

  /// Writes a candle into a row.
  public mutating func set(_ bar: Bar, row: Int) {
    let values = [Double(bar.openTime), bar.open, bar.high, bar.low, bar.close, bar.volume]
    for (column, value) in values.enumerated() { self[column, row] = value }
  }

  /// The candle of a row.
  public func bar(row: Int) -> Bar {
    Bar(
      openTime: Int64(self[0, row]), open: self[1, row], high: self[2, row], low: self[3, row], close: self[4, row],
      volume: self[5, row])
  }

  /// Gives access to all columns, one after the other, each ``rows`` long.
  public mutating func withColumns<Result>(_ body: (UnsafeMutableBufferPointer<Double>) -> Result) -> Result {
    storage.withUnsafeMutableBufferPointer { body($0) }
  }
}
