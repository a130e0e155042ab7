// SPDX-License-Identifier: Apache-2.0

/// The columns of a ``ValueTable`` in which an indicator's inputs stand; it is used only while the table gives access to
/// them, for rows that the table has.
public protocol InputColumns {
  /// What an indicator takes at a row.
  associatedtype Row

  /// Columns of a table by their places in it.
  ///
  /// - Parameters:
  ///   - start: the table's first value.
  ///   - stride: how many values a column has.
  ///   - inputs: which columns are read, where that isn't always the same.
  init(_ start: UnsafePointer<Double>, stride: Int, inputs: [Int])

  /// What stands in a row.
  subscript(row: Int) -> Row { get }

  /// Whether the input of a row is defined.
  func isDefined(_ row: Int) -> Bool

  /// Whether the inputs of so many first rows are all defined.
  func areDefined(rows: Int) -> Bool
}

/// The column of one series.
public struct SeriesColumn: InputColumns {
  let values: UnsafePointer<Double>

  /// The column of the first input.
  @inline(__always)
  public init(_ start: UnsafePointer<Double>, stride: Int, inputs: [Int]) { values = start + inputs[0] * stride }

  /// The value of a row.
  @inline(__always)
  public subscript(row: Int) -> Double { values[row] }

  /// Whether the value of a row is finite.
  public func isDefined(_ row: Int) -> Bool { values[row].isFinite }

  /// Whether the values of so many first rows are all finite.
  public func areDefined(rows: Int) -> Bool {
    // Where not all of the exponent is ones, one more doesn't reach the sign. Written like this it is a few steps for
    // several rows at a time.
    var sums: UInt64 = 0
    for row in 0..<rows { sums |= (values[row].bitPattern & 0x7FFF_FFFF_FFFF_FFFF) &+ 0x0010_0000_0000_0000 }
    return sums >> 63 == 0
  }
}

/// The columns of two series.
public struct PairColumns: InputColumns {
  private let first: SeriesColumn
  private let second: SeriesColumn

  /// The columns of the first two inputs.
  @inline(__always)
  public init(_ start: UnsafePointer<Double>, stride: Int, inputs: [Int]) {
    first = SeriesColumn(start, stride: stride, inputs: inputs)
    second = SeriesColumn(start + inputs[1] * stride, stride: stride, inputs: [0])
  }

  /// Both values of a row.
  @inline(__always)
  public subscript(row: Int) -> (Double, Double) { (first[row], second[row]) }

  /// Whether both values of a row are finite.
  public func isDefined(_ row: Int) -> Bool { first.isDefined(row) && second.isDefined(row) }

  /// Whether both values of so many first rows are all finite.
  public func areDefined(rows: Int) -> Bool { first.areDefined(rows: rows) && second.areDefined(rows: rows) }
}

/// The columns of candles, which stand first in a table.
public struct CandleColumns: InputColumns {
  private let start: UnsafePointer<Double>
  private let stride: Int

  /// The first columns.
  @inline(__always)
  public init(_ start: UnsafePointer<Double>, stride: Int, inputs: [Int]) {
    (self.start, self.stride) = (start, stride)
  }

  /// The candle of a row.
  @inline(__always)
  public subscript(row: Int) -> Bar {
    let place = start + row
    return Bar(
      openTime: Self.whole(place[0]), open: place[stride], high: place[2 &* stride], low: place[3 &* stride],
      close: place[4 &* stride], volume: place[5 &* stride])
  }

  /// Whether there is a candle in a row: of a larger timeframe there may be none yet, or no new one.
  public func isDefined(_ row: Int) -> Bool { start[row].isFinite }

  /// Whether there is a candle in each of so many first rows.
  public func areDefined(rows: Int) -> Bool {
    SeriesColumn(start, stride: stride, inputs: [0]).areDefined(rows: rows)
  }

  /// A time that is whole and within 2⁵¹ milliseconds of 1970, as all are. Unlike `Int64(time)` it can't fail, so that
  /// an indicator that knows no time doesn't pay for it: next to this number doubles are one apart.
  @inline(__always)
  private static func whole(_ time: Double) -> Int64 {
    let origin = 0x1.8p52
    return Int64(bitPattern: (origin + time).bitPattern &- origin.bitPattern)
  }
}
