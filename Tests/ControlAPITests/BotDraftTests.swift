// SPDX-License-Identifier: Apache-2.0

import BotModel
import ControlAPI
import Documents
import MarketData
import StrategyKit
import Testing
import TradingModel

@Suite struct `A bot's draft` {
  @Test func `has defaults for what it leaves out`() throws {
    let settings = try Samples.settings(Samples.draft())
    #expect(
      settings
        == BotSettings(
          name: BotName("alpha")!, description: "", mode: .dryRun, account: .default, strategy: "ema-crossover",
          strategyParameters: try Samples.crossover.values(), timeframe: .fiveMinutes,
          pairs: [Samples.pair("BTC/USDT")], pairBlacklist: [], stakeCurrency: Asset("USDT")!, stakeAmount: .unlimited,
          maxOpenTrades: 3, dryRunWallet: Money(1000), risk: RiskLimits(), exits: .standard))
  }

  @Test func `takes every field`() throws {
    let settings = try Samples.settings(
      """
      {"name":"beta-2","description":"Für alle\\nund jeden","mode":"live_spot","account":"default",
       "strategy":"ema-crossover","strategy_parameters":{"fast":5,"slow":"10","band":0.25},"timeframe":"1M",
       "pairs":["ethusdt","BTC/USDT"],"pair_blacklist":["SOLUSDT"],"stake_currency":"usdt","stake_amount":"12.5",
       "max_open_trades":7,"dry_run_wallet":250.75,"available_capital":"300",
       "risk":{"max_trade_value":"1","max_exposure":2,"max_exposure_per_pair":3e0,"max_open_orders":4,
               "max_daily_loss":"5","max_drawdown":0.5},
       "minimal_roi":{"30":"0.01","0":0.04},"stoploss":-0.2,"trailing_stop":true,"trailing_stop_positive":0.01,
       "trailing_stop_positive_offset":0.02,"trailing_only_offset_is_reached":true}
      """)
    #expect(
      settings
        == BotSettings(
          name: BotName("beta-2")!, description: "Für alle\nund jeden", mode: .liveSpot, account: .default,
          strategy: "ema-crossover",
          strategyParameters: try Samples.crossover.values(["fast": "5", "slow": "10", "band": "0.25"]),
          timeframe: .oneMonth, pairs: [Samples.pair("ETH/USDT"), Samples.pair("BTC/USDT")],
          pairBlacklist: [Samples.pair("SOL/USDT")], stakeCurrency: Asset("USDT")!,
          stakeAmount: .fixed(Samples.money("12.5")), maxOpenTrades: 7, dryRunWallet: Samples.money("250.75"),
          availableCapital: Money(300),
          risk: RiskLimits(
            maxTradeValue: Money(1), maxExposure: Money(2), maxExposurePerPair: Money(3), maxOpenOrders: 4,
            maxDailyLoss: Money(5), maxDrawdown: Samples.ratio("0.5")),
          exits: try ExitRules(
            minimalROI: [
              .init(afterMinutes: 0, ratio: Samples.ratio("0.04")),
              .init(afterMinutes: 30, ratio: Samples.ratio("0.01")),
            ], stoploss: Samples.ratio("-0.2"),
            trailing: .init(
              positive: Samples.ratio("0.01"), positiveOffset: Samples.ratio("0.02"), onlyOffsetIsReached: true))))
  }

  @Test func `is what its own document reads back as`() throws {
    for json in [Samples.draft(), #"{"name":"t","strategy":"trailing","pairs":["ETH/BTC"],"stake_amount":1e-3}"#] {
      let settings = try Samples.settings(json)
      #expect(try BotDraft(settings.node).settings(catalog: Samples.catalog) == settings)
    }
  }

  @Test(arguments: [
    (#""name":"Alpha""#, "name"), (#""name":"-a""#, "name"), (#""name":"""#, "name"), (#""name":5"#, "name"),
    (#""name":"\#(String(repeating: "a", count: 41))""#, "name"), (#""name":null"#, "name"),
    (#""description":"a\u0000b""#, "description"), (#""description":null"#, "description"),
    (#""mode":"dry-run""#, "mode"), (#""account":"Main""#, "account"), (#""timeframe":"5M""#, "timeframe"),
    (#""timeframe":5"#, "timeframe"), (#""pairs":[]"#, "pairs"), (#""pairs":"BTC/USDT""#, "pairs"),
    (#""pairs":["BTC/USDT",7]"#, "pairs[1]"), (#""pairs":["BTC/"]"#, "pairs[0]"),
    (#""pairs":["BTC-USDT"]"#, "pairs[0]"),
    (#""stake_amount":"0""#, "stake_amount"), (#""stake_amount":-1"#, "stake_amount"),
    (#""stake_amount":"all""#, "stake_amount"), (#""stake_amount":"NaN""#, "stake_amount"),
    (#""stake_amount":1e400"#, "stake_amount"), (#""stake_amount":true"#, "stake_amount"),
    (#""max_open_trades":0"#, "max_open_trades"), (#""max_open_trades":1.5"#, "max_open_trades"),
    (#""max_open_trades":"3""#, "max_open_trades"), (#""max_open_trades":1e400"#, "max_open_trades"),
    (#""max_open_trades":99999999999999999999"#, "max_open_trades"), (#""dry_run_wallet":0"#, "dry_run_wallet"),
    (#""dry_run_wallet":"1e3""#, "dry_run_wallet"), (#""risk":[]"#, "risk"),
    (#""risk":{"max_exposure":"-1"}"#, "risk.max_exposure"), (#""risk":{"max_drawdown":1.01}"#, "risk.max_drawdown"),
    (#""risk":{"max_drawdown":0}"#, "risk.max_drawdown"), (#""risk":{"max_exposre":1}"#, "risk.max_exposre"),
    (#""risk":{"max_open_orders":0}"#, "risk.max_open_orders"), (#""strategy_parameters":[]"#, "strategy_parameters"),
    (#""strategy_parameters":{"fast":"a"}"#, "strategy_parameters.fast"),
    (#""strategy_parameters":{"Fast":1}"#, "strategy_parameters.Fast"),
    (#""minimal_roi":{"-5":1}"#, "minimal_roi.-5"),
    (#""stoploss":0.1"#, "stoploss"), (#""stoploss":-1.1"#, "stoploss"), (#""trailing_stop":1"#, "trailing_stop"),
    (#""state":"RUNNING""#, "state"), (#""":1"#, ""),
  ])
  func `is refused for its form`(field: String, path: String) throws {
    let needed = [#""name":"alpha""#, #""strategy":"ema-crossover""#, #""pairs":["BTC/USDT"]"#]
    let key = field.prefix { $0 != ":" }
    let fields = needed.filter { !$0.hasPrefix(key) } + [field]
    let faults = try Samples.faults("{\(fields.joined(separator: ","))}")
    #expect(faults.map(\.field) == [path])
  }

  @Test(arguments: [
    (#""stoploss":0"#, "stoploss"), (#""pairs":["DOGE/USDT"]"#, "pairs[0]"), (#""pairs":["BTCUSD"]"#, "pairs[0]"),
    (#""pairs":["BTC/USDT","BTCUSDT"]"#, "pairs[1]"), (#""pairs":["BTC/USDT","ETH/BTC"]"#, "pairs[1]"),
    (#""stake_currency":"EUR""#, "pairs[0]"), (#""pair_blacklist":["XX/YY"]"#, "pair_blacklist[0]"),
    (#""strategy":"ema""#, "strategy"), (#""account":"main""#, "account"),
    (#""strategy_parameters":{"fst":1}"#, "strategy_parameters.fst"),
    (#""strategy_parameters":{"fast":1.5}"#, "strategy_parameters.fast"),
    (#""strategy_parameters":{"fast":30}"#, "strategy_parameters.fast"),
    (#""trailing_stop":true,"trailing_only_offset_is_reached":true"#, "trailing_stop_positive_offset"),
  ])
  func `is refused for its values`(field: String, path: String) throws {
    let needed = [#""name":"alpha""#, #""strategy":"ema-crossover""#, #""pairs":["BTC/USDT"]"#]
    let key = field.prefix { $0 != ":" }
    let fields = needed.filter { !$0.hasPrefix(key) } + [field]
    #expect(try Samples.faults("{\(fields.joined(separator: ","))}").map(\.field) == [path])
  }

  @Test(arguments: [
    (#""stake_amount":"12345678901234567""#, "at most 15 digits before the point"),
    (#""stake_amount":0.1234567890123"#, "at most 12 decimal places"),
    (#""dry_run_wallet":"\#(String(repeating: "9", count: 40))""#, "at most 15 digits before the point"),
    (#""dry_run_wallet":-5"#, "dry_run_wallet must be a decimal above 0"),
    (#""stratgy":1"#, "did you mean 'strategy'?"), (#""timeframe":"5min""#, "one of 1s, 1m, 3m, 5m"),
  ])
  func `is told what would be right`(field: String, words: String) throws {
    let message = try #require(try Samples.faults(Samples.draft(field)).first?.message)
    if field.contains("stake_amount") {
      #expect(
        message
          == "stake_amount must be a decimal above 0, or unlimited (an equal share of what the bot has, by its slots)")
    } else {
      #expect(message.contains(words), "\(message)")
    }
  }

  @Test func `names everything that is missing`() throws {
    #expect(try Samples.faults("{}").map(\.field) == ["name", "strategy", "pairs"])
    #expect(try Samples.faults("[]").map(\.message) == ["the body must be an object"])
  }

  @Test func `is taken with a slash while the venue is out of reach`() throws {
    let settings = try Samples.settings(Samples.draft(), Samples.blindCatalog)
    #expect(settings.pairs == [Samples.pair("BTC/USDT")])
    let json = #"{"name":"a","strategy":"ema-crossover","pairs":["BTCUSDT"]}"#
    #expect(try Samples.faults(json, Samples.blindCatalog).map(\.field) == ["pairs[0]"])
  }

  @Test func `shows long values shortened`() throws {
    let faults = try Samples.faults(Samples.draft("\"mode\":\"\(String(repeating: "x", count: 5000))\""))
    #expect(faults.first?.value?.unicodeScalars.count == 80)
    let unknown = try Samples.faults(Samples.draft("\"\(String(repeating: "x", count: 5000))\":1"))
    #expect((unknown.first?.message.count ?? 0) < 200)
    #expect((unknown.first?.field.count ?? 0) < 200)
  }
}
