// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What keeps a bot from entering for a while, after trades that went badly. Names and meaning are Freqtrade's.
///
/// Source: https://www.freqtrade.io/en/stable/plugins/#protections
public struct Protection: Hashable, Sendable {
  /// What is watched.
  public let method: Method
  /// Which trades count: those closed in this time.
  public let lookback: Span
  /// How long nothing is entered.
  public let stop: Stop

  /// A protection of its parts.
  public init(method: Method, lookback: Span, stop: Stop) {
    self.method = method
    self.lookback = lookback
    self.stop = stop
  }

  /// What is watched.
  public enum Method: Hashable, Sendable {
    /// `CooldownPeriod`: every closed trade stops its pair.
    case cooldownPeriod
    /// `StoplossGuard`: so many trades that a stop closed with a profit below the one required.
    case stoplossGuard(tradeLimit: Int, onlyPerPair: Bool, requiredProfit: Ratio)
    /// `MaxDrawdown`: a loss from the highest point above what is allowed, once there were so many trades.
    case maxDrawdown(tradeLimit: Int, maxAllowedDrawdown: Ratio, isOfEquity: Bool)
    /// `LowProfitPairs`: so many trades of a pair whose profits together are below the one required.
    case lowProfitPairs(tradeLimit: Int, requiredProfit: Ratio)
  }

  /// A length of time.
  public enum Span: Hashable, Sendable {
    /// In minutes.
    case minutes(Int)
    /// In candles of the bot.
    case candles(Int)
  }

  /// How long entering is stopped.
  public enum Stop: Hashable, Sendable {
    /// For a length of time.
    case lasting(Span)
    /// Until a time of day, in minutes after midnight UTC.
    case untilMinuteOfDay(Int)
  }
}
