// SPDX-License-Identifier: Apache-2.0

import Indicators
import StrategyKit

/// The names that expressions have from the start.
enum BuiltInNames {
  /// The candle's columns in a table.
  static let columns = ["open": 1, "high": 2, "low": 3, "close": 4, "volume": 5]
  /// Averages of a candle's prices: which columns.
  static let averages = ["hl2": [2, 3], "hlc3": [2, 3, 4], "ohlc4": [1, 2, 3, 4]]
  /// All series, in order.
  static let series = ["open", "high", "low", "close", "volume", "hl2", "hlc3", "ohlc4"]
  /// What only the rules of a trade can name.
  static let ofTrade = ["trade", "rate", "proposed"]

  /// What is wrong with a name that a file gives; nil for nothing.
  static func fault(of name: String, kind: String) -> String? {
    let letters = Array(name.utf8)
    let isWord = letters.allSatisfy { byte in
      byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    guard (1...40).contains(letters.count), isWord, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(letters[0]) else {
      return "the name of \(kind) has 1 to 40 letters, digits and _, and begins with a letter"
    }
    if Parser.keywords.contains(name) { return "'\(name)' is a word of the language; choose another name" }
    if series.contains(name) { return "'\(name)' would hide the series \(name); choose another name" }
    if ofTrade.contains(name) { return "'\(name)' would hide what rules read of a trade; choose another name" }
    if BuiltInFunction(rawValue: name) != nil {
      return "'\(name)' would hide the function \(name); choose another name"
    }
    return nil
  }
}

extension Compiler {
  mutating func name(_ name: String, _ range: Range<Int>, _ series: Int, _ scope: Scope) -> Lowered {
    if let column = BuiltInNames.columns[name] { return make(.candle(column), [], series: series, .number, range) }
    if let columns = BuiltInNames.averages[name] { return average(columns, range, series) }
    if let value = parameters[name] { return .number(value) }
    if definitions[name] != nil { return value(of: name, series: series) }
    switch name {
    case "rate":
      guard scope != .candles else { return ofTradeOnly("rate", range) }
      return make(.trade(.rate), [], series: Graph.trade, .number, range)
    case "proposed":
      guard scope == .price else { return fail(range, "'proposed' may stand in entry_price and exit_price only") }
      return make(.trade(.proposed), [], series: Graph.trade, .number, range)
    case "trade":
      guard scope != .candles else { return ofTradeOnly("trade", range) }
      return fail(range, "write which figure of the trade: trade.\(TradeField.names.joined(separator: ", trade."))")
    default: return fail(range, unknown(name))
    }
  }

  private func unknown(_ name: String) -> String {
    if let definition = IndicatorCatalog.byName[name] {
      return "'\(name)' is an indicator and needs its arguments: \(Self.usage(definition))"
    }
    if let function = BuiltInFunction(rawValue: name) {
      return "'\(name)' is a function and needs its arguments: \(function.usage)"
    }
    let known = definitions.keys.sorted() + parameters.keys.sorted() + BuiltInNames.series + BuiltInNames.ofTrade
    let hint = NameSuggestion.closest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
    return "there is no '\(name)' here\(hint)"
  }

  private mutating func ofTradeOnly(_ name: String, _ range: Range<Int>) -> Lowered {
    fail(
      range,
      "'\(name)' may stand in custom_exit, custom_stoploss, adjust_position, entry_price and exit_price only, and not on"
        + " another series")
  }

  private mutating func average(_ columns: [Int], _ range: Range<Int>, _ series: Int) -> Lowered {
    var sum = make(.candle(columns[0]), [], series: series, .number, range)
    for column in columns.dropFirst() {
      let next = make(.candle(column), [], series: series, .number, range)
      sum = scalar(.add, [sum, next], .number, range, series)
    }
    return scalar(.divide, [sum, .number(Double(columns.count))], .number, range, series)
  }

  mutating func field(
    _ field: String, of inner: Syntax, _ range: Range<Int>, _ series: Int, _ scope: Scope
  ) -> Lowered {
    if case .name("trade") = inner.kind { return tradeField(field, range, scope) }
    let value = lower(inner, series: series, scope)
    guard case .bundle(let bundle) = value.form else {
      return value.hasFailed ? .failed : fail(range, "this is one \(value.kind.rawValue) and has no '.\(field)'")
    }
    if let index = bundle.outputs.firstIndex(of: field) { return output(index, of: bundle, range) }
    let hint = NameSuggestion.closest(to: field, among: bundle.outputs).map { "; did you mean '\($0)'?" } ?? ""
    let all = bundle.outputs.joined(separator: ", ")
    return fail(range, "\(bundle.name) has no '\(field)'\(hint) (it has \(all))")
  }

  private mutating func tradeField(_ field: String, _ range: Range<Int>, _ scope: Scope) -> Lowered {
    guard scope != .candles else { return ofTradeOnly("trade.\(field)", range) }
    if field == "tag" { return Lowered(kind: .text, form: .tag) }
    guard let known = TradeField(rawValue: field), TradeField.ofTrade.contains(known) else {
      let hint = NameSuggestion.closest(to: field, among: TradeField.names).map { "; did you mean '\($0)'?" } ?? ""
      return fail(range, "a trade has no '\(field)'\(hint)")
    }
    return make(.trade(known), [], series: Graph.trade, known == .age ? .duration : .number, range)
  }

  // MARK: Calls

  mutating func call(
    _ name: String, _ arguments: [Syntax], _ range: Range<Int>, _ series: Int, _ scope: Scope
  ) -> Lowered {
    if let function = BuiltInFunction(rawValue: name) {
      guard function.arguments.contains(arguments.count) else {
        return fail(range, "\(name) is written \(function.usage), and has \(Self.counted(arguments.count)) here")
      }
      return apply(function, arguments, range, series, scope)
    }
    if let definition = IndicatorCatalog.byName[name] {
      return indicator(definition, arguments, range, series, scope)
    }
    if definitions[name] != nil || parameters[name] != nil || BuiltInNames.series.contains(name) {
      return fail(range, "'\(name)' is a value and takes no arguments; its past is \(name)[1]")
    }
    let known = BuiltInFunction.allCases.map(\.rawValue) + IndicatorCatalog.all.map(\.name)
    let hint = NameSuggestion.closest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
    return fail(range, "there is no function or indicator '\(name)'\(hint)")
  }

  static func counted(_ count: Int) -> String { count == 1 ? "1 argument" : "\(count) arguments" }

  /// How an indicator is written: `rsi(series, period = 14)`.
  static func usage(_ definition: IndicatorDefinition) -> String {
    let series: [String] =
      switch definition.input {
      case .series, .seriesAndVolume: ["series"]
      case .pair: ["series", "series"]
      case .candle: []
      }
    let parameters = definition.parameters.map { parameter in
      parameter.name + (parameter.defaultValue.map { " = \(NumberWords.text($0))" } ?? "")
    }
    return "\(definition.name)(\((series + parameters).joined(separator: ", ")))"
  }

  private mutating func indicator(
    _ definition: IndicatorDefinition, _ arguments: [Syntax], _ range: Range<Int>, _ series: Int, _ scope: Scope
  ) -> Lowered {
    let seriesCount = definition.input == .candle ? 0 : definition.input == .pair ? 2 : 1
    let usage = Self.usage(definition)
    guard arguments.count >= seriesCount, arguments.count <= seriesCount + definition.parameters.count else {
      return fail(range, "\(definition.name) is written \(usage), and has \(Self.counted(arguments.count)) here")
    }
    guard let nodes = seriesNodes(arguments.prefix(seriesCount), of: definition, series, scope) else { return .failed }
    var values: [Double] = []
    for argument in arguments.dropFirst(seriesCount) {
      let value = single(argument, .number, for: definition.name, series, .candles)
      guard !value.hasFailed else { return .failed }
      guard let constant = value.constant else {
        return fail(argument.range, "\(usage) takes constants, made of numbers and parameters only, after its series")
      }
      values.append(constant)
    }
    let checked: IndicatorArguments
    do {
      checked = try definition.arguments(values)
    } catch {
      return fail(range, Self.words(error, of: definition))
    }
    let operands =
      definition.input == .seriesAndVolume ? volume(after: nodes, range, series) : nodes
    guard let operands else { return .failed }
    let warmUp = definition.make(checked).warmUp
    let made = make(
      .indicator(definition.name, checked.values.map(\.bitPattern)), operands, series: series, .number, range,
      indicatorWarmUp: warmUp)
    guard case .node(let node) = made.form else { return .failed }
    let bundle = Lowered.Bundle(name: definition.name, outputs: definition.outputs, node: node, isOfInput: false)
    return definition.outputs.isEmpty
      ? output(0, of: bundle, range) : Lowered(kind: .number, form: .bundle(bundle))
  }

  private mutating func volume(after nodes: [Int], _ range: Range<Int>, _ series: Int) -> [Int]? {
    guard case .node(let volume) = make(.candle(5), [], series: series, .number, range).form else { return nil }
    return nodes + [volume]
  }

  /// The series that an indicator reads; nil after a fault.
  private mutating func seriesNodes(
    _ arguments: ArraySlice<Syntax>, of definition: IndicatorDefinition, _ series: Int, _ scope: Scope
  ) -> [Int]? {
    var nodes: [Int] = []
    for argument in arguments {
      let value = single(argument, .number, for: definition.name, series, scope)
      switch value.form {
      case .node(let node) where graph.nodes[node].series != Graph.trade: nodes.append(node)
      case .node:
        _ = fail(argument.range, "an indicator follows candles, and this depends on the trade")
        return nil
      case .constant:
        _ = fail(
          argument.range, "\(Self.usage(definition)) needs a series first, such as close, and this is a constant")
        return nil
      default: return nil
      }
    }
    return nodes
  }

  /// What is wrong with an indicator's arguments.
  private static func words(_ fault: IndicatorFault, of definition: IndicatorDefinition) -> String {
    let usage = usage(definition)
    switch fault {
    case .tooMany(_, let most): return "\(usage) takes at most \(counted(most)) after its series"
    case .missing(let name): return "\(usage) needs its argument '\(name)'"
    case .outOfRange(let name, let value, let range):
      let bounds = "\(NumberWords.text(range.lowerBound)) to \(NumberWords.text(range.upperBound))"
      return "'\(name)' of \(usage) goes from \(bounds), and is \(NumberWords.text(value))"
    case .notWhole(let name, let value):
      return "'\(name)' of \(usage) is a whole number, and is \(NumberWords.text(value))"
    case .contradiction(let sentence): return "\(usage): \(sentence)"
    }
  }
}
