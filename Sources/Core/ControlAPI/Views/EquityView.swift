// SPDX-License-Identifier: Apache-2.0

public import Documents
public import TradingModel

/// A point of a bot's equity curve: what it was worth after a trade closed.
public struct EquityView: Hashable, Sendable {
  /// When, by the venue's clock.
  public let time: Instant
  /// What it began with and had made by then, after fees.
  public let equity: Money
  /// How far that lay below the highest value before, 0 to 1.
  public let drawdown: Ratio

  /// A point of the curve.
  public init(time: Instant, equity: Money, drawdown: Ratio) {
    self.time = time
    self.equity = equity
    self.drawdown = drawdown
  }

  /// The point's document.
  public var node: Node {
    ["time": .time(time), "equity": .money(equity), "drawdown": .ratio(drawdown)]
  }
}
