// SPDX-License-Identifier: Apache-2.0

import BotModel
import ControlAPI
import Documents
import StrategyKit
import Testing
import TradingModel

@Suite struct `A bot's patch` {
  private func patched(
    _ patch: String, _ draft: String = Samples.draft(), state: BotState = .created
  ) throws -> BotSettings {
    try BotPatch(Samples.parse(patch)).settings(of: Samples.record(draft, state: state), catalog: Samples.catalog)
  }

  @Test func `changes what it names and nothing else`() throws {
    var expected = try Samples.settings(Samples.draft())
    #expect(try patched("{}") == expected)
    expected.maxOpenTrades = 9
    expected.risk.maxExposure = Money(50)
    expected.pairs.append(Samples.pair("ETH/USDT"))
    #expect(
      try patched(#"{"max_open_trades":9,"risk":{"max_exposure":"50"},"pairs":["BTC/USDT","ETHUSDT"]}"#) == expected)
    #expect(
      BotPatch.changedFields(from: try Samples.settings(Samples.draft()), to: expected)
        == ["pairs", "max_open_trades", "risk"])
  }

  @Test func `brings back a default by null`() throws {
    let draft = Samples.draft(
      #""max_open_trades":9,"risk":{"max_exposure":5,"max_open_orders":2},"strategy_parameters":{"fast":3},"stoploss":-0.3"#
    )
    let settings = try patched(
      #"{"max_open_trades":null,"risk":{"max_exposure":null},"strategy_parameters":{"fast":null},"stoploss":null}"#,
      draft)
    var expected = try Samples.settings(Samples.draft())
    expected.risk.maxOpenOrders = 2
    #expect(settings == expected)
    #expect(try patched(#"{"risk":null}"#, draft).risk == RiskLimits())
  }

  @Test func `merges tables key by key`() throws {
    let draft = Samples.draft(#""minimal_roi":{"0":0.04,"30":0.02}"#)
    let steps = try patched(#"{"minimal_roi":{"30":null,"60":0.01}}"#, draft).exits.minimalROI
    #expect(steps.map(\.afterMinutes) == [0, 60])
  }

  @Test func `gives a new strategy its own parameters and exits`() throws {
    let draft = Samples.draft(#""strategy_parameters":{"fast":3},"stoploss":-0.3"#)
    let settings = try patched(#"{"strategy":"trailing"}"#, draft)
    #expect(settings.strategyParameters == (try Samples.trailing.values()))
    #expect(settings.exits == Samples.trailing.exitDefaults)
    let kept = try patched(#"{"strategy":"trailing","stoploss":-0.4}"#, draft)
    #expect(kept.exits.stoploss == Samples.ratio("-0.4"))
    #expect(kept.exits.trailing == Samples.trailing.exitDefaults.trailing)
  }

  @Test func `switches trailing on with the strategy's own numbers`() throws {
    let draft = #"{"name":"t","strategy":"trailing","pairs":["BTC/USDT"],"trailing_stop":false}"#
    #expect(try patched(#"{"trailing_stop":true}"#, draft).exits == Samples.trailing.exitDefaults)
  }

  @Test(arguments: BotPatch.changeableWhileRunning)
  func `may change some fields while the bot runs`(field: String) throws {
    let values = [
      "description": "\"x\"", "stake_amount": "5", "max_open_trades": "5", "risk": #"{"max_exposure":5}"#,
      "pairs": #"["ETH/USDT"]"#, "pair_blacklist": #"["ETH/USDT"]"#,
    ]
    let value = try #require(values[field])
    let settings = try patched("{\"\(field)\":\(value)}", state: .running)
    #expect(BotPatch.changedFields(from: try Samples.settings(Samples.draft()), to: settings) == [field])
  }

  @Test(arguments: [
    ("mode", "\"live_spot\""), ("strategy", "\"trailing\""), ("timeframe", "\"1h\""), ("dry_run_wallet", "5"),
    ("strategy_parameters", #"{"fast":3}"#), ("stoploss", "-0.2"), ("minimal_roi", #"{"0":0.1}"#),
    ("trailing_stop", "true"),
  ])
  func `may not change the others while the bot runs`(field: String, value: String) throws {
    let error = #expect(throws: ControlError.self) { try patched("{\"\(field)\":\(value)}", state: .running) }
    guard case .conflict(_, let at) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(at == field)
    for state in [BotState.created, .paused, .stopped] {
      #expect(throws: Never.self) { try patched("{\"\(field)\":\(value)}", state: state) }
    }
  }

  @Test func `may repeat what is while the bot runs`() throws {
    let record = try Samples.record(state: .running)
    let patch = try BotPatch(["timeframe": "5m", "mode": "dry_run", "strategy": "ema-crossover"])
    #expect(try patch.settings(of: record, catalog: Samples.catalog) == record.settings)
  }

  @Test(arguments: [
    (#"{"name":"b"}"#, ["name"]), (#"{"generation":1}"#, ["generation"]), (#"{"pairs":null}"#, ["pairs"]),
    (#"{"risk":{"max_exposure":0},"x":1}"#, ["risk.max_exposure", "x"]), ("[]", [""]), ("null", [""]),
  ])
  func `is refused for its form`(patch: String, fields: [String]) throws {
    let error = #expect(throws: FieldErrors.self) { try BotPatch(Samples.parse(patch)) }
    #expect(error?.all.map(\.field) == fields)
  }

  @Test func `is refused for its values`() throws {
    #expect(throws: ControlError.self) { try patched(#"{"pairs":["ETH/BTC"]}"#) }
    #expect(throws: ControlError.self) { try patched(#"{"strategy_parameters":{"fast":99}}"#) }
  }
}
