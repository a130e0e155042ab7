// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What closed trades have come to. Amounts are exact, ratios and statistics binary; nil is "not defined".
///
/// The formulas are those of Freqtrade 2026.9, `data/metrics.py`.
public struct PerformanceSummary: Hashable, Sendable {
  /// What there was before the first trade.
  public let initialWallet: Money
  /// The initial wallet and the profit.
  public let equity: Money
  /// Counts, win rate, profit, average profit, profit factor and expectancy of all trades.
  public let all: ResultTally
  /// The profit as a ratio of the initial wallet.
  public let profitRatio: Double
  /// The same by pair, in the order of pairs.
  public let byPair: [KeyedTally<Pair>]
  /// The same by the UTC day of closing, oldest first; days without trades are left out.
  public let byDay: [KeyedTally<CalendarDay>]
  /// The same by exit reason, in alphabetical order.
  public let byExitReason: [KeyedTally<String>]
  /// The largest fall of the equity by amount. Its ratio is Freqtrade's `max_drawdown_account`.
  public let largestDrawdown: Drawdown?
  /// The largest fall of the equity by ratio. Freqtrade's `max_relative_drawdown`.
  public let deepestDrawdown: Drawdown?
  /// The fall that goes on; nil at the highest point.
  public let currentDrawdown: Drawdown?
  /// Mean return per day, divided by the standard deviation of the trades' returns, times √365.
  ///
  /// A return is a trade's profit as a share of the initial wallet; the deviation has divisor n. Nil where it is 0,
  /// where Freqtrade says -100, and without trades.
  public let sharpe: Double?
  /// As ``sharpe``, with the deviation of the losing trades only.
  public let sortino: Double?
  /// Mean return per day in percent, divided by the ratio of the largest drawdown, times √365; nil without drawdown.
  public let calmar: Double?

  /// The pair that brought most; of equals the first. Nil without trades.
  public var bestPair: KeyedTally<Pair>? {
    byPair.reduce(nil) { best, pair in
      best.map { pair.tally.profit > $0.tally.profit } ?? true ? pair : best
    }
  }

  /// The pair that brought least; of equals the first. Nil without trades.
  public var worstPair: KeyedTally<Pair>? {
    byPair.reduce(nil) { worst, pair in
      worst.map { pair.tally.profit < $0.tally.profit } ?? true ? pair : worst
    }
  }
}

extension PerformanceLedger {
  /// What the trades have come to over a period. The period only matters to Sharpe, Sortino and Calmar, which are per
  /// day: it counts whole days, and at least one.
  ///
  /// - Parameters:
  ///   - start: when the period begins: the bot's first start, or the first candle of a backtest.
  ///   - end: when it ends: now, or the last candle.
  public func summary(from start: Instant, until end: Instant) -> PerformanceSummary {
    let days = max(1, end.milliseconds(since: start) / CalendarDay.milliseconds)
    let profitRatio = all.profit.value.approximated / initialWallet.value.approximated
    let perDay = profitRatio / Double(days)
    return PerformanceSummary(
      initialWallet: initialWallet, equity: currentEquity, all: all, profitRatio: profitRatio, byPair: byPair.all,
      byDay: byDay.all, byExitReason: byExitReason.all, largestDrawdown: drawdown.largest,
      deepestDrawdown: drawdown.deepest, currentDrawdown: drawdown.current,
      sharpe: annualized(perDay, per: returns.deviation), sortino: annualized(perDay, per: losingReturns.deviation),
      calmar: annualized(perDay * 100, per: drawdown.largest?.ratio ?? 0))
  }

  private func annualized(_ perDay: Double, per divisor: Double) -> Double? {
    divisor > 0 ? perDay / divisor * Double(365).squareRoot() : nil
  }
}
