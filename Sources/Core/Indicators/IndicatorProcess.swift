// SPDX-License-Identifier: Apache-2.0

/// An indicator that works on the columns of a table: the same code for one candle and for a million.
public protocol IndicatorProcess: Sendable {
  /// How many defined inputs it takes until the first result.
  var warmUp: Int { get }

  /// Takes the first rows of the table, in order.
  ///
  /// - Parameters:
  ///   - table: where inputs stand and results go.
  ///   - rows: how many rows to take.
  ///   - inputs: the columns of the inputs: one for a series, two for a pair, none for a candle.
  ///   - output: the first column of the results, one for each name of the output or one alone. An undefined input is
  ///     left out: its result is undefined, and the indicator is as it was before.
  mutating func run(on table: inout ValueTable, rows: Int, inputs: [Int], output: Int)
}

/// What an indicator answers: one number, or several with names.
public protocol IndicatorOutput {
  /// The names of the numbers, in order; none where there is only one.
  static var names: [String] { get }

  /// Writes the numbers to columns: the first to the place, the others a stride apart.
  func write(to place: UnsafeMutablePointer<Double>, stride: Int)
}

extension Double: IndicatorOutput {
  /// One number needs no name.
  public static var names: [String] { [] }

  /// Writes the number.
  @inlinable
  public func write(to place: UnsafeMutablePointer<Double>, stride: Int) { place.pointee = self }
}

/// An indicator of one series.
public protocol SeriesIndicator: Indicator, IndicatorProcess where Input == Double, Output: IndicatorOutput {}

/// An indicator of two series.
public protocol PairIndicator: Indicator, IndicatorProcess where Input == (Double, Double), Output: IndicatorOutput {}

/// An indicator of candles.
public protocol CandleIndicator: Indicator, IndicatorProcess where Input == Bar, Output: IndicatorOutput {}

extension SeriesIndicator {
  public mutating func run(on table: inout ValueTable, rows: Int, inputs: [Int], output: Int) {
    // A value of its own stays in registers.
    var indicator = consume self
    defer { self = indicator }
    Self.fill(&table, rows, inputs, output) { indicator.update($0) }
  }

  @inline(__always)
  fileprivate static func fill(
    _ table: inout ValueTable, _ rows: Int, _ inputs: [Int], _ output: Int, by take: (Double) -> Output?
  ) {
    let (stride, input) = (table.rows, inputs[0])
    precondition(rows <= stride && input < table.columns, "the input stands in the table")
    precondition(output + max(1, Output.names.count) <= table.columns, "the output fits into the table")
    table.withColumns { columns in
      guard let start = columns.baseAddress else { return }
      for row in 0..<rows {
        let value = start[input * stride + row]
        write(value.isFinite ? take(value) : nil, to: start + (output * stride + row), stride: stride)
      }
    }
  }
}

extension SeriesIndicator where Self: WindowedIndicator {
  /// Takes the first rows of the table, with the memory taken out of the indicator once for all of them.
  public mutating func run(on table: inout ValueTable, rows: Int, inputs: [Int], output: Int) {
    var indicator = consume self
    defer { self = indicator }
    indicator.withMemory { indicator, memory in
      Self.fill(&table, rows, inputs, output) { indicator.step($0, memory) }
    }
  }
}

extension PairIndicator {
  public mutating func run(on table: inout ValueTable, rows: Int, inputs: [Int], output: Int) {
    var indicator = consume self
    defer { self = indicator }
    Self.fill(&table, rows, inputs, output) { indicator.update($0) }
  }

  @inline(__always)
  fileprivate static func fill(
    _ table: inout ValueTable, _ rows: Int, _ inputs: [Int], _ output: Int, by take: (Input) -> Output?
  ) {
    let (stride, left, right) = (table.rows, inputs[0], inputs[1])
    precondition(rows <= stride && max(left, right) < table.columns, "the inputs stand in the table")
    precondition(output + max(1, Output.names.count) <= table.columns, "the output fits into the table")
    table.withColumns { columns in
      guard let start = columns.baseAddress else { return }
      for row in 0..<rows {
        let values = (start[left * stride + row], start[right * stride + row])
        let areFinite = values.0.isFinite && values.1.isFinite
        write(areFinite ? take(values) : nil, to: start + (output * stride + row), stride: stride)
      }
    }
  }
}

extension PairIndicator where Self: WindowedIndicator {
  /// Takes the first rows of the table, with the memory taken out of the indicator once for all of them.
  public mutating func run(on table: inout ValueTable, rows: Int, inputs: [Int], output: Int) {
    var indicator = consume self
    defer { self = indicator }
    indicator.withMemory { indicator, memory in
      Self.fill(&table, rows, inputs, output) { indicator.step($0, memory) }
    }
  }
}

extension CandleIndicator {
  public mutating func run(on table: inout ValueTable, rows: Int, inputs: [Int], output: Int) {
    var indicator = consume self
    defer { self = indicator }
    Self.fill(&table, rows, output) { indicator.update($0) }
  }

  @inline(__always)
  fileprivate static func fill(
    _ table: inout ValueTable, _ rows: Int, _ output: Int, by take: (Bar) -> Output?
  ) {
    let stride = table.rows
    precondition(rows <= stride, "the rows stand in the table")
    precondition(output + max(1, Output.names.count) <= table.columns, "the output fits into the table")
    table.withColumns { columns in
      guard let start = columns.baseAddress else { return }
      for row in 0..<rows {
        let time = start[row]
        // A candle that is undefined, of a larger timeframe that has none yet, is left out.
        let result = time.isFinite ? take(bar(at: start + row, stride: stride, time: time)) : nil
        write(result, to: start + (output * stride + row), stride: stride)
      }
    }
  }

  private static func bar(at place: UnsafeMutablePointer<Double>, stride: Int, time: Double) -> Bar {
    Bar(
      openTime: Int64(time), open: place[stride], high: place[2 * stride], low: place[3 * stride],
      close: place[4 * stride], volume: place[5 * stride])
  }
}

extension CandleIndicator where Self: WindowedIndicator {
  /// Takes the first rows of the table, with the memory taken out of the indicator once for all of them.
  public mutating func run(on table: inout ValueTable, rows: Int, inputs: [Int], output: Int) {
    var indicator = consume self
    defer { self = indicator }
    indicator.withMemory { indicator, memory in
      Self.fill(&table, rows, output) { indicator.step($0, memory) }
    }
  }
}

extension Indicator where Output: IndicatorOutput {
  /// Writes a result, or that there is none.
  fileprivate static func write(_ result: Output?, to place: UnsafeMutablePointer<Double>, stride: Int) {
    if let result { return result.write(to: place, stride: stride) }
    for column in 0..<max(1, Output.names.count) { place[column * stride] = .nan }
  }
}
