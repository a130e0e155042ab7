// SPDX-License-Identifier: Apache-2.0

// TradeEngine: one bot's brain. An event goes in, a new state and a step come out: what is to be kept, and what is
// then to be asked of the exchange. It is the same value whether the world behind it is live, on paper or history.

public import BotModel
import MarketData
public import RiskRules
public import StrategyKit
public import TradingModel

/// One bot's brain: a value that is stepped by events.
public struct TradeEngine: Sendable {
  /// Whose brain it is.
  public let bot: BotNumber
  /// How the bot is set up.
  public internal(set) var settings: BotSettings
  /// What the bot may do now.
  public internal(set) var permission: Permission
  /// What its money has come to.
  public internal(set) var ledger: BotLedger
  /// Its open trades, by number.
  public private(set) var trades: [TradeID: Trade] = [:]
  /// The numbers of ``trades`` of each pair, in order: most of what happens is about one pair.
  private var tradesOfPairs: [Pair: [TradeID]] = [:]
  /// Its orders that aren't final, by number.
  public internal(set) var orders: [OrderID: Order] = [:]
  /// What it watches, by pair.
  public internal(set) var markets: MarketTable
  /// The venue's rules for every pair that it has. They are set by whoever drives the engine, who has all bots share
  /// them.
  public var instruments: [Pair: InstrumentRules]
  /// What holds its entries back from outside, set by whoever drives the engine.
  public var holds = EntryHolds.none
  /// How its strategies fail.
  public internal(set) var failures = StrategyFailures()

  /// How signals are followed and orders handled.
  public let conduct: StrategySettings

  /// The latest time that the engine knows, by the venue's clock.
  public internal(set) var now: Instant

  let epoch: UInt32
  let feeRate: Ratio
  /// The orders that became final last, oldest first: a report may come twice, and a fill may cross a cancel.
  var endedOrders: [Order] = []
  /// Fills of ``orders`` and ``endedOrders``: each is booked once.
  var bookedFills: [OrderID: Set<FillID>] = [:]
  /// Trades that are to be sold as soon as their orders are out of the way, with the reason.
  var pendingExits: [TradeID: PendingExit] = [:]
  /// Trades whose exit at the market was refused or ended by the exchange; they are tried again at the next closed
  /// candle.
  var refusedExits: Set<TradeID> = []
  /// The same of exits at a limit. What was refused at a limit is no reason not to follow a stop.
  var refusedLimitExits: Set<TradeID> = []
  /// What the strategy said of pairs at their last closed candles, where it matters until the next.
  var opinions: [Pair: StandingOpinion] = [:]
  /// Orders that are taken back because they were not filled in time.
  var timedOut: Set<OrderID> = []
  /// When exits that never left are asked anew.
  var withheldExits: [TradeID: Instant] = [:]
  /// When the venue first said of an order that it has none such.
  var misses: [OrderID: Instant] = [:]
  /// How many exits of trades were not filled in time, since the engine began.
  var exitTimeouts: [TradeID: Int] = [:]
  /// What is not traded for a while, because of how trades went.
  var protectionBook: ProtectionBook

  /// The reasons of orders that a person, or the end of a bot, asked for.
  static let (forceEntry, forceExit) = ("force_entry", "force_exit")

  /// What a bot may do.
  public enum Permission: Hashable, Sendable {
    /// Open and close trades.
    case trading
    /// Open nothing; stops, targets and exits go on.
    case managing
    /// Sell everything and open nothing.
    case closing
    /// Take orders back and do nothing more.
    case halting
  }

  struct PendingExit: Hashable, Sendable {
    let kind: OrderKind
    let reason: ExitReason
  }

  /// A brain that goes on where a journal ends, or begins where it is empty.
  ///
  /// - Parameters:
  ///   - bot: whose brain it is.
  ///   - settings: how the bot is set up.
  ///   - conduct: how its strategy wants signals to be followed and orders to be handled.
  ///   - permission: what it may do.
  ///   - ledger: what its money has come to.
  ///   - openTrades: its open trades.
  ///   - openOrders: its orders that aren't final.
  ///   - fills: the fills of those orders.
  ///   - closedTrades: the trades that it has closed lately, as far back as ``StrategySettings/protectionHorizon(on:)``.
  ///   - epoch: the installation's epoch, for the identities of new orders.
  ///   - feeRate: what the exchange takes of an order's value.
  ///   - instruments: the venue's rules for every pair that it has.
  ///   - now: the venue's time.
  public init(
    bot: BotNumber, settings: BotSettings, conduct: StrategySettings = StrategySettings(), permission: Permission,
    ledger: BotLedger, openTrades: [Trade] = [], openOrders: [Order] = [], fills: [Fill] = [],
    closedTrades: [Trade] = [], epoch: UInt32, feeRate: Ratio, instruments: [Pair: InstrumentRules] = [:], now: Instant
  ) {
    self.bot = bot
    self.settings = settings
    self.conduct = conduct
    self.permission = permission
    self.ledger = ledger
    self.epoch = epoch
    self.feeRate = feeRate
    self.instruments = instruments
    self.now = now
    protectionBook = ProtectionBook(
      conduct.protections, timeframe: settings.timeframe, equity: ledger.equity, after: closedTrades, at: now)
    markets = MarketTable(capacity: settings.pairs.count)
    for trade in openTrades { hold(trade) }
    for order in openOrders { orders[order.id] = order }
    for fill in fills where orders[fill.order] != nil { bookedFills[fill.order, default: []].insert(fill.id) }
  }
}

/// A pair as a bot watches it.
public struct WatchedMarket: Sendable {
  /// The last price seen, or nil before the first.
  public internal(set) var lastPrice: Price?
  /// The open time of the last closed candle that was taken, or nil before the first.
  public var lastCandle: Instant? { sequence.last }

  var sequence: CandleSequence
}

/// How a bot's strategies fail.
public struct StrategyFailures: Hashable, Sendable {
  /// How often, at all pairs that were ever watched.
  public internal(set) var count = 0
  /// What was said at the pairs whose last candle could not be judged.
  public internal(set) var current: [Pair: StrategyFailure] = [:]
}

extension TradeEngine {
  /// What is in hand and not reserved for orders.
  public var free: Money { ledger.cash - reserved }

  /// What entry orders reserve of the money in hand.
  public var reserved: Money {
    orders.values.reduce(Money.zero) { $0 + reservation(of: $1) }
  }

  /// What open trades cost and entry orders reserve, of one pair or of all.
  public func exposure(of pair: Pair? = nil) -> Money {
    let held = trades.values.reduce(Money.zero) { sum, trade in
      guard pair == nil || trade.pair == pair, trade.entered.quantity > .zero else { return sum }
      let share = try? trade.held.value.divided(by: trade.entered.quantity.value, rounding: .up)
      return sum + ((try? trade.entered.cost.times(Ratio(share ?? .one), rounding: .up)) ?? trade.entered.cost)
    }
    return orders.values.reduce(held) { sum, order in
      pair == nil || order.terms.pair == pair ? sum + reservation(of: order) : sum
    }
  }

  /// Trades that are open or being opened.
  public var tradeCount: Int {
    Set(trades.keys).union(orders.values.map(\.trade)).count
  }

  /// Whether nothing is held and no order rests.
  public var isFlat: Bool { trades.isEmpty && orders.isEmpty }

  /// Whether the bot has done what it was brought down for, and its engine can go.
  public var isFinished: Bool {
    switch permission {
    case .trading, .managing: false
    case .closing: isFlat
    case .halting: orders.isEmpty
    }
  }

  /// What an order holds back of the money in hand: what is left of it at its price, or at the last one for a market
  /// order, with the fee. Where no price is known it holds back everything.
  func reservation(of order: Order) -> Money {
    guard order.purpose.isBuying else { return .zero }
    guard let price = order.terms.kind.limitPrice ?? markets[order.terms.pair]?.lastPrice,
      let value = try? price.times(order.remaining, rounding: .up), let fee = try? value.times(feeRate, rounding: .up)
    else { return max(.zero, ledger.cash) }
    return value + fee
  }

  /// Takes an open trade in, or as it is now.
  mutating func hold(_ trade: Trade) {
    guard trades.updateValue(trade, forKey: trade.id) == nil else { return }
    let ids = (tradesOfPairs[trade.pair] ?? []) + [trade.id]
    tradesOfPairs[trade.pair] = ids.sorted()
  }

  /// Takes a trade out of the open ones.
  mutating func release(_ trade: Trade) {
    trades[trade.id] = nil
    let rest = (tradesOfPairs[trade.pair] ?? []).filter { $0 != trade.id }
    tradesOfPairs[trade.pair] = rest.isEmpty ? nil : rest
  }

  /// The numbers of the open trades of a pair, in order.
  func trades(of pair: Pair) -> [TradeID] { tradesOfPairs[pair] ?? [] }

  func orders(of trade: TradeID) -> [Order] {
    orders.values.filter { $0.trade == trade }.sorted { $0.id < $1.id }
  }
}
