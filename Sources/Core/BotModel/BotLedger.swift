// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What a bot's money has come to. It follows from its fills, and is kept so that a start need not read them all.
public struct BotLedger: Hashable, Sendable {
  /// What it began with.
  public let initial: Money
  /// What it has in hand: the beginning, less what its buys cost, plus what its sells brought, less all fees.
  public private(set) var cash: Money
  /// What its closed trades have made, after fees.
  public private(set) var realized: Money
  /// The highest value of `initial + realized` since the bot was last started by a person.
  public private(set) var peakEquity: Money
  /// The UTC day that ``realizedToday`` speaks of.
  public private(set) var day: CalendarDay
  /// What the trades closed on that day have made, after fees.
  public private(set) var realizedToday: Money
  /// Why the bot opens nothing until a person starts it anew: something happened that can't be; nil where nothing did.
  public private(set) var hold: String?

  /// The ledger of a bot that has not traded.
  public init(initial: Money, at now: Instant) {
    self.init(
      initial: initial, cash: initial, realized: .zero, peakEquity: initial, day: now.day, realizedToday: .zero)
  }

  /// A ledger as it was stored.
  public init(
    initial: Money, cash: Money, realized: Money, peakEquity: Money, day: CalendarDay, realizedToday: Money,
    hold: String? = nil
  ) {
    self.initial = initial
    self.cash = cash
    self.realized = realized
    self.peakEquity = peakEquity
    self.day = day
    self.realizedToday = realizedToday
    self.hold = hold
  }

  /// What it began with and has made: open trades count with what was paid for them.
  public var equity: Money { initial + realized }

  /// How far equity lies below its peak, 0 to 1.
  public var drawdown: Ratio {
    guard peakEquity > .zero, equity < peakEquity else { return .zero }
    return (try? (peakEquity - equity).ratio(to: peakEquity)) ?? .zero
  }

  /// What was lost on a UTC day, realised; 0 where it was a gain or another day.
  public func loss(on day: CalendarDay) -> Money {
    day == self.day ? max(.zero, .zero - realizedToday) : .zero
  }

  /// Books what a fill cost or brought, with what of its fee was paid with the quote asset.
  public mutating func book(_ side: Side, cost: Money, fee: Money) {
    cash = side == .buy ? cash - cost - fee : cash + cost - fee
  }

  /// Books the profit of a trade that closed; one that closed on an earlier day does not count to the day's.
  public mutating func close(profit: Money, at time: Instant) {
    if time.day > day {
      day = time.day
      realizedToday = .zero
    }
    realized = realized + profit
    if time.day == day { realizedToday = realizedToday + profit }
    peakEquity = max(peakEquity, equity)
  }

  /// A person starts the bot anew: drawdown is measured from now on, and what held its entries back is forgotten.
  public mutating func beginAnew() {
    peakEquity = equity
    hold = nil
  }

  /// Holds entries back until a person starts the bot anew; the first reason stays.
  public mutating func holdEntries(_ reason: String) {
    hold = hold ?? reason
  }
}
