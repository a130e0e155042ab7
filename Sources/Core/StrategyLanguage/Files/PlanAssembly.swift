// SPDX-License-Identifier: Apache-2.0

import Documents
import MarketData

/// Makes a plan of a file's rules for one set of parameters.
struct PlanAssembly {
  private(set) var faults: [StrategyFileFault] = []
  private let rules: FileRules
  private let source: SourceText?
  private let startup: (candles: Int, position: Node.Position?)?
  private var compiler: Compiler
  /// The nodes of the base that a row shows, by slot.
  private var slots: [Int] = []
  private var slotOfNode: [Int: Int] = [:]
  /// The nodes that decisions need, with the field of the file.
  private var deciding: [(node: Int, field: String)] = []

  init(
    _ rules: FileRules, parameters: [String: Double], timeframe: Timeframe,
    startup: (candles: Int, position: Node.Position?)?, source: SourceText?
  ) {
    self.rules = rules
    self.source = source
    self.startup = startup
    let definitions = rules.indicators.map { named in
      let syntax = named.isCyclic ? nil : rules.expressions[named.expression].syntax
      return (named.name, Compiler.Definition(expression: named.expression, syntax: syntax))
    }
    compiler = Compiler(
      timeframe: timeframe, parameters: parameters, definitions: Dictionary(definitions) { first, _ in first })
  }

  /// The plan; nil where something is wrong.
  mutating func assemble() -> StrategyPlan? {
    for named in rules.indicators { _ = compiler.value(of: named.name) }
    let enter = rules.enter.map { condition($0.when, .candles) }
    let exit = rules.exit.map { condition($0.when, .candles) }
    let exits = rules.customExit.map { condition($0.when, .trade) }
    let stoploss = rules.customStoploss.map { number($0, .trade) }
    let adjusting = rules.adjustments.map { (condition($0.when, .trade), number($0.amount, .trade)) }
    let entryPrice = rules.entryPrice.map { number($0, .price) }
    let exitPrice = rules.exitPrice.map { number($0, .price) }
    checkAmounts(adjusting.map(\.1))
    let values = rules.indicators.sorted { $0.place < $1.place }.flatMap { named(as: $0.name) }
    let enterNodes = zip(rules.enter, enter).map { root($1, field: field($0.when)) }
    let exitNodes = zip(rules.exit, exit).map { root($1, field: field($0.when)) }
    let enterRules = rules.enter.map { rule($0) }
    let exitRules = rules.exit.map { rule($0) }
    let adjustments = zip(rules.adjustments, adjusting).map { rule, lowered in
      TradeRules.Adjustment(
        condition: program(lowered.0, rule.when), amount: program(lowered.1, rule.amount), isAdding: rule.isAdding,
        tag: rule.tag)
    }
    let trade = TradeRules(
      entriesAddedMax: rules.entriesAddedMax, exitTags: rules.customExit.map(\.tag),
      exits: zip(rules.customExit, exits).map { program($1, $0.when) },
      stoploss: optional(stoploss, rules.customStoploss), adjustments: adjustments,
      entryPriceProgram: optional(entryPrice, rules.entryPrice),
      exitPriceProgram: optional(exitPrice, rules.exitPrice))
    collectFaults()
    let warmUps = checkWarmUps()
    guard faults.isEmpty else { return nil }
    let graph = compiler.graph
    let roots = enterNodes + exitNodes + slots
    let needed = graph.needed(by: roots)
    let layout = PlanLayout(graph, inputs: compiler.inputs.count, needed: needed)
    func column(_ node: Int) -> Int { layout.columns[node] ?? 0 }
    return StrategyPlan(
      timeframe: compiler.timeframe, inputs: compiler.inputs, warmUp: warmUps[0],
      inputWarmUps: Array(warmUps.dropFirst()), values: values, enter: enterRules, exit: exitRules, trade: trade,
      identity: PlanIdentity(
        graph, needed: needed, groups: [enterNodes, exitNodes, slots], inputs: compiler.inputs,
        timeframe: compiler.timeframe),
      series: layout.series, latchCount: layout.latchCount, slots: slots.map(column),
      enterColumns: enterNodes.map(column), exitColumns: exitNodes.map(column))
  }

  // MARK: Expressions

  private func field(_ expression: Int) -> String { rules.expressions[expression].field }

  private mutating func condition(_ expression: Int, _ scope: Scope) -> Lowered {
    compile(expression, .condition, scope, "a rule's 'when' is a condition such as close > open")
  }

  private mutating func number(_ expression: Int, _ scope: Scope) -> Lowered {
    compile(expression, .number, scope, "this is a number")
  }

  private mutating func compile(
    _ expression: Int, _ kind: ValueKind, _ scope: Scope, _ whatItIs: String
  ) -> Lowered {
    guard let syntax = rules.expressions[expression].syntax else { return .failed }
    let value = compiler.compile(syntax, expression: expression, scope: scope)
    guard !value.hasFailed, value.kind != kind else { return value }
    return compiler.fail(syntax.range, "\(whatItIs), and here is \(value.kind.words)")
  }

  /// What is added or sold, where it is known from the start.
  private mutating func checkAmounts(_ amounts: [Lowered]) {
    for (rule, amount) in zip(rules.adjustments, amounts) {
      guard let value = amount.constant, !(value > 0 && (rule.isAdding || value <= 1)) else { continue }
      let expression = rules.expressions[rule.amount]
      let share = "'reduce' is a share of the position, above 0 and up to 1"
      let wanted = rule.isAdding ? "'add' is a stake above 0" : share
      let range = expression.syntax?.range ?? 0..<1
      faults.append(
        expression.fault(ExpressionFault(range, "\(wanted), and is \(NumberWords.text(value))"), source: source))
    }
  }

  private mutating func collectFaults() {
    faults += compiler.faults.map { rules.expressions[$0.expression].fault($0.fault, source: source) }
  }

  // MARK: Roots and slots

  /// The node of a value of the base; a constant becomes one.
  private mutating func node(_ value: Lowered) -> Int? {
    switch value.form {
    case .node(let node): return node
    case .constant(let constant):
      let made = compiler.make(.constant(constant.bitPattern), [], series: 0, value.kind, 0..<1)
      if case .node(let node) = made.form { return node }
      return nil
    case .text, .tag, .bundle, .failed: return nil
    }
  }

  /// Where a row shows a node.
  private mutating func slot(_ node: Int) -> Int {
    if let slot = slotOfNode[node] { return slot }
    slots.append(node)
    slotOfNode[node] = slots.count - 1
    return slots.count - 1
  }

  /// A named value of the file, with one name for each of its results. Each has a slot of its own.
  private mutating func named(as name: String) -> [PlanValue] {
    let value = compiler.value(of: name)
    var results: [(String, Lowered)] = [(name, value)]
    if case .bundle(let bundle) = value.form {
      results = bundle.outputs.enumerated().map { index, output in
        ("\(name).\(output)", compiler.output(index, of: bundle, 0..<1))
      }
    }
    return results.compactMap { name, value in
      guard let node = node(value) else { return nil }
      slots.append(node)
      slotOfNode[node] = slotOfNode[node] ?? slots.count - 1
      return PlanValue(name: name, isCondition: value.kind == .condition)
    }
  }

  /// The node that decides; a constant "no" where something is wrong, which is then said.
  private mutating func root(_ value: Lowered, field: String) -> Int {
    guard let node = node(value) ?? node(.condition(false)) else { return 0 }
    deciding.append((node, field))
    return node
  }

  /// A rule as people see it.
  private mutating func rule(_ rule: FileRules.Rule) -> PlanRule {
    let expression = rules.expressions[rule.when]
    guard let syntax = expression.syntax, compiler.faults.isEmpty else {
      return PlanRule(tag: rule.tag, text: expression.text, parts: [])
    }
    var parts: [PlanPart] = []
    for part in Self.conjuncts(syntax) {
      let value = compiler.compile(part, expression: rule.when, scope: .candles)
      guard let node = node(value) else { continue }
      parts.append(PlanPart(text: expression.part(part.range), slot: slot(node)))
    }
    return PlanRule(tag: rule.tag, text: expression.text, parts: parts)
  }

  private static func conjuncts(_ syntax: Syntax) -> [Syntax] {
    guard case .binary(.and, let left, let right) = syntax.kind else { return [syntax] }
    return conjuncts(left) + conjuncts(right)
  }

  private mutating func optional(_ value: Lowered?, _ expression: Int?) -> TradeProgram? {
    guard let value, let expression else { return nil }
    return program(value, expression)
  }

  /// The program of a value that may depend on a trade; its parts that don't become slots.
  private mutating func program(_ value: Lowered, _ expression: Int) -> TradeProgram {
    guard case .node(let root) = value.form else { return TradeProgram(constant: value.constant ?? .nan) }
    let graph = compiler.graph
    for index in TradeProgram.nodes(of: root, in: graph) where graph.nodes[index].series != Graph.trade {
      deciding.append((index, field(expression)))
      _ = slot(index)
    }
    return TradeProgram(root, of: compiler.graph) { slotOfNode[$0] ?? 0 }
  }

  // MARK: Warm-up

  /// How many candles the rules need of each series, the base's first: no more than the file loads of each.
  private mutating func checkWarmUps() -> [Int] {
    let graph = compiler.graph
    var warmUps = [1] + compiler.inputs.map { _ in 0 }
    var most = (series: 0, count: 0, field: "")
    func note(_ series: Int, _ count: Int, _ field: String) {
      warmUps[series] = max(warmUps[series], count)
      if count > most.count { most = (series, count, field) }
    }
    for (node, field) in deciding {
      note(0, graph.warmUps[node], field)
      for (series, count) in graph.inputWarmUps[node].sorted(by: { $0.key < $1.key }) { note(series, count, field) }
    }
    let given = startup?.candles ?? StrategyFile.startupCandlesMax
    guard most.count > given else { return warmUps }
    let place = most.series == 0 ? "" : " of \(compiler.inputs[most.series - 1].words)"
    let message =
      startup == nil
      ? "\(most.field) needs \(most.count) candles\(place), and at most \(given) can be loaded"
      : "\(most.field) needs \(most.count) candles\(place) until it is defined, and \(given) are loaded; write "
        + "\(most.count) or more"
    faults.append(StrategyFileFault(startup?.position, "startup_candles", "\(given)", message))
    return warmUps
  }
}

extension StrategyFile {
  /// How many candles can be loaded before the first decision at most.
  public static let startupCandlesMax = 100_000
}
