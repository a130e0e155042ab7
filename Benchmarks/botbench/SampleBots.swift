// SPDX-License-Identifier: Apache-2.0

import BotModel
import MarketData
import Strategies
import StrategyKit
import TradingModel

/// Dry-run bots that differ as an operator's would: every second one follows trends, the others bet on a return.
enum SampleBots {
  static let timeframe = Timeframe.oneMinute

  /// Pairs that exist nowhere.
  static func pairs(count: Int) -> [Pair] {
    (0..<count).compactMap { number in Pair("C\(number + 1)/USDT") }
  }

  /// A bot that is wanted to run.
  static func running(_ number: Int, on pairs: [Pair], at now: Instant) throws -> BotRecord {
    BotRecord(
      number: BotNumber(Int64(number)), settings: try settings(number, on: pairs), state: .running, generation: 1,
      createdAt: now, updatedAt: now)
  }

  private static func settings(_ number: Int, on pairs: [Pair]) throws -> BotSettings {
    let strategy = number.isMultiple(of: 2) ? "ema-crossover" : "rsi-mean-reversion"
    let parameters = number.isMultiple(of: 2) ? ["fast": "\(8 + number % 10)"] : ["period": "\(10 + number % 10)"]
    let definition = try BuiltInStrategies.definition(named: strategy)
    guard let name = BotName("bot-\(number)"), let currency = Asset("USDT") else { throw InvalidSample() }
    return BotSettings(
      name: name, description: "", mode: .dryRun, account: .default, strategy: strategy,
      strategyParameters: try definition.values(parameters), timeframe: timeframe, pairs: pairs, pairBlacklist: [],
      stakeCurrency: currency, stakeAmount: .fixed(Money(100)), maxOpenTrades: 10, dryRunWallet: Money(10_000),
      risk: RiskLimits(), exits: .standard)
  }

  private struct InvalidSample: Error {}
}
