// SPDX-License-Identifier: Apache-2.0
import ControlClient
import Documents
import Testing

@Suite struct `Options become requests` {
  private static let changes: [(String, String)] = [
    ("stake_amount=50", #"{"stake_amount":"50"}"#), ("stake-amount=unlimited", #"{"stake_amount":"unlimited"}"#),
    ("pairs=BTC/USDT, ETH/USDT", #"{"pairs":["BTC/USDT","ETH/USDT"]}"#),
    ("max_open_trades=3", #"{"max_open_trades":3}"#),
    ("risk.max_exposure=200.50", #"{"risk":{"max_exposure":"200.50"}}"#),
    ("risk.max_drawdown=0.2", #"{"risk":{"max_drawdown":0.2}}"#),
    ("risk.max_exposure=", #"{"risk":{"max_exposure":null}}"#), ("description=", #"{"description":""}"#),
    ("description=a=b c", #"{"description":"a=b c"}"#), ("mode=live-spot", #"{"mode":"live_spot"}"#),
    ("trailing_stop=yes", #"{"trailing_stop":true}"#), ("pair_blacklist=", #"{"pair_blacklist":null}"#),
    ("strategy_parameters.fast=9", #"{"strategy_parameters":{"fast":9}}"#),
    ("strategy_parameters.mode=ALL", #"{"strategy_parameters":{"mode":"ALL"}}"#),
    (
      "strategy_parameters.of=macd(fast=8, slow=20)*2,adx",
      #"{"strategy_parameters":{"of":"macd(fast=8, slow=20)*2,adx"}}"#
    ),
    ("strategy_parameters.fast=", #"{"strategy_parameters":{"fast":null}}"#),
    ("minimal_roi.30=0.02", #"{"minimal_roi":{"30":0.02}}"#),
  ]

  @Test(arguments: changes)
  func `a change becomes a merge patch`(text: String, patch: String) throws {
    let changed = BotAssignment.patch([try BotAssignment(text)])
    #expect(changed.json() == patch)
  }

  @Test func `changes of one object are put together, the last of a field counts`() throws {
    let texts = ["risk.max_exposure=1", "stake_amount=5", "risk.max_daily_loss=2", "stake_amount=6"]
    let patch = BotAssignment.patch(try texts.map { try BotAssignment($0) })
    #expect(patch == ["risk": ["max_exposure": "1", "max_daily_loss": "2"], "stake_amount": "6"])
  }

  @Test(arguments: [
    ("stake_amount", "key=value"), ("stake_amonut=5", "did you mean 'stake_amount'"), ("name=x", "can't be changed"),
    ("max_open_trades=many", "whole number"), ("risk.max_drawdown=NaN", "is a number"),
    ("trailing_stop=perhaps", "true"),
    ("strategy_parameters.=1", "no field"), ("=5", "no field"),
  ])
  func `a wrong change is refused with what would be right`(text: String, hint: String) {
    let failure = #expect(throws: ControlFailure.self) { try BotAssignment(text) }
    #expect(failure?.exitCode == .usage)
    #expect(failure?.summary.contains(hint) == true, "\(failure?.summary ?? "")")
  }

  @Test func `options of create become the API's fields`() throws {
    var bot = BotDescription()
    bot.name = "first"
    bot.strategy = "ema-crossover"
    bot.pairs = "BTC/USDT,ETH/USDT"
    bot.mode = "dry-run"
    bot.stakeAmount = "100"
    bot.maxOpenTrades = 2
    bot.wallet = "5000"
    bot.parameters = ["fast=9", "threshold=-0.5", "mode=ALL", "of=a(n=1, m=2),b"]
    let expected: Node = [
      "name": "first", "mode": "dry_run", "strategy": "ema-crossover", "pairs": ["BTC/USDT", "ETH/USDT"],
      "stake_amount": "100", "max_open_trades": 2, "dry_run_wallet": "5000",
      "strategy_parameters": ["fast": 9, "threshold": -0.5, "mode": "ALL", "of": "a(n=1, m=2),b"],
    ]
    #expect(try bot.body() == expected)
  }

  @Test func `options go over a file's fields`() throws {
    var bot = BotDescription()
    bot.name = "second"
    bot.parameters = ["fast=9"]
    let file: Node = [
      "name": "first", "strategy": "s", "pairs": ["A/B"], "strategy_parameters": ["fast": 1, "slow": 2],
    ]
    let expected: Node = [
      "name": "second", "strategy": "s", "pairs": ["A/B"], "strategy_parameters": ["fast": 9, "slow": 2],
    ]
    #expect(try bot.body(file: file) == expected)
  }

  @Test func `what is missing is named`() {
    let failure = #expect(throws: ControlFailure.self) { try BotDescription().body() }
    #expect(failure?.summary == "missing: NAME, --strategy, --pairs, or a bot file with -f FILE")
    let ofFile = #expect(throws: ControlFailure.self) { try BotDescription().body(file: ["name": "x"]) }
    #expect(ofFile?.summary == "the file lacks 'strategy', 'pairs'")
    let noMapping = #expect(throws: ControlFailure.self) { try BotDescription().body(file: ["x"]) }
    #expect(noMapping?.summary.contains("an array") == true)
  }

  @Test func `paths and queries are encoded`() {
    #expect(ControlRequest(.get, ["bots", "a b/../ü"]).path == "/api/v1/bots/a%20b%2F..%2F%C3%BC")
    #expect(ControlRequest(.get, ["bots", ".."]).path == "/api/v1/bots/%2E%2E")
  }
}

@Suite struct `The server and the token are found` {
  @Test(arguments: [
    ("http://127.0.0.1:8080", true), ("https://example.org", false), ("http://[::1]:80", true),
    ("http://localhost:8080/", true), ("http://127.9.9.9", true), ("http://127.0.0.1.example.org", false),
  ])
  func `addresses, and which are of this machine`(text: String, isLocal: Bool) throws {
    let address = try #require(ServerAddress(text))
    #expect(address.isLocal == isLocal)
    #expect(!address.text.hasSuffix("/"))
  }

  @Test(arguments: ["", "localhost", "ftp://x", "http://", "http://x:0", "http://x:99999", "http://a/b", "http://u@h"])
  func `what is no address`(text: String) {
    #expect(ServerAddress(text) == nil)
  }

  private static let tokens: [(String?, [String: String], String, String?)] = [
    ("option", ["BOTCTL_TOKEN": "environment"], "http://127.0.0.1", "option"),
    (nil, ["BOTCTL_TOKEN": "environment"], "http://127.0.0.1", "environment"),
    (nil, ["BOTCTL_TOKEN": "", "BOTD_DATA_DIR": "/d"], "http://127.0.0.1", "file of /d/admin.token"),
    (nil, [:], "http://127.0.0.1", "file of ./data/admin.token"), (nil, [:], "https://example.org", nil),
  ]

  @Test(arguments: tokens)
  func `the token's sources in their order; the local one stays on this machine`(
    option: String?, environment: [String: String], server: String, token: String?
  ) throws {
    let address = try #require(ServerAddress(server))
    let found = TokenSource.token(option: option, environment: environment, server: address) { "file of \($0)\n" }
    #expect(found == token)
  }
}
