// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// The exit rules that a bot sets for itself, key by key; nil leaves the strategy's own.
public struct ExitRuleOverrides: Hashable, Sendable {
  /// `minimal_roi`; an empty table switches it off.
  public var minimalROI: [ExitRules.ROIStep]?
  /// `stoploss`.
  public var stoploss: Ratio?
  /// `trailing_stop`; without it the `trailing_` keys have no effect where the strategy does not trail.
  public var trailingStop: Bool?
  /// `trailing_stop_positive`.
  public var trailingStopPositive: Ratio?
  /// `trailing_stop_positive_offset`.
  public var trailingStopPositiveOffset: Ratio?
  /// `trailing_only_offset_is_reached`.
  public var trailingOnlyOffsetIsReached: Bool?

  /// No overrides, or those that are given.
  public init(
    minimalROI: [ExitRules.ROIStep]? = nil, stoploss: Ratio? = nil, trailingStop: Bool? = nil,
    trailingStopPositive: Ratio? = nil, trailingStopPositiveOffset: Ratio? = nil,
    trailingOnlyOffsetIsReached: Bool? = nil
  ) {
    self.minimalROI = minimalROI
    self.stoploss = stoploss
    self.trailingStop = trailingStop
    self.trailingStopPositive = trailingStopPositive
    self.trailingStopPositiveOffset = trailingStopPositiveOffset
    self.trailingOnlyOffsetIsReached = trailingOnlyOffsetIsReached
  }

  /// Whether nothing is overridden.
  public var isEmpty: Bool { self == ExitRuleOverrides() }

  /// A strategy's rules with the overrides.
  ///
  /// - Throws: ``ExitRulesFaults`` where the result does not hold together.
  public func applied(to rules: ExitRules) throws(ExitRulesFaults) -> ExitRules {
    let own = rules.trailing ?? ExitRules.Trailing()
    let trailing = ExitRules.Trailing(
      positive: trailingStopPositive ?? own.positive,
      positiveOffset: trailingStopPositiveOffset ?? own.positiveOffset,
      onlyOffsetIsReached: trailingOnlyOffsetIsReached ?? own.onlyOffsetIsReached)
    return try ExitRules(
      minimalROI: minimalROI ?? rules.minimalROI, stoploss: stoploss ?? rules.stoploss,
      trailing: trailingStop ?? (rules.trailing != nil) ? trailing : nil)
  }
}
