// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

extension Compiler {
  mutating func unary(_ operation: Syntax.Unary, _ inner: Syntax, _ series: Int, _ scope: Scope) -> Lowered {
    switch operation {
    case .not:
      let value = single(inner, .condition, for: "'not'", series, scope)
      return scalar(.not, [value], .condition, inner.range, series)
    case .negate:
      let value = single(inner, series, scope)
      guard value.hasFailed || value.kind == .number || value.kind == .duration else {
        return fail(inner.range, "'-' takes a number, and this is \(value.kind.words)")
      }
      return scalar(.negate, [value], value.kind, inner.range, series)
    }
  }

  mutating func binary(
    _ operation: Syntax.Binary, _ left: Syntax, _ right: Syntax, _ range: Range<Int>, _ series: Int, _ scope: Scope
  ) -> Lowered {
    if operation == .and || operation == .or {
      let a = single(left, .condition, for: "'\(operation.rawValue)'", series, scope)
      let b = single(right, .condition, for: "'\(operation.rawValue)'", series, scope)
      return scalar(operation == .and ? .and : .or, [a, b], .condition, range, series)
    }
    let (a, b) = (single(left, series, scope), single(right, series, scope))
    if a.hasFailed || b.hasFailed { return .failed }
    return operation.isComparison
      ? compare(operation, a, b, range, series) : calculate(operation, a, b, range, series)
  }

  private mutating func calculate(
    _ operation: Syntax.Binary, _ a: Lowered, _ b: Lowered, _ range: Range<Int>, _ series: Int
  ) -> Lowered {
    let kind: ValueKind? =
      switch (operation, a.kind, b.kind) {
      case (_, .number, .number): .number
      case (.plus, .duration, .duration), (.minus, .duration, .duration), (.remainder, .duration, .duration):
        .duration
      case (.divided, .duration, .duration): .number
      case (.times, .duration, .number), (.times, .number, .duration), (.divided, .duration, .number): .duration
      default: nil
      }
    guard let kind else {
      return fail(range, "'\(operation.rawValue)' doesn't take \(a.kind.words) and \(b.kind.words)")
    }
    let operations: [Syntax.Binary: Scalar] = [
      .plus: .add, .minus: .subtract, .times: .multiply, .divided: .divide, .remainder: .remainder,
    ]
    return scalar(operations[operation] ?? .add, [a, b], kind, range, series)
  }

  private mutating func compare(
    _ operation: Syntax.Binary, _ a: Lowered, _ b: Lowered, _ range: Range<Int>, _ series: Int
  ) -> Lowered {
    guard a.kind == b.kind else {
      return fail(
        range, "'\(operation.rawValue)' compares values of one kind, and these are \(a.kind.words) and \(b.kind.words)")
    }
    let isEquality = operation == .equal || operation == .notEqual
    if a.kind == .text { return compareTexts(operation, a, b, range, series) }
    guard isEquality || a.kind != .condition else {
      return fail(range, "'\(operation.rawValue)' compares numbers, and these are conditions")
    }
    switch operation {
    case .less: return scalar(.less, [a, b], .condition, range, series)
    case .lessOrEqual: return scalar(.lessOrEqual, [a, b], .condition, range, series)
    case .greater: return scalar(.less, [b, a], .condition, range, series)
    case .greaterOrEqual: return scalar(.lessOrEqual, [b, a], .condition, range, series)
    case .notEqual: return scalar(.notEqual, [a, b], .condition, range, series)
    default: return scalar(.equal, [a, b], .condition, range, series)
    }
  }

  private mutating func compareTexts(
    _ operation: Syntax.Binary, _ a: Lowered, _ b: Lowered, _ range: Range<Int>, _ series: Int
  ) -> Lowered {
    guard operation == .equal || operation == .notEqual else {
      return fail(range, "texts are compared with == and != only")
    }
    let isEqual: Lowered
    switch (a.form, b.form) {
    case (.text(let left), .text(let right)): isEqual = .condition(left == right)
    case (.tag, .text(let text)), (.text(let text), .tag):
      isEqual = make(.tagIs(text), [], series: Graph.trade, .condition, range)
    default: isEqual = .condition(true)
    }
    return operation == .equal ? isEqual : scalar(.not, [isEqual], .condition, range, series)
  }

  mutating func choose(
    _ condition: Syntax, _ yes: Syntax, _ no: Syntax, _ range: Range<Int>, _ series: Int, _ scope: Scope
  ) -> Lowered {
    let asked = single(condition, .condition, for: "'if'", series, scope)
    let (a, b) = (single(yes, series, scope), single(no, series, scope))
    if asked.hasFailed || a.hasFailed || b.hasFailed { return .failed }
    guard a.kind == b.kind else {
      return fail(range, "both branches of 'if' are of one kind, and these are \(a.kind.words) and \(b.kind.words)")
    }
    guard a.kind != .text else { return fail(range, "'if' chooses numbers or conditions, and these are texts") }
    return scalar(.choose, [asked, a, b], a.kind, range, series)
  }

  mutating func past(_ inner: Syntax, _ index: Syntax, _ series: Int, _ scope: Scope) -> Lowered {
    let value = single(inner, series, scope)
    guard let count = whole(index, "the number in brackets", 0...ExpressionLimits.lookBack, series) else {
      return .failed
    }
    return count == 0 ? value : history(.past(count), of: value, value.kind, inner.range)
  }

  /// What looks back at a value.
  mutating func history(_ history: History, of value: Lowered, _ kind: ValueKind, _ range: Range<Int>) -> Lowered {
    switch value.form {
    case .failed, .bundle: return .failed
    case .constant(let constant):
      if case .since = history { return .number(constant == 1 ? 0 : .nan) }
      return Lowered(kind: kind, form: .constant(constant))
    case .text, .tag: return fail(range, "a text has no past")
    case .node(let node):
      let series = graph.nodes[node].series
      guard series != Graph.trade else {
        return fail(range, "what depends on the trade has no past; look back at candles and indicators only")
      }
      return make(.history(history), [node], series: series, kind, range)
    }
  }

  /// A whole number that is known without any candle; nil after a fault.
  mutating func whole(_ syntax: Syntax, _ what: String, _ range: ClosedRange<Int>, _ series: Int) -> Int? {
    let value = single(syntax, .number, for: what, series, .candles)
    guard !value.hasFailed else { return nil }
    guard let constant = value.constant else {
      _ = fail(syntax.range, "\(what) must be a constant, made of numbers and parameters only")
      return nil
    }
    if range.lowerBound == 0, constant < 0 {
      _ = fail(syntax.range, "the future can't be seen: x[1] is one candle ago, and \(what) is 0 or above")
      return nil
    }
    guard constant >= Double(range.lowerBound), constant <= Double(range.upperBound), constant == constant.rounded()
    else {
      let wanted = "a whole number from \(range.lowerBound) to \(range.upperBound)"
      _ = fail(syntax.range, "\(what) must be \(wanted), and is \(NumberWords.text(constant))")
      return nil
    }
    return Int(constant)
  }

  // MARK: Other series

  mutating func on(_ target: Syntax.Target, _ inner: Syntax, _ range: Range<Int>, _ series: Int) -> Lowered {
    let other = PlanInput(pair: target.pair, timeframe: target.timeframe ?? timeframe)
    if series != 0, inputs[series - 1] == other { return lower(inner, series: series, .candles) }
    guard series == 0 else {
      return fail(
        range, "this is taken on \(inputs[series - 1].words) already; one expression is taken on one series")
    }
    if other.timeframe < timeframe {
      return fail(
        range, "\(other.timeframe) is below the strategy's timeframe \(timeframe); take an equal or larger one")
    }
    if other.pair == nil, other.timeframe == timeframe { return lower(inner, series: 0, .candles) }
    if other.pair == nil, !other.timeframe.isMade(of: timeframe) {
      return fail(range, "a candle of \(other.timeframe) isn't made of whole candles of \(timeframe)")
    }
    guard let index = input(other) else {
      return fail(range, "a strategy reads at most \(Self.inputsMax) other series")
    }
    let value = lower(inner, series: index, .candles)
    switch value.form {
    case .failed, .constant: return value
    case .node(let node): return make(.last, [node], series: 0, value.kind, range)
    case .bundle(let bundle):
      let other = Lowered.Bundle(name: bundle.name, outputs: bundle.outputs, node: bundle.node, isOfInput: true)
      return Lowered(kind: value.kind, form: .bundle(other))
    case .text, .tag: return fail(range, "'on' takes numbers and conditions, and this is a text")
    }
  }

  private mutating func input(_ input: PlanInput) -> Int? {
    if let index = inputs.firstIndex(of: input) { return index + 1 }
    guard inputs.count < Self.inputsMax else { return nil }
    inputs.append(input)
    graph.basePerInput[inputs.count] = input.timeframe == timeframe ? 1 : input.timeframe.countMax(of: timeframe)
    return inputs.count
  }
}

/// Numbers in messages.
enum NumberWords {
  /// A number as people write it: 14, not 14.0.
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return "undefined" }
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
