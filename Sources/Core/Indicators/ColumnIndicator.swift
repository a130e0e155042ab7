// SPDX-License-Identifier: Apache-2.0

/// An indicator that takes its inputs from columns of a table and writes its results to others.
public protocol ColumnIndicator: Indicator, IndicatorProcess where Input == Columns.Row, Output: IndicatorOutput {
  /// Where its inputs stand.
  associatedtype Columns: InputColumns
}

/// An indicator of one series.
public protocol SeriesIndicator: ColumnIndicator where Columns == SeriesColumn {}

/// An indicator of two series.
public protocol PairIndicator: ColumnIndicator where Columns == PairColumns {}

/// An indicator of candles.
public protocol CandleIndicator: ColumnIndicator where Columns == CandleColumns {}

extension ColumnIndicator {
  /// Takes the first rows of the table, in order.
  public mutating func run(on table: inout ValueTable, rows: Int, inputs: [Int], output: Int) {
    take(&table, rows, inputs, output) { indicator, input in indicator.update(input) }
  }

  /// Takes the first rows of the table by a step.
  @inline(__always)
  private mutating func take(
    _ table: inout ValueTable, _ rows: Int, _ inputs: [Int], _ output: Int, by step: (inout Self, Input) -> Output?
  ) {
    let stride = table.rows
    precondition(rows <= stride && inputs.allSatisfy { $0 < table.columns }, "the inputs stand in the table")
    precondition(output + max(1, Output.names.count) <= table.columns, "the output fits into the table")
    table.withColumns { values in
      guard let start = values.baseAddress else { return }
      let columns = Columns(start, stride: stride, inputs: inputs)
      take(columns, rows, to: start + output * stride, stride: stride, by: step)
    }
  }

  /// Takes rows one after the other; whether all are defined is asked once.
  @inline(__always)
  private mutating func take(
    _ columns: Columns, _ rows: Int, to results: UnsafeMutablePointer<Double>, stride: Int,
    by step: (inout Self, Input) -> Output?
  ) {
    // A value of its own stays in registers.
    var indicator = consume self
    defer { self = indicator }
    if columns.areDefined(rows: rows) {
      for row in 0..<rows { Self.write(step(&indicator, columns[row]), to: results + row, stride: stride) }
    } else {
      for row in 0..<rows {
        let result = columns.isDefined(row) ? step(&indicator, columns[row]) : nil
        Self.write(result, to: results + row, stride: stride)
      }
    }
  }

  /// Writes a result, or that there is none.
  @inline(__always)
  private static func write(_ result: Output?, to place: UnsafeMutablePointer<Double>, stride: Int) {
    if let result { return result.write(to: place, stride: stride) }
    for column in 0..<max(1, Output.names.count) { place[column * stride] = .nan }
  }
}

extension ColumnIndicator where Self: WindowedIndicator {
  /// Takes the first rows of the table, with the memory taken out of the indicator once for all of them.
  public mutating func run(on table: inout ValueTable, rows: Int, inputs: [Int], output: Int) {
    withMemory { indicator, memory in
      indicator.take(&table, rows, inputs, output) { indicator, input in indicator.step(input, memory) }
    }
  }
}
