// SPDX-License-Identifier: Apache-2.0

import Documents
import MarketData
import StrategyKit
import TradingModel

/// The keys of a file as far as they could be read; what is missing has its default.
struct FileParts {
  var name: String?
  var summary = ""
  var timeframe: Timeframe?
  var startup: (candles: Int, position: Node.Position?)?
  var parameters: [ParameterDefinition] = []
  var exitRules = ExitRules.standard
  var settings = StrategySettings()
  var rules = FileRules()

  /// How many names, rules and protections a file has at most.
  static let parametersMax = 50
  static let indicatorsMax = 200
  static let rulesMax = 50
  static let protectionsMax = 20

  static func read(_ node: Node, _ reader: inout FileReader) -> FileParts {
    var parts = FileParts()
    let what = "a strategy file is a mapping of keys such as name, timeframe, indicators, enter"
    guard let members = reader.members(node, "", keys: FileKeys.all, whatItIs: what) else { return parts }
    for member in members { parts.read(member, &reader) }
    for key in ["name", "timeframe", "enter"] where !members.contains(where: { $0.key == key }) {
      reader.fail(at: node.position, key, "", "the file needs the key '\(key)'")
    }
    parts.readExitRules(members, &reader)
    parts.refuseDoubledNames(members, &reader)
    parts.rules.expressions = reader.expressions
    parts.orderIndicators(&reader)
    return parts
  }

  /// The file; nil without a name or a timeframe.
  func file(startupCandles: Int, _ reader: FileReader, source: String?) -> StrategyFile? {
    guard let timeframe, let name else { return nil }
    return StrategyFile(
      name: name, summary: summary, timeframe: timeframe, startupCandles: startup?.candles ?? startupCandles,
      parameters: parameters, exitRules: exitRules, settings: settings, rules: rules,
      source: source.map(SourceText.init), startup: startup)
  }

  /// What is wrong with the expressions of a file that has no name or timeframe.
  func compilationFaults(_ reader: FileReader, source: String?) -> [StrategyFileFault] {
    var parts = self
    parts.name = name ?? "?"
    // Without a timeframe any larger one is good.
    parts.timeframe = timeframe ?? .oneSecond
    guard let file = parts.file(startupCandles: 0, reader, source: source) else { return [] }
    return file.compile([:], timeframe: file.timeframe).1.filter { timeframe != nil || $0.field != "startup_candles" }
  }

  private mutating func read(_ member: Node.Member, _ reader: inout FileReader) {
    let (key, node) = (member.key, member.value)
    switch key {
    case "name": name = readName(node, &reader)
    case "description": summary = reader.string(node, key) ?? ""
    case "timeframe": timeframe = readTimeframe(node, &reader)
    case "startup_candles":
      startup = reader.whole(node, key, 0...StrategyFile.startupCandlesMax).map { ($0, node.position) }
    case "parameters": readParameters(node, &reader)
    case "indicators": readIndicators(node, &reader)
    case "enter":
      rules.enter = readRules(node, key, emptyTag: "", &reader)
      if node.array?.isEmpty == true { reader.fail(node, key, "there is at least one rule to enter by") }
    case "exit": rules.exit = readRules(node, key, emptyTag: "", &reader)
    case "custom_exit": rules.customExit = readRules(node, key, emptyTag: "custom_exit", &reader)
    case "custom_stoploss": rules.customStoploss = reader.expression(node, key)
    case "entry_price": rules.entryPrice = reader.expression(node, key)
    case "exit_price": rules.exitPrice = reader.expression(node, key)
    case "adjust_position": readAdjustments(node, &reader)
    case "protections": settings.protections = ProtectionReader.read(node, &reader)
    default: readSetting(key, node, &reader)
    }
  }

  private func readName(_ node: Node, _ reader: inout FileReader) -> String? {
    guard let text = reader.string(node, "name", most: 40) else { return nil }
    let isGood = text.utf8.enumerated().allSatisfy { place, byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (place > 0 && byte == UInt8(ascii: "-"))
    }
    if isGood, !text.isEmpty { return text }
    reader.fail(
      node, "name", "a name has 1 to 40 small letters, digits and dashes, and begins with a letter or digit: ema-rsi")
    return nil
  }

  private func readTimeframe(_ node: Node, _ reader: inout FileReader) -> Timeframe? {
    if let timeframe = node.string.flatMap(Timeframe.init(rawValue:)) { return timeframe }
    let all = Timeframe.allCases.map(\.text).joined(separator: ", ")
    reader.fail(node, "timeframe", "this is one of \(all)")
    return nil
  }

  // MARK: Parameters

  private mutating func readParameters(_ node: Node, _ reader: inout FileReader) {
    let what = "parameters are a mapping of names such as rsi_max: { default: 70, min: 50, max: 90 }"
    guard let members = node.object else {
      return reader.fail(node, "parameters", "\(what), and this is \(node.kindName)")
    }
    if members.count > Self.parametersMax {
      reader.fail(node, "parameters", "there are at most \(Self.parametersMax), and this has \(members.count)")
    }
    for member in members.prefix(Self.parametersMax) {
      let field = "parameters.\(member.key)"
      if let fault = BuiltInNames.fault(of: member.key, kind: "a parameter") {
        reader.fail(at: member.keyPosition, field, member.key, fault)
      } else if parameters.contains(where: { $0.name == member.key }) {
        reader.fail(at: member.keyPosition, field, member.key, "there are two parameters '\(member.key)'")
      } else if let parameter = readParameter(member.key, member.value, field, &reader) {
        parameters.append(parameter)
      }
    }
  }

  private func readParameter(
    _ name: String, _ node: Node, _ field: String, _ reader: inout FileReader
  ) -> ParameterDefinition? {
    let keys = ["default", "min", "max", "summary", "description", "kind"]
    let what = "a parameter is a mapping such as { default: 70, min: 50, max: 90 }"
    guard let members = reader.members(node, field, keys: keys, whatItIs: what) else { return nil }
    var numbers: [Fixed] = []
    var isWhole = true
    for key in ["default", "min", "max"] {
      guard let value = members.first(where: { $0.key == key })?.value else {
        reader.fail(node, field, "a parameter needs the key '\(key)': { default: 70, min: 50, max: 90 }")
        continue
      }
      let limit = Fixed(1_000_000_000)
      if let number = reader.decimal(value, "\(field).\(key)", from: -limit, to: limit) { numbers.append(number) }
      if value.number?.text.contains(where: { ".eE".contains($0) }) == true { isWhole = false }
    }
    var summary = ""
    for member in members where member.key == "summary" || member.key == "description" {
      summary = reader.string(member.value, "\(field).\(member.key)", most: 200) ?? ""
    }
    if let kind = members.first(where: { $0.key == "kind" })?.value {
      guard kind.string == "integer" || kind.string == "decimal" else {
        reader.fail(kind, "\(field).kind", "this is integer or decimal")
        return nil
      }
      if kind.string == "integer", !isWhole {
        reader.fail(kind, "\(field).kind", "default, min and max of an integer are whole numbers")
        return nil
      }
      isWhole = kind.string == "integer"
    }
    guard numbers.count == 3 else { return nil }
    guard numbers[1] <= numbers[0], numbers[0] <= numbers[2] else {
      reader.fail(node, field, "default \(numbers[0]) lies between min \(numbers[1]) and max \(numbers[2])")
      return nil
    }
    if isWhole {
      let whole = numbers.map { Int($0.units / Fixed.unitsPerOne) }
      return .integer(name, default: whole[0], in: whole[1]...whole[2], summary: summary)
    }
    return .decimal(name, default: numbers[0], in: numbers[1]...numbers[2], summary: summary)
  }

  // MARK: Indicators

  private mutating func readIndicators(_ node: Node, _ reader: inout FileReader) {
    let what = "indicators are a mapping of names such as ema12: ema(close, 12)"
    guard let members = node.object else {
      return reader.fail(node, "indicators", "\(what), and this is \(node.kindName)")
    }
    if members.count > Self.indicatorsMax {
      reader.fail(node, "indicators", "there are at most \(Self.indicatorsMax), and this has \(members.count)")
    }
    for member in members.prefix(Self.indicatorsMax) {
      let field = "indicators.\(member.key)"
      if let fault = BuiltInNames.fault(of: member.key, kind: "an indicator") {
        reader.fail(at: member.keyPosition, field, member.key, fault)
      } else if rules.indicators.contains(where: { $0.name == member.key }) {
        reader.fail(at: member.keyPosition, field, member.key, "there are two indicators '\(member.key)'")
      } else if let expression = reader.expression(member.value, field) {
        rules.indicators.append(
          FileRules.Named(name: member.key, expression: expression, place: rules.indicators.count))
      }
    }
  }

  /// A name is either a parameter or an indicator, whichever the file writes first.
  private func refuseDoubledNames(_ members: [Node.Member], _ reader: inout FileReader) {
    for member in members.first(where: { $0.key == "indicators" })?.value.object ?? [] {
      guard parameters.contains(where: { $0.name == member.key }) else { continue }
      reader.fail(
        at: member.keyPosition, "indicators.\(member.key)", member.key,
        "'\(member.key)' is a parameter already; choose another name")
    }
  }

  private mutating func orderIndicators(_ reader: inout FileReader) {
    let order = DefinitionOrder(rules.indicators.map { ($0.name, rules.expressions[$0.expression].syntax) })
    for cycle in order.cycles {
      let expression = rules.expressions[rules.indicators[cycle[0]].expression]
      let path = (cycle + [cycle[0]]).map { rules.indicators[$0].name }.joined(separator: " → ")
      reader.fail(at: expression.position, expression.field, expression.text, "it needs itself: \(path)")
    }
    let cyclic = Set(order.cycles.flatMap { $0 })
    for index in rules.indicators.indices { rules.indicators[index].isCyclic = cyclic.contains(index) }
    rules.indicators = order.order.map { rules.indicators[$0] }
  }
}
