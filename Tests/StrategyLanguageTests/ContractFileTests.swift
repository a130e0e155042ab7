// SPDX-License-Identifier: Apache-2.0
import MarketData
import StrategyKit
import Testing
import TradingModel

@testable import StrategyLanguage

@Suite struct `The two files that everybody knows` {
  @Test func `ema-rsi is read whole`() throws {
    let file = try Fixtures.file(Fixtures.emaRSI)
    #expect(file.name == "ema-rsi")
    #expect(file.summary == "EMA cross with an RSI filter")
    #expect(file.timeframe == .fiveMinutes)
    #expect(file.startupCandles == 100)
    #expect(file.parameters.map(\.name) == ["rsi_max"])
    #expect(file.parameters.map(\.kind) == [.integer])
    #expect(file.exitRules.minimalROI.map(\.afterMinutes) == [0, 30, 60])
    #expect(file.exitRules.trailing == nil)
    let plan = try file.plan()
    #expect(plan.values.map(\.name) == ["ema12", "ema26", "rsi", "trend"])
    #expect(plan.inputs == [PlanInput(pair: nil, timeframe: .oneHour)])
    #expect(plan.enter.map(\.tag) == ["ema_up"])
    #expect(
      plan.enter[0].parts.map(\.text)
        == ["ema12 > ema26", "ema12[1] <= ema26[1]", "rsi < rsi_max", "volume > 0"])
    #expect(plan.exit.map(\.tag) == ["ema_down"])
    // The slow average and the candle before.
    #expect(plan.warmUp == 27)
  }

  @Test func `boll-rsi is read whole`() throws {
    let file = try Fixtures.file(Fixtures.bollRSI)
    let plan = try file.plan()
    #expect(file.exitRules.trailing?.onlyOffsetIsReached == true)
    #expect(
      file.settings.protections
        == [Protection(method: .cooldownPeriod, lookback: .minutes(60), stop: .lasting(.candles(3)))])
    #expect(plan.values.map(\.name).contains("bb.lower"))
    let row = PlanRow.empty(slots: 8)
    var trade = TradeContext(rate: 100, proposed: 100, profit: -0.006, ageMilliseconds: 45 * 60_000, entries: 1)
    #expect(plan.trade.entryPrice(row, trade) == 99.6)
    #expect(plan.trade.exitPrice(row, trade) == nil)
    #expect(plan.trade.customExit(row, trade) == "old_loser")
    #expect(plan.trade.customStoploss(row, trade) == -0.05)
    #expect(plan.trade.adjustment(row, trade) == nil)
    trade.profit = 0.021
    #expect(plan.trade.customExit(row, trade) == nil)
    #expect(plan.trade.customStoploss(row, trade) == -0.015)
    #expect(plan.trade.adjustment(row, trade) == .reduce(ratio: 0.5, tag: "half"))
    trade.profit = -0.03
    #expect(plan.trade.adjustment(row, trade) == .add(stake: 50, tag: "add"))
    #expect(plan.trade.entriesAddedMax == 2)
  }
}
