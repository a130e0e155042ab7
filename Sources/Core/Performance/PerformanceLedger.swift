// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// Takes closed trades one by one, at a cost that does not grow with their number, and knows at any moment what they have come to.
///
/// Trades are added in the order in which they are to count; that is the order of closing. One that closed before the
/// last one counts on its own day, and in the equity curve at the time of the last one, since the curve's time does not
/// go back.
public struct PerformanceLedger: Hashable, Sendable {
  /// What there was before the first trade.
  public let initialWallet: Money
  /// The equity after each closed trade, oldest first; before the first it is the initial wallet.
  public private(set) var equity: [EquityPoint] = []

  var all = ResultTally()
  var byPair = SortedTallies<Pair>()
  var byDay = SortedTallies<CalendarDay>()
  var byExitReason = SortedTallies<String>()
  var drawdown: DrawdownTracker
  /// The profits of all trades, as shares of the initial wallet.
  var returns = Spread()
  /// The same of the losing trades.
  var losingReturns = Spread()

  /// A ledger without trades; nil for a wallet that isn't above 0, since no ratio would be defined.
  public init?(initialWallet: Money) {
    guard initialWallet > .zero else { return nil }
    self.initialWallet = initialWallet
    drawdown = DrawdownTracker(start: initialWallet)
  }

  /// The equity now: the initial wallet and the profit of all closed trades.
  public var currentEquity: Money { initialWallet + all.profit }

  /// Counts a closed trade.
  public mutating func add(_ trade: ClosedTradeResult) {
    all.add(trade)
    byPair.add(trade, to: trade.pair)
    byDay.add(trade, to: trade.closedAt.day)
    byExitReason.add(trade, to: trade.exitReason)
    let share = trade.profit.value.approximated / initialWallet.value.approximated
    returns.add(share)
    if trade.profit < .zero { losingReturns.add(share) }
    let time = max(equity.last?.time ?? trade.closedAt, trade.closedAt)
    equity.append(EquityPoint(time: time, equity: currentEquity))
    drawdown.move(to: currentEquity, at: time)
  }
}

/// The equity at a moment.
public struct EquityPoint: Hashable, Sendable {
  /// When a trade closed.
  public let time: Instant
  /// The initial wallet and the profit of all trades closed by then, in the stake currency.
  public let equity: Money
}
