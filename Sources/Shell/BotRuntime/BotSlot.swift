// SPDX-License-Identifier: Apache-2.0

import BotModel
import StrategyKit
import TradeEngine
import TradingModel

/// A bot in a shard. There is one for as long as its engine is at work; a bot that is launched again gets another.
final class BotSlot {
  let bot: BotNumber
  let name: BotName
  /// Its strategy; another one after its file was loaded anew.
  var strategy: StrategyDefinition
  /// What judges its pairs.
  var runs: [Pair: SharedRun] = [:]
  var engine: TradeEngine
  /// The live account that it trades on; nil for a dry-run bot.
  let account: AccountName?
  /// What is left over from its closed trades on that account.
  var dust: [Asset: Fixed] = [:]
  /// The pairs of its open trades and resting orders, as the shard has them in its index: it sees their prices.
  var heldPairs: Set<Pair> = []
  /// The pairs of its open trades and orders, as the shard has them in its index.
  var involvedPairs: Set<Pair> = []

  init(
    bot: BotNumber, name: BotName, strategy: StrategyDefinition, engine: TradeEngine, account: AccountName? = nil
  ) {
    self.bot = bot
    self.name = name
    self.strategy = strategy
    self.engine = engine
    self.account = account
  }
}
