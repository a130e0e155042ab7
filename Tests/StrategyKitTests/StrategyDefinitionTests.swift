// SPDX-License-Identifier: Apache-2.0

import Indicators
import StrategyKit
import Testing
import TradingModel

@Suite struct StrategyDefinitionTests {
  /// A strategy that never says anything.
  struct Silent: Strategy {
    let warmUp: Int
    let stance: Stance? = nil
    func update(_ bar: Bar) throws(StrategyFailure) -> Signal? { nil }
  }

  static let definition = StrategyDefinition(
    name: "silent", summary: "Says nothing.", rules: "Never.",
    parameters: [
      .integer("fast", default: 12, in: 2...499, summary: "Shorter."),
      .integer("slow", default: 26, in: 3...500, summary: "Longer."),
      .decimal("threshold", default: Fixed("0.5")!, in: 0...1, summary: "Some share."),
    ],
    check: { values in
      if values.integer("fast") < values.integer("slow") { return [] }
      return [ParameterFault("fast", .contradiction("be below slow, and is \(values.integer("fast"))"))]
    },
    build: { Silent(warmUp: $0.integer("slow")) })

  @Test func `fills in the defaults`() throws {
    let values = try Self.definition.values()
    #expect(values.strategy == "silent")
    #expect(values.all.map(\.name) == ["fast", "slow", "threshold"])
    #expect(values.all.map(\.value.description) == ["12", "26", "0.5"])
    #expect(values.integer("fast") == 12)
    #expect(values.decimal("threshold") == Fixed("0.5")!)
    #expect(values.number("threshold") == 0.5)
  }

  @Test func `makes the strategy of the values that were given`() throws {
    let values = try Self.definition.values(["slow": "100", "threshold": "0.25"])
    #expect(Self.definition.make(values).warmUp == 100)
    #expect(values.decimal("threshold") == Fixed("0.25")!)
  }

  @Test func `values that are written out read back as the same`() throws {
    let values = try Self.definition.values(["fast": "7", "threshold": "0.1250"])
    let texts = Dictionary(uniqueKeysWithValues: values.all.map { ($0.name, $0.value.description) })
    #expect(try Self.definition.values(texts) == values)
  }

  @Test(arguments: [
    (["fats": "5"], ["strategy silent has no parameter 'fats'; did you mean 'fast'? it has fast, slow, threshold"]),
    (["colour": "5"], ["strategy silent has no parameter 'colour'; it has fast, slow, threshold"]),
    (["fast": "twelve"], ["fast must be a whole number such as 12, and is 'twelve'"]),
    (["fast": ""], ["fast must be a whole number such as 12, and is ''"]),
    (["fast": "1e1"], ["fast must be a whole number such as 12, and is '1e1'"]),
    (["threshold": "NaN"], ["threshold must be a decimal number such as 0.5, and is 'NaN'"]),
    (["fast": "12.5"], ["fast must be a whole number, and is 12.5"]),
    (["fast": "1"], ["fast must lie between 2 and 499, and is 1"]),
    (["threshold": "-0.1"], ["threshold must lie between 0 and 1, and is -0.1"]),
    (["threshold": "1.000000000001"], ["threshold must lie between 0 and 1, and is 1.000000000001"]),
    (["fast": "26"], ["fast must be below slow, and is 26"]),
    (["fast": "30", "slow": "20"], ["fast must be below slow, and is 30"]),
  ])
  func `refuses with a sentence`(given: [String: String], sentences: [String]) {
    #expect(faults(given) == sentences)
  }

  @Test func `reports every fault at once`() {
    #expect(
      faults(["zeta": "1", "alpha": "1", "slow": "2.5", "fast": "9999", "threshold": "x"]) == [
        "strategy silent has no parameter 'alpha'; it has fast, slow, threshold",
        "strategy silent has no parameter 'zeta'; it has fast, slow, threshold",
        "fast must lie between 2 and 499, and is 9999",
        "slow must be a whole number, and is 2.5",
        "threshold must be a decimal number such as 0.5, and is 'x'",
      ])
  }

  /// A strategy with texts for parameters.
  static let worded = StrategyDefinition(
    name: "worded", summary: "Says nothing.", rules: "Never.",
    parameters: [
      .choice("mode", default: "ALL", of: ["ALL", "ANY"], summary: "Which."),
      .list("of", default: ["a"], summary: "Who.") { text throws(ParameterFault) in
        let items = text.split(separator: ",").map { $0.filter { $0 != " " } }
        if items.isEmpty { throw ParameterFault("of", .unusable("names nothing")) }
        return items
      },
    ], build: { _ in Silent(warmUp: 1) })

  @Test func `takes choices and lists`() throws {
    let values = try Self.worded.values()
    #expect(values.text("mode") == "ALL" && values.list("of") == ["a"])
    let given = try Self.worded.values(["mode": "ANY", "of": "b ,c"])
    #expect(given.text("mode") == "ANY" && given.list("of") == ["b", "c"])
    #expect(given.all.map(\.value) == [.text("ANY"), .list(["b", "c"])])
    #expect(given.all.map(\.value.description) == ["ANY", "b, c"])
    #expect(given.all.map(\.kind) == [.choice, .list])
    #expect(given.all[0].value.number == nil && given.all[0].value.approximated.isNaN)
    let texts = Dictionary(uniqueKeysWithValues: given.all.map { ($0.name, $0.value.description) })
    #expect(try Self.worded.values(texts) == given)
  }

  @Test(arguments: [
    (["mode": "any"], "mode must be one of ALL, ANY, and is 'any'; did you mean 'ANY'?"),
    (["mode": "7"], "mode must be one of ALL, ANY, and is '7'"), (["of": ""], "of names nothing"),
  ])
  func `refuses texts with what is right`(given: [String: String], sentence: String) {
    #expect {
      try Self.worded.values(given)
    } throws: {
      "\($0)" == sentence
    }
  }

  @Test func `finds contradictions beside unknown names`() {
    #expect(faults(["fast": "26", "what-is-this": "1"]).count == 2)
  }

  @Test func `a whole number may be written with zeros behind the point`() throws {
    #expect(try Self.definition.values(["fast": "5.000"]).integer("fast") == 5)
  }

  @Test(arguments: [
    ("ema-crosover", "ema-crossover"), ("EMA-Crossover", "ema-crossover"), ("rsi-mean-revresion", "rsi-mean-reversion"),
    ("rsi", nil), ("", nil), ("macd", nil), (String(repeating: "e", count: 5000), nil),
  ])
  func `suggests the name that was probably meant`(text: String, suggestion: String?) {
    #expect(NameSuggestion.closest(to: text, among: ["ema-crossover", "rsi-mean-reversion"]) == suggestion)
  }

  @Test func `suggests a name whose neighbours were swapped`() {
    #expect(NameSuggestion.closest(to: "psot", among: ["past", "post"]) == "post")
  }

  @Test(arguments: [(0.25, 0.25), (0, 0), (1, 1), (-3, 0), (7, 1), (Double.nan, 0), (.infinity, 1)])
  func `cuts a signal's strength to 0 to 1`(given: Double, strength: Double) {
    #expect(Signal(.enter, tag: "t", strength: given, reason: "").strength == strength)
  }

  @Test(arguments: [
    (64123.41234567, "64123.412"), (0.00001234567891, "0.000012345679"), (0, "0"), (-1.5, "-1.5"), (70, "70"),
    (123_456_789.6, "123456790"), (28.412345678, "28.412346"), (Double.infinity, "inf"),
  ])
  func `prints readings for people`(value: Double, text: String) {
    #expect(Reading("RSI(14)", value).description == "RSI(14) \(text)")
  }

  private func faults(_ given: [String: String]) -> [String] {
    do {
      _ = try Self.definition.values(given)
      return []
    } catch {
      return error.faults.map(\.description)
    }
  }
}
