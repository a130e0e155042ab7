// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What a closed trade came to.
public struct ClosedTradeResult: Hashable, Sendable {
  /// What was traded.
  public let pair: Pair
  /// When it was opened, by the venue's clock.
  public let openedAt: Instant
  /// When it was closed, by the venue's clock.
  public let closedAt: Instant
  /// What it brought after all fees, in the stake currency; negative for a loss.
  public let profit: Money
  /// The profit as a ratio of what the entry cost with its fee.
  public let profitRatio: Ratio
  /// Why it was closed: `stop_loss`, `roi`, a signal's tag, …
  public let exitReason: String

  /// A closed trade's result.
  public init(
    pair: Pair, openedAt: Instant, closedAt: Instant, profit: Money, profitRatio: Ratio, exitReason: String
  ) {
    self.pair = pair
    self.openedAt = openedAt
    self.closedAt = closedAt
    self.profit = profit
    self.profitRatio = profitRatio
    self.exitReason = exitReason
  }
}
