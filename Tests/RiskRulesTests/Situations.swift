// SPDX-License-Identifier: Apache-2.0

import BotModel
import Indicators
import MarketData
import RiskRules
import StrategyKit
import TradingModel

let bitcoin = Pair("BTC/USDT")!

func ratio(_ text: String) -> Ratio { Ratio(Fixed(text)!) }

func money(_ text: String) -> Money { Money(Fixed(text)!) }

func quantity(_ text: String) -> Quantity { Quantity(Fixed(text)!) }

func price(_ text: String) -> Price { Price(Fixed(text)!) }

/// BTC/USDT in steps of 0.001 from 0.001 to 900, ticks of 0.5, from a value of 10.
func rules() -> InstrumentRules {
  InstrumentRules(
    pair: bitcoin, price: PriceFilter(minimum: price("1"), maximum: price("1000000"), tick: price("0.5")),
    lot: LotFilter(minimum: quantity("0.001"), maximum: quantity("900"), step: quantity("0.001")),
    marketLot: LotFilter(maximum: quantity("100")), notional: NotionalFilter(minimum: money("10")))
}

func settings() throws -> BotSettings {
  let strategy = StrategyDefinition(name: "none", summary: "", rules: "", parameters: []) { _ in Silence() }
  return BotSettings(
    name: BotName("tester")!, description: "", mode: .dryRun, account: .default, strategy: "none",
    strategyParameters: try strategy.values(), timeframe: .fiveMinutes, pairs: [bitcoin], pairBlacklist: [],
    stakeCurrency: Asset("USDT")!, stakeAmount: .fixed(money("100")), maxOpenTrades: 3, dryRunWallet: money("1000"),
    risk: RiskLimits(), exits: .standard)
}

private struct Silence: Strategy {
  let warmUp = 0

  var stance: Stance? { .neutral }
  func update(_ bar: Bar) -> Signal? { nil }
}

/// A bot with 1,000 USDT in hand that holds nothing, at a price of 100 and a fee of 0.1 %.
func situation() throws -> RiskSituation {
  RiskSituation(
    settings: try settings(), entriesHeld: nil, instrument: rules(), referencePrice: price("100"),
    feeRate: ratio("0.001"), openTrades: 0, hasTradeOfPair: false, openOrders: 0, free: money("1000"),
    exposure: .zero, exposureOfPair: .zero, lossToday: .zero, drawdown: .zero)
}
