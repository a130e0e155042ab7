// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// When a position is closed without a signal. Names and meaning are Freqtrade's: `minimal_roi`, `stoploss`,
/// `trailing_stop`, `trailing_stop_positive`, `trailing_stop_positive_offset`, `trailing_only_offset_is_reached`.
///
/// Source: https://www.freqtrade.io/en/stable/stoploss/ and https://www.freqtrade.io/en/stable/strategy-customization/
public struct ExitRules: Hashable, Sendable {
  /// The profit that is enough, by the age of the trade: sorted by minutes, each minute once; empty for none.
  public let minimalROI: [ROIStep]
  /// The loss at which to leave, as a change of the open price: -0.1 is 10 % below. From -1 to below 0.
  public let stoploss: Ratio
  /// How the stop follows the price, or nil where it stays (`trailing_stop: false`).
  public let trailing: Trailing?

  /// From so many minutes on, so much profit is enough.
  public struct ROIStep: Hashable, Sendable {
    /// The trade's age in minutes, 0 or above.
    public let afterMinutes: Int
    /// The profit after fees, at least -1; -1 itself closes the trade whatever it made.
    public let ratio: Ratio

    /// A step of the table.
    public init(afterMinutes: Int, ratio: Ratio) {
      self.afterMinutes = afterMinutes
      self.ratio = ratio
    }
  }

  /// A stop that follows the highest price, and never goes down.
  public struct Trailing: Hashable, Sendable {
    /// How far below the highest price once the profit is above ``positiveOffset``; nil: always by the stop-loss.
    public let positive: Ratio?
    /// The profit above which ``positive`` is in force; 0 or above.
    public let positiveOffset: Ratio
    /// Whether the stop stays until the profit has reached ``positiveOffset``.
    public let onlyOffsetIsReached: Bool

    /// How a stop follows.
    public init(positive: Ratio? = nil, positiveOffset: Ratio = .zero, onlyOffsetIsReached: Bool = false) {
      self.positive = positive
      self.positiveOffset = positiveOffset
      self.onlyOffsetIsReached = onlyOffsetIsReached
    }
  }

  /// The rules of the built-in strategies: a stop-loss of -0.1, no table of profits, no trailing.
  public static let standard = ExitRules(
    proven: [], stoploss: Ratio(Fixed(units: -100_000_000_000)), trailing: nil)

  /// Rules that hold together; the table may come in any order.
  ///
  /// - Throws: ``ExitRulesFaults`` with every fault at once.
  public init(minimalROI: [ROIStep] = [], stoploss: Ratio, trailing: Trailing? = nil) throws(ExitRulesFaults) {
    let faults = Self.faults(minimalROI: minimalROI, stoploss: stoploss, trailing: trailing)
    guard faults.isEmpty else { throw ExitRulesFaults(faults) }
    self.init(
      proven: minimalROI.sorted { $0.afterMinutes < $1.afterMinutes }, stoploss: stoploss, trailing: trailing)
  }

  private init(proven minimalROI: [ROIStep], stoploss: Ratio, trailing: Trailing?) {
    self.minimalROI = minimalROI
    self.stoploss = stoploss
    self.trailing = trailing
  }

  /// The step of the table that is in force at a trade's age: the last one that begins by then, or nil.
  public func roiStep(atMinutes minutes: Int) -> ROIStep? {
    minimalROI.last { $0.afterMinutes <= minutes }
  }
}
