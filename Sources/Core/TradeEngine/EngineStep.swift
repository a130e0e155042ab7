// SPDX-License-Identifier: Apache-2.0

public import BotModel
public import MarketData
public import RiskRules
public import StrategyKit
public import TradingModel

/// What moves an engine.
public enum EngineEvent: Sendable {
  /// A candle of a watched pair has closed, and this is what the bot's strategy said, so many milliseconds after the
  /// close. Where the next has closed as well by then, its signal opens nothing, but exits are followed.
  case candleClosed(Pair, Candle, Verdict, delay: Int64)
  /// Somebody traded a pair.
  case traded(Pair, PublicTrade)
  /// The exchange reports on an order.
  case order(OrderEvent)
  /// A person, or the control plane, asks for something.
  case command(EngineCommand)
}

/// What can be asked of an engine.
public enum EngineCommand: Hashable, Sendable {
  /// Open a trade by hand; the stake is the bot's own where none is given.
  case enter(Pair, stake: Money?, limit: Price?)
  /// Close a trade by hand, or all of them.
  case exit(TradeID?, limit: Price?)
  /// Change what the bot may do.
  case permit(TradeEngine.Permission)
  /// Take back every entry order that rests.
  case cancelEntries
  /// Change the settings; pairs that are new must be watched besides.
  case configure(BotSettings)
}

/// What a step brings about: first everything in `changes` is kept, then the requests are made.
public struct EngineStep: Sendable {
  /// What is to be kept, in order.
  public internal(set) var changes: [BotChange] = []
  /// What is then to be asked of the exchange, in order.
  public internal(set) var requests: [OrderRequest] = []
  /// What came of a command that can be refused.
  public internal(set) var refusal: CommandRefusal?
  /// The orders that the step placed.
  public internal(set) var placed: [OrderID] = []
  /// Whether something that is shown but not kept has changed: how often the strategy failed.
  public internal(set) var isTold = false
  /// Why nothing was done at a candle, where nothing was: worth knowing, but nothing depends on its being kept.
  public internal(set) var idle: Decision?
  /// What the strategy said at the candle that the step is about.
  var verdict: Verdict?

  /// A step in which nothing happens.
  public init() {}

  /// Whether nothing is to be kept, asked or shown.
  public var isEmpty: Bool { changes.isEmpty && requests.isEmpty && !isTold }
}

/// Why a command was not carried out.
public enum CommandRefusal: Error, Hashable, Sendable {
  /// A rule refused the order.
  case risk(RiskRefusal)
  /// The bot has no such open trade.
  case unknownTrade(TradeID)
  /// The bot has no open trade.
  case nothingOpen
}

/// Gives numbers that nobody else in the server was given.
public struct IdentifierSource: Sendable {
  private let makeNext: @Sendable () -> Int64

  /// A source that asks a closure.
  public init(next: @escaping @Sendable () -> Int64) {
    makeNext = next
  }

  /// The next number.
  func next() -> Int64 { makeNext() }
}
