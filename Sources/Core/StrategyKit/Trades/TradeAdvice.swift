// SPDX-License-Identifier: Apache-2.0

/// What a strategy says of trades, by the values of the candle that closed last. An answer of nil leaves things as they
/// would be without the rule.
public protocol TradeAdvice: Sendable {
  /// Whether a rule to enter is true at that candle, though it may not act because one to exit is true as well.
  var isEntryTrue: Bool { get }

  /// How many entries may be added to the first one; nil for no limit.
  var entriesAddedMax: Int? { get }

  /// Whether there is a rule that is to be asked at every price: ``customExit(_:)`` or ``customStoploss(_:)``.
  var isAskedAtPrices: Bool { get }

  /// Whether to close the trade, and the reason under which.
  func customExit(_ trade: TradeContext) -> String?

  /// How far below the rate the trade's stop should be, as a ratio; the sign doesn't count.
  func customStoploss(_ trade: TradeContext) -> Double?

  /// Whether to buy more, or to sell a part.
  func adjustment(_ trade: TradeContext) -> PositionAdjustment?

  /// The limit price of an entry, above 0.
  func entryPrice(_ trade: TradeContext) -> Double?

  /// The limit price of an exit, above 0.
  func exitPrice(_ trade: TradeContext) -> Double?
}

/// What `adjust_position` asks for.
public enum PositionAdjustment: Hashable, Sendable {
  /// Buy for so much more of the stake currency, above 0.
  case add(stake: Double, tag: String)
  /// Sell this share of the position, above 0 and up to 1.
  case reduce(ratio: Double, tag: String)
}
