// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import StrategyKit
public import TradingModel

/// Where a bot's orders go.
public enum BotMode: String, Hashable, Sendable, CaseIterable {
  /// To the paper exchange, on live prices.
  case dryRun = "dry_run"
  /// To the venue, with real money.
  case liveSpot = "live_spot"
}

/// How much of the stake currency an entry takes.
public enum StakeAmount: Hashable, Sendable {
  /// This much.
  case fixed(Money)
  /// An equal share of what the bot has, by its slots.
  case unlimited
}

/// How a bot is set up: what an operator writes.
public struct BotSettings: Hashable, Sendable {
  /// Its name.
  public var name: BotName
  /// What it is for, in an operator's words.
  public var description: String
  /// Dry-run or live.
  public var mode: BotMode
  /// Whose money it uses.
  public var account: AccountName
  /// The strategy's name.
  public var strategy: String
  /// The strategy's parameters as they were given; what isn't given has its default.
  public var strategyParameters: ParameterValues
  /// How long the strategy's candles are.
  public var timeframe: Timeframe
  /// What it may trade; at least one, each with the stake currency as quote.
  public var pairs: [Pair]
  /// What it may not trade, though it stands in ``pairs``.
  public var pairBlacklist: [Pair]
  /// What it pays with.
  public var stakeCurrency: Asset
  /// How much an entry takes.
  public var stakeAmount: StakeAmount
  /// How many trades it may have open; at least 1.
  public var maxOpenTrades: Int
  /// What a dry-run bot starts with, in stake currency.
  public var dryRunWallet: Money
  /// What a live bot may use of its account, in stake currency, from its first start on; nil for a dry-run bot.
  public var availableCapital: Money?
  /// Its limits.
  public var risk: RiskLimits
  /// When it leaves a trade, other than by a signal.
  public var exits: ExitRules

  /// Settings of all their parts.
  public init(
    name: BotName, description: String, mode: BotMode, account: AccountName, strategy: String,
    strategyParameters: ParameterValues, timeframe: Timeframe, pairs: [Pair], pairBlacklist: [Pair],
    stakeCurrency: Asset, stakeAmount: StakeAmount, maxOpenTrades: Int, dryRunWallet: Money,
    availableCapital: Money? = nil, risk: RiskLimits, exits: ExitRules
  ) {
    self.name = name
    self.description = description
    self.mode = mode
    self.account = account
    self.strategy = strategy
    self.strategyParameters = strategyParameters
    self.timeframe = timeframe
    self.pairs = pairs
    self.pairBlacklist = pairBlacklist
    self.stakeCurrency = stakeCurrency
    self.stakeAmount = stakeAmount
    self.maxOpenTrades = maxOpenTrades
    self.dryRunWallet = dryRunWallet
    self.availableCapital = availableCapital
    self.risk = risk
    self.exits = exits
  }

  /// The account that the bot trades on with real money; nil for a dry-run bot.
  public var liveAccount: AccountName? { mode == .liveSpot ? account : nil }

  /// What the bot begins with, in stake currency.
  public var capital: Money {
    switch mode {
    case .dryRun: dryRunWallet
    case .liveSpot: availableCapital ?? .zero
    }
  }
}

/// What a bot may risk; what is nil has no limit. They hold back entries, never exits.
public struct RiskLimits: Hashable, Sendable {
  /// The largest value of one entry.
  public var maxTradeValue: Money?
  /// The largest value of all that is open or ordered.
  public var maxExposure: Money?
  /// The same for one pair.
  public var maxExposurePerPair: Money?
  /// How many orders may rest at once.
  public var maxOpenOrders: Int?
  /// What may be lost in a UTC day, realised; above 0. Clears itself at midnight.
  public var maxDailyLoss: Money?
  /// How far realised equity may fall below its peak, above 0 and at most 1. Stays until the bot is started anew.
  public var maxDrawdown: Ratio?

  /// Limits; what isn't given has none.
  public init(
    maxTradeValue: Money? = nil, maxExposure: Money? = nil, maxExposurePerPair: Money? = nil,
    maxOpenOrders: Int? = nil, maxDailyLoss: Money? = nil, maxDrawdown: Ratio? = nil
  ) {
    self.maxTradeValue = maxTradeValue
    self.maxExposure = maxExposure
    self.maxExposurePerPair = maxExposurePerPair
    self.maxOpenOrders = maxOpenOrders
    self.maxDailyLoss = maxDailyLoss
    self.maxDrawdown = maxDrawdown
  }
}

/// A bot as it is kept: its settings and what an operator wants of it.
public struct BotRecord: Hashable, Sendable {
  /// Its number for the machine.
  public let number: BotNumber
  /// How it is set up.
  public var settings: BotSettings
  /// What is wanted of it.
  public var state: BotState
  /// Whether it was stopped with the order to sell what it holds, and has not finished.
  public var isClosing: Bool
  /// Counts the changes of settings or state, from 1.
  public var generation: Int64
  /// When it was created.
  public let createdAt: Instant
  /// When settings or state last changed.
  public var updatedAt: Instant

  /// A bot as it is kept.
  public init(
    number: BotNumber, settings: BotSettings, state: BotState, isClosing: Bool = false, generation: Int64,
    createdAt: Instant, updatedAt: Instant
  ) {
    self.number = number
    self.settings = settings
    self.state = state
    self.isClosing = isClosing
    self.generation = generation
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}
