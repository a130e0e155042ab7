// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// How a bot follows a strategy's signals and handles its orders. Names and meaning are Freqtrade's.
///
/// Source: https://www.freqtrade.io/en/stable/configuration/
public struct StrategySettings: Hashable, Sendable {
  /// `use_exit_signal`: whether `exit` and `custom_exit` are heeded.
  public var useExitSignal = true
  /// `exit_profit_only`: whether `exit` is heeded only with a profit above ``exitProfitOffset``.
  public var exitProfitOnly = false
  /// `exit_profit_offset`, a ratio.
  public var exitProfitOffset = Ratio.zero
  /// `ignore_roi_if_entry_signal`: whether the table of profits waits while `enter` is true.
  public var ignoreROIIfEntrySignal = false
  /// `ignore_buying_expired_candle_after`: how many seconds after its candle's close an entry signal is good; nil for
  /// ever.
  public var entrySignalSeconds: Int?
  /// `unfilledtimeout`: when an order that isn't filled is given up; nil where the file doesn't say.
  public var unfilledTimeout: UnfilledTimeout?
  /// `order_types.entry`: whether entries are market orders; nil where the file doesn't say, which is as true.
  public var entersAtMarket: Bool?
  /// `order_types.exit`: whether exits are market orders; nil as above. Stops always are.
  public var exitsAtMarket: Bool?
  /// `protections`, in order.
  public var protections: [Protection] = []

  /// When an order that isn't filled is given up.
  public struct UnfilledTimeout: Hashable, Sendable {
    /// `entry`: after so many seconds; nil where the file doesn't say.
    public var entrySeconds: Int?
    /// `exit`: after so many seconds; nil where the file doesn't say.
    public var exitSeconds: Int?
    /// `exit_timeout_count`: after so many exits that timed out the position is closed at once; 0 for never.
    public var exitTimeoutCount = 0

    /// Nothing said.
    public init() {}
  }

  /// Freqtrade's defaults.
  public init() {}
}
