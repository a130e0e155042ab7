// SPDX-License-Identifier: Apache-2.0

import Indicators
import TradingModel

/// What a node of the graph computes.
enum Operation: Hashable {
  /// A number, by its bits, so that equal ones are one.
  case constant(UInt64)
  /// A column of the candle.
  case candle(Int)
  case scalar(Scalar)
  case history(History)
  /// An indicator of the catalog with checked arguments, by their bits. Its results are read by `output`.
  case indicator(String, [UInt64])
  /// One of an indicator's results.
  case output(Int)
  /// The value of another series' last closed candle.
  case last
  /// Something of the trade.
  case trade(TradeField)
  /// Whether the trade's tag is this.
  case tagIs(String)
}

/// A node: an operation on nodes before it.
struct GraphNode: Hashable {
  let operation: Operation
  let operands: [Int]
  /// In which series it lives: 0 is the base's, 1 and above are inputs, ``Graph/trade`` belongs to no candle.
  let series: Int
}

/// A graph of expressions in which equal nodes exist once. Operands come before what uses them.
struct Graph {
  /// The series of what depends on a trade.
  static let trade = -1
  /// How many nodes a plan may have.
  static let nodesMax = 5000
  /// How many values all nodes of a plan may keep.
  static let keptMax = 100_000

  private(set) var nodes: [GraphNode] = []
  /// How many candles of its own series each node takes until it can be defined; 0 for a constant.
  private(set) var warmUps: [Int] = []
  /// How many candles of inputs each node of the base takes besides, by series.
  private(set) var inputWarmUps: [[Int: Int]] = []
  /// How many candles of the base one of an input takes at most.
  var basePerInput: [Int: Int] = [:]
  /// How many values are kept.
  private(set) var kept = 0
  private var known: [GraphNode: Int] = [:]

  /// The node that computes this, a new one if there is none yet; nil where the plan would become too large.
  mutating func node(_ operation: Operation, _ operands: [Int], series: Int, indicatorWarmUp: Int = 0) -> Int? {
    let node = GraphNode(operation: operation, operands: operands, series: series)
    if let index = known[node] { return index }
    guard nodes.count < Self.nodesMax else { return nil }
    kept += keeps(operation, indicatorWarmUp)
    guard kept <= Self.keptMax else { return nil }
    let before = operands.map { warmUps[$0] }.max() ?? 0
    nodes.append(node)
    warmUps.append(warmUp(operation, before, indicatorWarmUp))
    inputWarmUps.append(inputWarmUps(operation, operands, indicatorWarmUp))
    known[node] = nodes.count - 1
    return nodes.count - 1
  }

  private func keeps(_ operation: Operation, _ indicatorWarmUp: Int) -> Int {
    switch operation {
    case .history(let history): history.kept
    case .indicator: indicatorWarmUp
    default: 0
    }
  }

  private func warmUp(_ operation: Operation, _ before: Int, _ indicator: Int) -> Int {
    switch operation {
    case .constant, .trade, .tagIs: 0
    // The candles of inputs are there from the first one of the base on.
    case .candle, .last: 1
    case .history(let history): before + history.delay
    case .indicator: max(before, 1) + indicator - 1
    case .scalar, .output: before
    }
  }

  private func inputWarmUps(_ operation: Operation, _ operands: [Int], _ indicator: Int) -> [Int: Int] {
    if case .last = operation { return [nodes[operands[0]].series: warmUps[operands[0]]] }
    let delay =
      switch operation {
      case .history(let history): history.delay
      case .indicator: indicator - 1
      default: 0
      }
    return operands.reduce(into: [:]) { warmUps, operand in
      for (series, count) in inputWarmUps[operand] {
        let perInput = basePerInput[series] ?? 1
        // So many of the input's candles close during the delay.
        warmUps[series] = max(warmUps[series] ?? 0, count + (delay + perInput - 1) / perInput)
      }
    }
  }

  /// The number of a constant node, or nil.
  func constant(_ node: Int) -> Double? {
    guard case .constant(let bits) = nodes[node].operation else { return nil }
    return Double(bitPattern: bits)
  }

  /// All nodes that some nodes need, themselves included, in order.
  func needed(by roots: [Int]) -> [Int] {
    var isNeeded = Array(repeating: false, count: nodes.count)
    for root in roots { isNeeded[root] = true }
    for index in nodes.indices.reversed() where isNeeded[index] {
      for operand in nodes[index].operands { isNeeded[operand] = true }
    }
    return nodes.indices.filter { isNeeded[$0] }
  }
}
