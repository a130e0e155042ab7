// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

extension PlanIdentity {
  /// What a plan computes, node by node, and which nodes are shown.
  init(_ graph: Graph, needed: [Int], groups: [[Int]], inputs: [PlanInput], timeframe: Timeframe) {
    var text = timeframe.text
    for input in inputs { text += " \(input.pair?.description ?? "")@\(input.timeframe.text)" }
    var numbers: [Int: Int] = [:]
    for index in needed {
      let node = graph.nodes[index]
      numbers[index] = numbers.count
      text += "\n\(node.series) " + Self.text(of: node.operation)
      for operand in node.operands { text += " \(numbers[operand] ?? 0)" }
    }
    for group in groups {
      text += "\n="
      for root in group { text += " \(numbers[root] ?? 0)" }
    }
    self.text = text
  }

  private static func text(of operation: Operation) -> String {
    switch operation {
    case .constant(let bits): "#\(String(bits, radix: 16))"
    case .candle(let column): "c\(column)"
    case .scalar(let scalar): "s\(scalar.rawValue)"
    case .history(.past(let count)): "past\(count)"
    case .history(.highestBefore(let count)): "highest\(count)"
    case .history(.lowestBefore(let count)): "lowest\(count)"
    case .history(.happened(let count)): "happened\(count)"
    case .history(.since(let count)): "since\(count)"
    case .indicator(let name, let bits): name + bits.map { "," + String($0, radix: 16) }.joined()
    case .output(let index): "o\(index)"
    case .last: "last"
    case .trade(let field): "t\(field.rawValue)"
    case .tagIs(let tag): "tag\(tag)"
    }
  }
}
