// SPDX-License-Identifier: Apache-2.0

import Indicators
import MarketData
import StrategyKit
import TradingModel

/// Checks expressions and turns them into nodes of one graph.
struct Compiler {
  /// The plan's timeframe.
  let timeframe: Timeframe
  /// The parameters with their values.
  let parameters: [String: Double]
  /// What the file names under `indicators`.
  let definitions: [String: Definition]
  var graph = Graph()
  /// The other series; the first one is the graph's series 1.
  var inputs: [PlanInput] = []
  /// What is wrong, by expression.
  private(set) var faults: [(expression: Int, fault: ExpressionFault)] = []
  /// The expression at hand.
  private var expression = 0
  private var depth = 0
  private var lowered: [NameUse: Lowered] = [:]
  private var isTooLarge = false

  /// How many other series a plan may have.
  static let inputsMax = 8
  /// How deep expressions nest through the names that they use.
  private static let depthMax = 400

  /// A named expression.
  struct Definition {
    /// Its number among the file's expressions.
    let expression: Int
    /// Nil where it could not be read, or stands in a cycle.
    let syntax: Syntax?
  }

  private struct NameUse: Hashable {
    let name: String
    let series: Int
  }

  init(timeframe: Timeframe, parameters: [String: Double], definitions: [String: Definition]) {
    self.timeframe = timeframe
    self.parameters = parameters
    self.definitions = definitions
  }

  /// Notes that something is wrong.
  mutating func fail(_ range: Range<Int>, _ message: String) -> Lowered {
    faults.append((expression, ExpressionFault(range, message)))
    return .failed
  }

  /// Checks an expression of the file.
  mutating func compile(_ syntax: Syntax, expression: Int, scope: Scope) -> Lowered {
    self.expression = expression
    return single(syntax, 0, scope)
  }

  /// What a name of the file stands for on a series.
  mutating func value(of name: String, series: Int = 0) -> Lowered {
    let use = NameUse(name: name, series: series)
    if let known = lowered[use] { return known }
    guard let definition = definitions[name], let syntax = definition.syntax else { return .failed }
    let user = expression
    expression = definition.expression
    defer { expression = user }
    var value = lower(syntax, series: series, .candles)
    if !value.hasFailed, value.kind == .text || value.kind == .duration {
      value = fail(syntax.range, "an indicator is a number or a condition, and this is \(value.kind.words)")
    }
    lowered[use] = value
    return value
  }

  // MARK: Expressions

  mutating func lower(_ syntax: Syntax, series: Int, _ scope: Scope) -> Lowered {
    guard depth < Self.depthMax else { return fail(syntax.range, "names that use names nest too deeply here") }
    depth += 1
    defer { depth -= 1 }
    switch syntax.kind {
    case .number(let value): return .number(value)
    case .duration(let value): return Lowered(kind: .duration, form: .constant(value))
    case .text(let text): return Lowered(kind: .text, form: .text(text))
    case .truth(let value): return .condition(value)
    case .name(let name): return self.name(name, syntax.range, series, scope)
    case .field(let inner, let field): return self.field(field, of: inner, syntax.range, series, scope)
    case .call(let name, let arguments): return call(name, arguments, syntax.range, series, scope)
    case .past(let inner, let index): return past(inner, index, series, scope)
    case .unary(let operation, let inner): return unary(operation, inner, series, scope)
    case .binary(let operation, let left, let right):
      return binary(operation, left, right, syntax.range, series, scope)
    case .choose(let condition, let yes, let no): return choose(condition, yes, no, syntax.range, series, scope)
    case .on(let inner, let target): return on(target, inner, syntax.range, series)
    }
  }

  /// An expression of which one value is wanted: a bundle stands for its main result.
  mutating func single(_ syntax: Syntax, _ series: Int, _ scope: Scope) -> Lowered {
    let value = lower(syntax, series: series, scope)
    guard case .bundle(let bundle) = value.form else { return value }
    guard let main = bundle.outputs.firstIndex(of: bundle.name) else {
      let all = bundle.outputs.joined(separator: ", ")
      return fail(syntax.range, "\(bundle.name) has several values: \(all); name one, such as .\(bundle.outputs[0])")
    }
    return output(main, of: bundle, syntax.range)
  }

  /// An expression of a kind.
  mutating func single(
    _ syntax: Syntax, _ kind: ValueKind, for user: String, _ series: Int, _ scope: Scope
  ) -> Lowered {
    let value = single(syntax, series, scope)
    if value.hasFailed || value.kind == kind { return value }
    return fail(syntax.range, "\(user) takes \(kind.words) here, and this is \(value.kind.words)")
  }

  /// One result of an indicator.
  mutating func output(_ index: Int, of bundle: Lowered.Bundle, _ range: Range<Int>) -> Lowered {
    let series = graph.nodes[bundle.node].series
    let value = make(.output(index), [bundle.node], series: series, .number, range)
    guard bundle.isOfInput, case .node(let node) = value.form else { return value }
    return make(.last, [node], series: 0, .number, range)
  }

  /// A node of the graph, or that the plan is too large, which is said once.
  mutating func make(
    _ operation: Operation, _ operands: [Int], series: Int, _ kind: ValueKind, _ range: Range<Int>,
    indicatorWarmUp: Int = 0
  ) -> Lowered {
    if let node = graph.node(operation, operands, series: series, indicatorWarmUp: indicatorWarmUp) {
      return Lowered(kind: kind, form: .node(node))
    }
    guard !isTooLarge else { return .failed }
    isTooLarge = true
    return fail(
      range,
      "the strategy is too large from here on: it has at most \(Graph.nodesMax) steps that keep \(Graph.keptMax) values"
    )
  }

  /// An operation on up to three values, done at once where all are known.
  mutating func scalar(
    _ scalar: Scalar, _ operands: [Lowered], _ kind: ValueKind, _ range: Range<Int>, _ series: Int
  ) -> Lowered {
    if operands.contains(where: \.hasFailed) { return .failed }
    let constants = operands.compactMap(\.constant)
    if constants.count == operands.count {
      let value = scalar.value(
        constants[0], constants.count > 1 ? constants[1] : 0, constants.count > 2 ? constants[2] : 0)
      return Lowered(kind: kind, form: .constant(value))
    }
    if let simpler = simplified(scalar, operands) { return simpler }
    let isOfTrade = operands.contains { operand in
      if case .node(let node) = operand.form { graph.nodes[node].series == Graph.trade } else { false }
    }
    let place = isOfTrade ? Graph.trade : series
    var nodes: [Int] = []
    for operand in operands {
      switch operand.form {
      case .node(let node): nodes.append(node)
      case .constant(let value):
        let constant = make(.constant(value.bitPattern), [], series: place, kind, range)
        guard case .node(let node) = constant.form else { return .failed }
        nodes.append(node)
      case .text, .tag, .bundle, .failed: return .failed
      }
    }
    if scalar.isCommutative { nodes.sort() }
    return make(.scalar(scalar), nodes, series: place, kind, range)
  }

  /// What needs no operation because one side is known.
  private func simplified(_ scalar: Scalar, _ operands: [Lowered]) -> Lowered? {
    switch scalar {
    case .and, .or:
      guard let side = operands.firstIndex(where: { $0.constant != nil }), let value = operands[side].constant,
        value == value
      else { return nil }
      return (value == 1) == (scalar == .and) ? operands[1 - side] : .condition(scalar == .or)
    case .choose:
      guard let condition = operands[0].constant else { return nil }
      return condition == 1
        ? operands[1] : condition == 0 ? operands[2] : Lowered(kind: operands[1].kind, form: .constant(.nan))
    default: return nil
    }
  }
}
