// SPDX-License-Identifier: Apache-2.0

import StrategyKit

/// An expression over a trade and the values of a candle, as instructions whose results later ones use.
struct TradeProgram: Sendable {
  private var instructions: [Instruction] = []

  private enum Instruction: Sendable {
    case constant(Double)
    /// A value of the row, by its slot.
    case slot(Int)
    case field(TradeField)
    case tagIs(String)
    case scalar(Scalar, Int, Int, Int)
  }

  /// A number that needs nothing.
  init(constant: Double) { instructions = [.constant(constant)] }

  /// What computes a node; `slot` says where the row has the value of a node that doesn't depend on the trade.
  init(_ root: Int, of graph: Graph, slot: (Int) -> Int) {
    var places: [Int: Int] = [:]
    for index in Self.nodes(of: root, in: graph) {
      let node = graph.nodes[index]
      if node.series != Graph.trade {
        instructions.append(.slot(slot(index)))
      } else {
        let operands = node.operands.map { places[$0] ?? 0 }
        switch node.operation {
        case .constant(let bits): instructions.append(.constant(Double(bitPattern: bits)))
        case .trade(let field): instructions.append(.field(field))
        case .tagIs(let tag): instructions.append(.tagIs(tag))
        case .scalar(let scalar):
          let b = operands.count > 1 ? operands[1] : operands[0]
          instructions.append(.scalar(scalar, operands[0], b, operands.count > 2 ? operands[2] : b))
        case .candle, .history, .indicator, .output, .last:
          preconditionFailure("what looks back doesn't depend on a trade")
        }
      }
      places[index] = instructions.count - 1
    }
  }

  /// The nodes of a trade expression, and the first ones below it that don't depend on the trade.
  static func nodes(of root: Int, in graph: Graph) -> [Int] {
    var isNeeded: Set<Int> = [root]
    var unread = [root]
    while let index = unread.popLast() {
      guard graph.nodes[index].series == Graph.trade else { continue }
      for operand in graph.nodes[index].operands where isNeeded.insert(operand).inserted { unread.append(operand) }
    }
    return isNeeded.sorted()
  }

  /// What it computes: programs of equal texts compute the same of equal rows.
  var text: String {
    instructions.map { instruction in
      switch instruction {
      case .constant(let value): "#\(value)"
      case .slot(let slot): "v\(slot)"
      case .field(let field): field.rawValue
      case .tagIs(let tag): "tag=\(tag)"
      case .scalar(let scalar, let a, let b, let c): "s\(scalar.rawValue)(\(a),\(b),\(c))"
      }
    }.joined(separator: " ")
  }

  /// The value for a trade at a candle; not a number where it is undefined.
  func value(_ row: [Double], _ trade: TradeContext) -> Double {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: instructions.count) { results in
      for (place, instruction) in instructions.enumerated() {
        let result: Double
        switch instruction {
        case .constant(let value): result = value
        case .slot(let slot): result = slot < row.count ? row[slot] : .nan
        case .field(let field): result = Scalar.finite(trade.value(field))
        case .tagIs(let tag): result = trade.tag == tag ? 1 : 0
        case .scalar(let scalar, let a, let b, let c): result = scalar.value(results[a], results[b], results[c])
        }
        results.initializeElement(at: place, to: result)
      }
      return results[instructions.count - 1]
    }
  }
}
