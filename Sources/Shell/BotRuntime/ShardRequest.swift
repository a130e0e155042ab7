// SPDX-License-Identifier: Apache-2.0

public import BotModel
public import Ledger
public import MarketData
public import Ports
public import StrategyKit
public import TradeEngine
public import TradingModel

/// Everything that is needed to bring a bot up: the same for a first start, a restart and a recovery.
public struct BotLaunch: Sendable {
  /// The bot.
  public let record: BotRecord
  /// What it may do.
  public let permission: TradeEngine.Permission
  /// Its strategy.
  public let strategy: StrategyDefinition
  /// Where it left off.
  public let history: BotHistory
  /// What it watches.
  public let pairs: [Pair]

  /// Everything that is needed to bring a bot up.
  public init(
    record: BotRecord, permission: TradeEngine.Permission, strategy: StrategyDefinition, history: BotHistory,
    pairs: [Pair]
  ) {
    self.record = record
    self.permission = permission
    self.strategy = strategy
    self.history = history
    self.pairs = pairs
  }
}

/// Who owns what on a live account.
public struct AccountOwnership: Hashable, Sendable {
  /// Every asset that the account or a bot has, by name; empty before the venue was asked.
  public let assets: [AssetOwnership]
  /// Why nothing may be opened on the account, or nil.
  public let hold: String?
  /// What is missing of assets, so that nothing may be opened with them.
  public let shortfalls: [Asset: Fixed]
  /// Whether the venue has not said yet what there is.
  public let isUnknown: Bool
}

/// How much of an account a bot wants to be its own.
public enum CapitalClaim: Hashable, Sendable {
  /// So much, or nothing.
  case exactly(Money)
  /// So much, or what there is; nil for all that there is.
  case upTo(Money?)
}

/// What a bot gets of an account.
public enum CapitalAnswer: Hashable, Sendable {
  /// So much is its own now.
  case given(Money)
  /// Nothing: why.
  case refused(String)
}

/// What is asked of a shard. Each is answered once.
enum ShardRequest: Sendable {
  case launch(BotLaunch, ShardReply<Void>)
  case command(BotNumber, EngineCommand, ShardReply<CommandResult>)
  case watch(BotNumber, [Pair], ShardReply<Void>)
  case unwatch(BotNumber, [Pair], ShardReply<Void>)
  case resetDrawdown(BotNumber, ShardReply<Void>)
  case withdraw(BotNumber, ShardReply<Void>)
  case openAccount(any LiveDesk, [BotNumber: BotHoldings], ShardReply<Void>)
  case holdAccount(AccountName, String?, ShardReply<Void>)
  case claim(AccountName, BotNumber, Asset, CapitalClaim, ShardReply<CapitalAnswer>)
  case disown(AccountName, BotNumber, ShardReply<Void>)
  case standing(AccountName, ShardReply<AccountOwnership?>)
}

/// What came of a command.
public struct CommandResult: Sendable {
  /// The orders that were placed, as they stood when the command was answered.
  public let orders: [Order]
  /// Why nothing was done, or nil.
  public let refusal: CommandRefusal?
}

/// Why a shard did not do what was asked.
public enum ShardError: Error, Hashable, Sendable {
  /// The shard has no such bot: it is not active.
  case notActive
  /// What must be written can't be: trading halts, of all or of the one bot, until it can.
  case halted(JournalError)
  /// The shard has no such live account.
  case noAccount(AccountName)
  /// The server is going down.
  case closed
}

/// Answers a request, once.
struct ShardReply<Value: Sendable>: Sendable {
  let resume: @Sendable (Result<Value, ShardError>) -> Void
}

/// What a bot has come to, told after it was written.
public struct BotReport: Sendable {
  /// The bot.
  public let bot: BotNumber
  /// How it stands after what was written, and no further.
  public let standing: BotStanding
  /// What was written.
  public let changes: [BotChange]
}

/// How a bot stands: what is shown of it.
public struct BotStanding: Sendable {
  /// What its money has come to.
  public let ledger: BotLedger
  /// Its open trades, by number.
  public let trades: [TradeID: Trade]
  /// Its orders that aren't final, by number.
  public let orders: [OrderID: Order]
  /// How its strategies fail.
  public let failures: StrategyFailures
  /// Whether nothing is held and no order rests.
  public var isFlat: Bool { trades.isEmpty && orders.isEmpty }

  /// Whether it has done what it was brought down for.
  let isFinished: Bool

  init(_ engine: TradeEngine) {
    ledger = engine.ledger
    trades = engine.trades
    orders = engine.orders
    failures = engine.failures
    isFinished = engine.isFinished
  }
}

/// Hears what happens in a shard; called in order, must not wait.
public protocol ShardObserver: Sendable {
  /// A bot has changed, and the change is on disk.
  func botChanged(_ report: BotReport)
  /// A bot has done what it was brought down for; its engine is gone.
  func botFinished(_ bot: BotNumber)
  /// How well a series is fed has changed.
  func feedChanged(_ key: SeriesKey, _ health: FeedHealth, bots: [BotNumber])
  /// Whether a live account's bots may open anything has changed: nil, or why not.
  func accountChanged(_ account: AccountName, hold: String?, bots: [BotNumber])
  /// What must be written of these bots can't be: the shard has dropped them, and they are to be launched again when it
  /// can.
  func shardHalted(_ bots: [BotNumber], _ error: JournalError)
}
