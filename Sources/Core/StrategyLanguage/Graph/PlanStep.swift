// SPDX-License-Identifier: Apache-2.0

import Indicators

/// A step over the columns of one series' table.
enum PlanStep: Sendable {
  /// An operation on up to three columns; those that it doesn't take are any.
  case scalar(Scalar, a: Int, b: Int, c: Int, result: Int)
  case history(state: Int, input: Int, result: Int)
  case indicator(state: Int, inputs: [Int], output: Int, outputs: Int)
  /// Another series' last value; what it was before these rows is kept in a latch.
  case last(series: Int, column: Int, latch: Int, result: Int)
}

/// What is computed over the candles of one series, in order.
struct SeriesSteps: Sendable {
  var columns = ValueTable.candleColumns
  var constants: [(column: Int, value: Double)] = []
  var steps: [PlanStep] = []
  var histories: [History] = []
  var indicators: [any IndicatorProcess] = []
  /// For each latch of the base: which column of this series it keeps.
  var latches: [(column: Int, latch: Int)] = []
}

/// Lays the nodes of a graph out as columns and steps.
struct PlanLayout {
  private let graph: Graph
  /// The base's steps, then those of each input.
  private(set) var series: [SeriesSteps]
  /// The column of each node that has one.
  private(set) var columns: [Int: Int] = [:]
  private(set) var latchCount = 0

  /// The steps that the nodes need.
  init(_ graph: Graph, inputs: Int, needed: [Int]) {
    self.graph = graph
    series = Array(repeating: SeriesSteps(), count: inputs + 1)
    for node in needed where graph.nodes[node].series != Graph.trade { add(node) }
  }

  private mutating func add(_ index: Int) {
    let node = graph.nodes[index]
    let place = node.series
    let inputs = node.operands.map { columns[$0] ?? 0 }
    switch node.operation {
    case .candle(let column): columns[index] = column
    case .output(let output): columns[index] = inputs[0] + output
    case .constant(let bits):
      let column = take(1, place)
      series[place].constants.append((column, Double(bitPattern: bits)))
      columns[index] = column
    case .scalar(let scalar):
      let result = take(1, place)
      let (a, b) = (inputs[0], inputs.count > 1 ? inputs[1] : inputs[0])
      let c = inputs.count > 2 ? inputs[2] : a
      series[place].steps.append(.scalar(scalar, a: a, b: b, c: c, result: result))
      columns[index] = result
    case .history(let history):
      let result = take(1, place)
      series[place].histories.append(history)
      series[place].steps.append(
        .history(state: series[place].histories.count - 1, input: inputs[0], result: result))
      columns[index] = result
    case .indicator(let name, let bits): columns[index] = indicator(name, bits, inputs, place)
    case .last:
      let result = take(1, place)
      let other = graph.nodes[node.operands[0]].series
      series[place].steps.append(.last(series: other, column: inputs[0], latch: latchCount, result: result))
      series[other].latches.append((inputs[0], latchCount))
      latchCount += 1
      columns[index] = result
    case .trade, .tagIs: break
    }
  }

  private mutating func take(_ count: Int, _ place: Int) -> Int {
    defer { series[place].columns += count }
    return series[place].columns
  }

  /// The column of an indicator's first result.
  private mutating func indicator(_ name: String, _ bits: [UInt64], _ inputs: [Int], _ place: Int) -> Int {
    guard let definition = IndicatorCatalog.byName[name],
      let arguments = try? definition.arguments(bits.map { Double(bitPattern: $0) })
    else { preconditionFailure("the compiler checked the indicator \(name) and its arguments") }
    let outputs = max(1, definition.outputs.count)
    let column = take(outputs, place)
    series[place].indicators.append(definition.make(arguments))
    series[place].steps.append(
      .indicator(state: series[place].indicators.count - 1, inputs: inputs, output: column, outputs: outputs))
    return column
  }
}
