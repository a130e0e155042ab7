// SPDX-License-Identifier: Apache-2.0

import Indicators
import Strategies
import StrategyKit
import Testing

/// Live equals batch: candle by candle the strategies of indicators think, to the last bit, what their rules say over
/// the columns of the same indicators over the whole array.
@Suite struct ColumnRuleTests {
  /// A strategy by name, the indicators that it reads as strategy files write them, and what it thinks of a row.
  struct Rule: Sendable {
    let name: String
    let columns: [(indicator: String, arguments: [Double])]
    let stance: @Sendable (_ bar: Bar, _ row: [Double]) -> Stance
  }

  static let rules: [Rule] = [
    Rule(name: "ema-crossover", columns: [("ema", [12]), ("ema", [26])]) { _, row in
      row[0] == row[1] ? .neutral : Stance(row[0] > row[1] ? .enter : .exit)
    },
    Rule(name: "rsi-mean-reversion", columns: [("rsi", [14])]) { _, row in
      if row[0] <= 30 { return Stance(.enter, strength: 0.5 + 0.5 * (30 - row[0]) / 30) }
      return row[0] >= 70 ? Stance(.exit, strength: 0.5 + 0.5 * (row[0] - 70) / (100 - 70)) : .neutral
    },
    Rule(name: "bollinger-breakout", columns: [("bollinger", [20, 2])]) { bar, row in
      let (lower, middle, upper) = (row[0], row[1], row[2])
      guard upper - middle > 1e-12 * middle.magnitude else { return .neutral }
      let strength = 0.5 * (bar.close - middle).magnitude / (upper - middle)
      if bar.close > upper { return Stance(.enter, strength: strength) }
      return bar.close < lower ? Stance(.exit, strength: strength) : .neutral
    },
    Rule(name: "macd", columns: [("macd", [12, 26, 9])]) { bar, row in
      if (row[0] - row[1]).magnitude <= 1e-12 * bar.close.magnitude { return .neutral }
      return Stance(row[0] > row[1] ? .enter : .exit)
    },
    Rule(name: "stochastic", columns: [("stochastic", [14, 3, 3])]) { _, row in
      let (k, d) = (row[0], row[1])
      if (k - d).magnitude <= 1e-9 { return .neutral }
      if k > d, d <= 20 { return Stance(.enter, strength: 0.5 + 0.5 * (20 - d) / 20) }
      return k < d && d >= 80 ? Stance(.exit, strength: 0.5 + 0.5 * (d - 80) / (100 - 80)) : .neutral
    },
    Rule(name: "adx", columns: [("adx", [14])]) { _, row in
      guard row[0] >= 25, row[1] != row[2] else { return .neutral }
      return Stance(row[1] > row[2] ? .enter : .exit, strength: 0.5 + 0.5 * (row[0] - 25) / (100 - 25))
    },
  ]

  /// The stance at each candle once the strategy has warmed up, from whole columns.
  private func stances(_ rule: Rule, _ bars: [Bar], warmUp: Int) throws -> [Stance?] {
    let definitions = try rule.columns.map { try #require(IndicatorCatalog.byName[$0.indicator]) }
    let widths = definitions.map { max(1, $0.outputs.count) }
    var table = ValueTable(columns: ValueTable.candleColumns + widths.reduce(0, +), rows: bars.count)
    for (row, bar) in bars.enumerated() { table.set(bar, row: row) }
    var column = ValueTable.candleColumns
    for (index, definition) in definitions.enumerated() {
      var process = definition.make(try definition.arguments(rule.columns[index].arguments))
      process.run(on: &table, rows: bars.count, inputs: definition.input == .series ? [4] : [], output: column)
      column += widths[index]
    }
    return bars.indices.map { row in
      if row + 1 < warmUp { return nil }
      return rule.stance(bars[row], (ValueTable.candleColumns..<table.columns).map { table[$0, row] })
    }
  }

  private func check(_ rule: Rule, _ bars: [Bar], _ place: String) throws {
    let definition = try BuiltInStrategies.definition(named: rule.name)
    var strategy = definition.make(try definition.values())
    let expected = try stances(rule, bars, warmUp: strategy.warmUp)
    let said = try listen(to: &strategy, bars)
    #expect(said.map(\.stance) == expected, "\(rule.name), \(place)")
    let sides = expected.map { $0?.side }
    let signals = said.enumerated().compactMap { index, said in said.signal.map { "\(index) \($0.action)" } }
    #expect(signals == turns(sides, warmUp: strategy.warmUp).map { "\($0.index) \($0.side)" }, "\(rule.name), \(place)")
    #expect(!signals.isEmpty, "\(rule.name), \(place)")
  }

  @Test(arguments: rules.map(\.name), MadeUpMarket.lively)
  func `thinks what its rule says over the columns`(name: String, market: MadeUpMarket) throws {
    try check(try #require(Self.rules.first { $0.name == name }), market.bars, market.description)
  }

  @Test(
    .enabled(if: !RealCandleTests.files.isEmpty, "there are no real candles beside the checkout"),
    arguments: RealCandleTests.files)
  func `and so on real candles`(file: String) throws {
    let bars = try RealCandleTests.bars(file)
    for rule in Self.rules { try check(rule, bars, file) }
  }

  @Test func `every strategy has a rule of its own in these tests`() {
    let structure = [
      "break-of-structure", "change-of-character", "fair-value-gap", "liquidity-sweep", "order-blocks",
    ]
    #expect(
      Set(BuiltInStrategies.all.map(\.name)) == Set(Self.rules.map(\.name) + structure + ["confluence"]))
  }
}
