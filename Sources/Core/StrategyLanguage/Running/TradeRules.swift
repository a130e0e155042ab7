// SPDX-License-Identifier: Apache-2.0

public import StrategyKit

/// The rules of a plan that look at a trade, each with the values of the last closed candle. An undefined result means
/// that the rule doesn't apply.
public struct TradeRules: Sendable {
  /// How many entries `adjust_position` may add to the first one; nil for no limit.
  public let entriesAddedMax: Int?
  /// The tags of `custom_exit`, in order.
  public let exitTags: [String]
  /// Whether there is a `custom_stoploss`.
  public var hasStoploss: Bool { stoploss != nil }
  /// Whether there is no rule at all.
  public var isEmpty: Bool {
    exits.isEmpty && !hasStoploss && adjustments.isEmpty && entryPriceProgram == nil && exitPriceProgram == nil
  }

  let exits: [TradeProgram]
  let stoploss: TradeProgram?
  let adjustments: [Adjustment]
  let entryPriceProgram: TradeProgram?
  let exitPriceProgram: TradeProgram?

  struct Adjustment: Sendable {
    let condition: TradeProgram
    let amount: TradeProgram
    let isAdding: Bool
    let tag: String
  }

  /// The tag of the first `custom_exit` whose condition is true, or nil.
  public func customExit(_ row: PlanRow, _ trade: TradeContext) -> String? {
    exits.firstIndex { $0.value(row.values, trade) == 1 }.map { exitTags[$0] }
  }

  /// `custom_stoploss`: how far from the rate the stop should be, as a ratio; the sign doesn't count. Nil leaves it.
  public func customStoploss(_ row: PlanRow, _ trade: TradeContext) -> Double? {
    Self.defined(stoploss?.value(row.values, trade))
  }

  /// What `adjust_position` asks for: the first rule whose condition is true. Nil where none is, or its amount is
  /// undefined or makes no sense: an addition of 0 or less, a reduction outside 0 to 1.
  public func adjustment(_ row: PlanRow, _ trade: TradeContext) -> PositionAdjustment? {
    guard let rule = adjustments.first(where: { $0.condition.value(row.values, trade) == 1 }) else { return nil }
    let amount = rule.amount.value(row.values, trade)
    guard amount > 0, rule.isAdding || amount <= 1 else { return nil }
    return rule.isAdding ? .add(stake: amount, tag: rule.tag) : .reduce(ratio: amount, tag: rule.tag)
  }

  /// `entry_price`: the limit price of an entry, or nil for the proposed one.
  public func entryPrice(_ row: PlanRow, _ trade: TradeContext) -> Double? {
    Self.defined(entryPriceProgram?.value(row.values, trade)).flatMap { $0 > 0 ? $0 : nil }
  }

  /// `exit_price`: the limit price of an exit, or nil for the proposed one.
  public func exitPrice(_ row: PlanRow, _ trade: TradeContext) -> Double? {
    Self.defined(exitPriceProgram?.value(row.values, trade)).flatMap { $0 > 0 ? $0 : nil }
  }

  private static func defined(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
}
