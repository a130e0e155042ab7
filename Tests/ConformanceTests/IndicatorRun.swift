// SPDX-License-Identifier: Apache-2.0
import Indicators
import Testing

/// An indicator with its arguments, and the columns of the candle that it reads.
struct IndicatorCall: Sendable, CustomTestStringConvertible {
  let definition: IndicatorDefinition
  let arguments: IndicatorArguments
  let inputs: [CandleColumn]

  var testDescription: String { "\(definition.name)(\(arguments.values.map(\.plain).joined(separator: ", ")))" }
  var outputCount: Int { max(1, definition.outputs.count) }

  /// A call of what a strategy file would write; an indicator of a series reads the close unless it is told otherwise.
  init(_ definition: IndicatorDefinition, _ arguments: [Double], inputs: [CandleColumn]? = nil) throws {
    self.definition = definition
    self.arguments = try definition.arguments(arguments)
    self.inputs =
      switch definition.input {
      case .series: inputs ?? [.close]
      case .pair: inputs ?? [.close, .open]
      case .seriesAndVolume: (inputs ?? [.close]) + [.volume]
      case .candle: []
      }
  }

  func make() -> any IndicatorProcess { definition.make(arguments) }

  /// What a fresh one says to all candles at once, a column for each output.
  func results(on candles: CandleSeries) -> [[Double]] {
    var process = make()
    return results(of: &process, on: candles, chunks: [candles.count])
  }

  /// What a process says to candles, given chunk by chunk; the sizes are gone through again and again.
  func results(of process: inout any IndicatorProcess, on candles: CandleSeries, chunks: [Int]) -> [[Double]] {
    var outputs = Array(repeating: [Double](), count: outputCount)
    let first = ValueTable.candleColumns
    var (row, turn) = (0, 0)
    while row < candles.count {
      let size = min(chunks[turn % chunks.count], candles.count - row)
      turn += 1
      // The table is larger than the chunk, as it is where several series share one.
      var table = ValueTable(columns: first + outputCount, rows: size + turn % 2)
      let stride = table.rows
      table.withColumns { columns in
        for column in 0..<first {
          for place in 0..<size { columns[column * stride + place] = candles.columns[column][row + place] }
        }
      }
      process.run(on: &table, rows: size, inputs: inputs.map(\.rawValue), output: first)
      table.withColumns { columns in
        for output in 0..<outputCount {
          let start = (first + output) * stride
          outputs[output].append(contentsOf: columns[start..<start + size])
        }
      }
      row += size
    }
    return outputs
  }
}

extension Double {
  /// A number as a strategy file writes it.
  var plain: String { self == rounded() && magnitude < 1e15 ? "\(Int(self))" : "\(self)" }
}
