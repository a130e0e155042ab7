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

extension StrategyPlan {
  /// What of it is shown, and what its rules about trades say, as a text: plans of equal ``identity`` and words answer
  /// alike.
  var words: String {
    func text(_ rule: PlanRule) -> String { "\(rule.tag): \(rule.text)" }
    let parts: [(String, [String])] = [
      ("values", values.map(\.name)), ("enter", enter.map(text)), ("exit", exit.map(text)),
      ("custom_exit", zip(trade.exitTags, trade.exits).map { "\($0): \($1.text)" }),
      ("custom_stoploss", [trade.stoploss?.text ?? ""]),
      ("adjust_position", trade.adjustments.map { "\($0.tag): \($0.condition.text) \($0.isAdding) \($0.amount.text)" }),
      ("max_entries", [trade.entriesAddedMax.map { "\($0)" } ?? ""]),
      ("prices", [trade.entryPriceProgram?.text ?? "", trade.exitPriceProgram?.text ?? ""]),
    ]
    return parts.map { "\($0): \($1.joined(separator: "; "))" }.joined(separator: "\n")
  }
}
