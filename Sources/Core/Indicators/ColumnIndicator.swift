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
    run(on: &table, rows, inputs, output) { indicator, columns, results in
      indicator.take(columns, 0..<rows, to: results)
    }
  }

  /// Takes rows of which all are defined, which is asked once for all of them; others one by one.
  @inline(__always)
  mutating func run(
    on table: inout ValueTable, _ rows: Int, _ inputs: [Int], _ output: Int,
    allDefined body: (inout Self, Columns, ResultColumns<Output>) -> Void
  ) {
    let stride = table.rows
    precondition(rows <= stride && inputs.allSatisfy { $0 < table.columns }, "the inputs stand in the table")
    precondition(output + max(1, Output.names.count) <= table.columns, "the output fits into the table")
    table.withColumns { values in
      guard let start = values.baseAddress else { return }
      let columns = Columns(start, stride: stride, inputs: inputs)
      let results = ResultColumns<Output>(start: start + output * stride, stride: stride)
      if columns.areDefined(rows: rows) {
        body(&self, columns, results)
      } else {
        for row in 0..<rows { results.write(columns.isDefined(row) ? update(columns[row]) : nil, row: row) }
      }
    }
  }

  /// Takes defined rows, one after the other.
  @inline(__always)
  mutating func take(_ columns: Columns, _ rows: Range<Int>, to results: ResultColumns<Output>) {
    // A value of its own stays in registers.
    var indicator = consume self
    defer { self = indicator }
    for row in rows { results.write(indicator.update(columns[row]), row: row) }
  }
}

extension ColumnIndicator where Self: WindowedIndicator {
  /// Takes the first rows of the table, with the memory taken out of the indicator once for all of them.
  public mutating func run(on table: inout ValueTable, rows: Int, inputs: [Int], output: Int) {
    run(on: &table, rows, inputs, output) { indicator, columns, results in
      indicator.withMemory { shared, memory in
        var indicator = consume shared
        defer { shared = indicator }
        for row in 0..<rows { results.write(indicator.step(columns[row], memory), row: row) }
      }
    }
  }
}

/// The columns of a table to which results go.
struct ResultColumns<Output: IndicatorOutput> {
  let start: UnsafeMutablePointer<Double>
  let stride: Int

  /// Writes the result of a row, or that there is none.
  @inline(__always)
  func write(_ result: Output?, row: Int) {
    if let result { return result.write(to: start + row, stride: stride) }
    for column in 0..<max(1, Output.names.count) { start[column * stride + row] = .nan }
  }
}
