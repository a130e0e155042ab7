// SPDX-License-Identifier: Apache-2.0

public import BotModel
public import TradingModel

/// What a bot wants to open.
public struct EntryIntent: Hashable, Sendable {
  /// The pair.
  public let pair: Pair
  /// Market, or limit at a price.
  public let kind: OrderKind
  /// How much of the stake currency it is to take.
  public let stake: Money
  /// Whether it adds to a trade that is open.
  public let isAddition: Bool

  /// What a bot wants to open, or to add.
  public init(pair: Pair, kind: OrderKind, stake: Money, isAddition: Bool = false) {
    self.pair = pair
    self.kind = kind
    self.stake = stake
    self.isAddition = isAddition
  }
}

/// What a bot wants to sell.
public struct ExitIntent: Hashable, Sendable {
  /// The pair.
  public let pair: Pair
  /// Market, or limit at a price.
  public let kind: OrderKind
  /// How much of the base asset; what can't be sold for the step's sake is left.
  public let quantity: Quantity
  /// How much of the trade's is to stay: above 0 for a part of it.
  public let rest: Quantity

  /// What a bot wants to sell.
  public init(pair: Pair, kind: OrderKind, quantity: Quantity, rest: Quantity = .zero) {
    self.pair = pair
    self.kind = kind
    self.quantity = quantity
    self.rest = rest
  }
}

/// Everything that the rules look at, as it stands when a bot decides.
public struct RiskSituation: Hashable, Sendable {
  /// The bot's settings, with its limits.
  public var settings: BotSettings
  /// Whether the bot may open anything now; nil, or why not.
  public var entriesHeld: String?
  /// What holds entries back from outside.
  public var holds: EntryHolds
  /// What holds the pair back because of how trades went, or nil.
  public var lock: PairLock?
  /// The rules of the pair, or nil where the venue has no such pair.
  public var instrument: InstrumentRules?
  /// The price by which a market order is judged; nil where none is known.
  public var referencePrice: Price?
  /// What the exchange takes of an order's value.
  public var feeRate: Ratio
  /// Trades that are open or being opened.
  public var openTrades: Int
  /// Whether the pair is among them.
  public var hasTradeOfPair: Bool
  /// Orders that aren't final.
  public var openOrders: Int
  /// What is in hand and not reserved for orders.
  public var free: Money
  /// What open trades cost and entry orders reserve.
  public var exposure: Money
  /// The same for the pair alone.
  public var exposureOfPair: Money
  /// What was lost today, realised.
  public var lossToday: Money
  /// How far equity lies below its peak.
  public var drawdown: Ratio

  /// The situation of a bot.
  public init(
    settings: BotSettings, entriesHeld: String?, holds: EntryHolds = .none, lock: PairLock? = nil,
    instrument: InstrumentRules?, referencePrice: Price?, feeRate: Ratio, openTrades: Int, hasTradeOfPair: Bool,
    openOrders: Int, free: Money,
    exposure: Money, exposureOfPair: Money, lossToday: Money, drawdown: Ratio
  ) {
    self.settings = settings
    self.entriesHeld = entriesHeld
    self.holds = holds
    self.lock = lock
    self.instrument = instrument
    self.referencePrice = referencePrice
    self.feeRate = feeRate
    self.openTrades = openTrades
    self.hasTradeOfPair = hasTradeOfPair
    self.openOrders = openOrders
    self.free = free
    self.exposure = exposure
    self.exposureOfPair = exposureOfPair
    self.lossToday = lossToday
    self.drawdown = drawdown
  }
}
