// SPDX-License-Identifier: Apache-2.0

import BotModel
import Documents
import StrategyKit
import Testing
import TradingModel

@testable import ControlAPI

/// Parameters that are choices and lists, from a bot's document to its settings and back.
@Suite struct StrategyParameterTests {
  static let jury = StrategyDefinition(
    name: "jury", summary: "Votes.", rules: "Never.",
    parameters: [
      .choice("mode", default: "ALL", of: ["ALL", "ANY"], summary: "How."),
      .list("of", default: ["a", "b"], summary: "Who.") { text throws(ParameterFault) in
        let items = text.split(separator: ",").map { $0.filter { $0 != " " } }
        if items.contains("x") { throw ParameterFault("of", .unusable("names x, which there isn't")) }
        return items
      },
      .decimal("threshold", default: 1, in: 0...1, summary: "What."),
    ], build: { _ in SilentStrategy() })

  static let catalog = SettingsCatalog(strategies: [jury, Samples.crossover], instruments: nil)

  private func draft(_ parameters: String) -> String {
    #"{"name":"alpha","strategy":"jury","pairs":["BTC/USDT"],"strategy_parameters":\#(parameters)}"#
  }

  @Test(arguments: [
    ("{}", ["ALL", "a, b", "1"]), (#"{"mode":"ANY"}"#, ["ANY", "a, b", "1"]),
    (#"{"of":"c , d(n=1)*2"}"#, ["ALL", "c, d(n=1)*2", "1"]), (#"{"of":["c","d"]}"#, ["ALL", "c, d", "1"]),
    (#"{"of":["c","d,e"],"threshold":"0.5"}"#, ["ALL", "c, d, e", "0.5"]),
  ])
  func `are taken as texts and as lists`(parameters: String, values: [String]) throws {
    let settings = try Samples.settings(draft(parameters), Self.catalog)
    #expect(settings.strategyParameters.all.map(\.value.description) == values)
    // What is shown can be sent again.
    let shown = settings.strategyParameters.node
    #expect(try Samples.settings(draft(shown.json()), Self.catalog) == settings)
  }

  @Test func `are shown by their kind`() throws {
    let settings = try Samples.settings(draft(#"{"of":"c,d"}"#), Self.catalog)
    #expect(settings.strategyParameters.node == ["mode": "ALL", "of": ["c", "d"], "threshold": 1])
    let parameters = try #require(Self.jury.node["parameters"])
    #expect(
      parameters == [
        ["name": "mode", "summary": "How.", "type": "choice", "default": "ALL", "choices": ["ALL", "ANY"]],
        ["name": "of", "summary": "Who.", "type": "list", "default": ["a", "b"]],
        [
          "name": "threshold", "summary": "What.", "type": "decimal", "default": 1, "minimum": 0, "maximum": 1,
        ],
      ])
    #expect(AnswerSchemas.strategy.faults(in: Self.jury.node) == [])
    let record = BotRecord(
      number: BotNumber(1), settings: settings, state: .created, generation: 1, createdAt: Samples.time,
      updatedAt: Samples.time)
    let view = BotView(record: record, phase: .idle, conditions: [], ledger: nil, openTrades: 0)
    #expect(AnswerSchemas.bot.faults(in: view.node) == [])
  }

  @Test(arguments: [
    (#"{"mode":"all"}"#, "mode", "mode must be one of ALL, ANY, and is 'all'; did you mean 'ALL'?"),
    (#"{"mode":["ALL","ANY"]}"#, "mode", "mode must be one of ALL, ANY, and is 'ALL, ANY'"),
    (#"{"mode":1}"#, "mode", "mode must be one of ALL, ANY, and is '1'"),
    (#"{"of":["a","x"]}"#, "of", "of names x, which there isn't"),
    (#"{"of":true}"#, "of", "strategy_parameters.of must be a number, a text, or a list of texts"),
    (#"{"of":[1]}"#, "of", "strategy_parameters.of must be a number, a text, or a list of texts"),
    (
      #"{"threshold":"much"}"#, "threshold", "threshold must be a decimal number such as 0.5, and is 'much'"
    ),
  ])
  func `are refused with what is right`(parameters: String, field: String, message: String) throws {
    let faults = try Samples.faults(draft(parameters), Self.catalog)
    #expect(faults.map(\.field) == ["strategy_parameters.\(field)"])
    #expect(faults.map(\.message) == [message])
  }

  @Test func `a patch changes one and leaves the others`() throws {
    let record = try BotRecord(
      number: BotNumber(1), settings: Samples.settings(draft(#"{"mode":"ANY","of":"c,d"}"#), Self.catalog),
      state: .created, generation: 1, createdAt: Samples.time, updatedAt: Samples.time)
    let patch = try BotPatch(Samples.parse(#"{"strategy_parameters":{"of":["e"],"mode":null}}"#))
    let changed = try patch.settings(of: record, catalog: Self.catalog)
    #expect(changed.strategyParameters.all.map(\.value.description) == ["ALL", "e", "1"])
  }
}
