// SPDX-License-Identifier: Apache-2.0

import Strategies
import StrategyKit
import Testing
import TradingModel

@Suite struct ConfluenceParameterTests {
  static func definition() throws -> StrategyDefinition { try BuiltInStrategies.definition(named: "confluence") }

  @Test(arguments: [
    ("macd", ["macd"]), (" macd ,adx ", ["macd", "adx"]), ("macd*2", ["macd*2"]), ("macd * 2.50", ["macd*2.5"]),
    ("macd*1", ["macd"]), ("macd()", ["macd"]), ("macd(fast=12)", ["macd"]),
    ("macd( signal = 5 , fast=10 )*0.5, macd", ["macd(fast=10, signal=5)*0.5", "macd"]),
    ("rsi-mean-reversion(period=7, oversold=25.0)*2", ["rsi-mean-reversion(period=7, oversold=25)*2"]),
  ])
  func `reads who votes, and says it in one way`(text: String, items: [String]) throws {
    let values = try Self.definition().values(["of": text])
    #expect(values.list("of") == items)
    let again = try Self.definition().values(["of": items.joined(separator: ", ")])
    #expect(again == values)
  }

  @Test(arguments: [
    ("", "of names no strategy; name at least one, as in: ema-crossover, macd"),
    (
      "ema-crosover",
      "of names what there isn't: there is no strategy 'ema-crosover'; did you mean 'ema-crossover'? there are \(others)"
    ),
    ("confluence", "of names confluence, which can't vote in itself"),
    ("macd, macd", "of names macd twice; a strategy votes again only with other parameters"),
    ("macd*2, macd(fast=12)", "of names macd twice; a strategy votes again only with other parameters"),
    ("macd,", "of names nothing between two commas, before the first or after the last"),
    (",macd", "of names nothing between two commas, before the first or after the last"),
    (
      "macd(fast=99)",
      "of names macd with what it can't take: fast must be below slow (26), and is 99"
    ),
    (
      "macd(fst=9)",
      "of names macd with what it can't take: strategy macd has no parameter 'fst'; did you mean 'fast'? "
        + "it has fast, slow, signal"
    ),
    ("macd(fast)", "of can't be read: 'fast' is not of the form name=value"),
    ("macd(fast=1,)", "of can't be read: '' is not of the form name=value"),
    ("macd(fast=9, fast=8)", "of gives the parameter 'fast' twice"),
    ("macd(fast=9", "of can't be read: a bracket isn't closed in 'macd(fast=9'"),
    ("macd)", "of can't be read: its brackets don't match in 'macd)'"),
    ("macd((fast=9))", "of can't be read: its brackets don't match in 'macd((fast=9))'"),
    ("macd(fast=9)x", "of can't be read: 'macd(fast=9)x' goes on behind its brackets"),
    ("macd*0", "of gives the weight '0'; a weight is a decimal above 0 and at most 1000"),
    ("macd*-1", "of gives the weight '-1'; a weight is a decimal above 0 and at most 1000"),
    ("macd*1001", "of gives the weight '1001'; a weight is a decimal above 0 and at most 1000"),
    ("macd*", "of gives the weight ''; a weight is a decimal above 0 and at most 1000"),
    ("macd*two", "of gives the weight 'two'; a weight is a decimal above 0 and at most 1000"),
  ])
  func `refuses what can't vote, with what is right`(text: String, sentence: String) throws {
    let definition = try Self.definition()
    #expect {
      try definition.values(["of": text])
    } throws: {
      "\($0)" == sentence
    }
  }

  static let others = BuiltInStrategies.all.map(\.name).filter { $0 != "confluence" }.joined(separator: ", ")

  @Test(arguments: [
    ("mode", "all", "mode must be one of ALL, ANY, MAJORITY, WEIGHTED, and is 'all'; did you mean 'ALL'?"),
    ("mode", "most", "mode must be one of ALL, ANY, MAJORITY, WEIGHTED, and is 'most'"),
    ("threshold", "0", "threshold must lie between 0.01 and 1, and is 0"),
    ("threshold", "1.01", "threshold must lie between 0.01 and 1, and is 1.01"),
  ])
  func `refuses other parameters that are wrong`(name: String, text: String, sentence: String) throws {
    let definition = try Self.definition()
    #expect {
      try definition.values([name: text])
    } throws: {
      "\($0)" == sentence
    }
  }

  @Test func `takes 32 members, and no more`() throws {
    let many = (2...33).map { "macd(fast=\($0), slow=100)" }
    #expect(try Self.definition().values(["of": many.joined(separator: ", ")]).list("of").count == 32)
    let definition = try Self.definition()
    #expect {
      try definition.values(["of": (many + ["adx"]).joined(separator: ", ")])
    } throws: {
      "\($0)" == "of names 33 strategies; at most 32 can vote"
    }
  }

  @Test func `takes the strategies of files too, but not under a name that is taken`() throws {
    let files = [
      ScriptedMember([.enter]).named("my-idea"), ScriptedMember([.enter]).named("macd"),
      ScriptedMember([.enter]).named("confluence"),
    ]
    let all = BuiltInStrategies.all(with: files)
    #expect(all.map(\.name) == BuiltInStrategies.all.map(\.name) + ["my-idea"])
    let definition = try #require(all.first { $0.name == "confluence" })
    let values = try definition.values(["mode": "ALL", "of": "my-idea"])
    var strategy = definition.make(values)
    _ = try strategy.update(numbered(0..<1)[0])
    #expect(strategy.stance == Stance(.enter))
    // Without the file the values can't be made a confluence any more; it says so instead of stopping everything.
    var orphan = try Self.definition().make(values)
    let failure = #expect(throws: StrategyFailure.self) { try orphan.update(numbered(0..<1)[0]) }
    #expect(failure?.reason.hasPrefix("of names what there isn't: there is no strategy 'my-idea'") == true)
    #expect(orphan.stance == nil)
  }
}
