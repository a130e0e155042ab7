// SPDX-License-Identifier: Apache-2.0

public import StrategyKit
public import TradingModel

/// A signal that a strategy gave, as it is kept.
public struct SignalRecord: Hashable, Sendable {
  /// The pair that it speaks of.
  public let pair: Pair
  /// The open time of the closed candle at which it was given.
  public let candle: Instant
  /// When it was given, by the venue's clock.
  public let time: Instant
  /// What the strategy said.
  public let signal: Signal
  /// What it thought: its votes and values.
  public let explanation: Verdict.Explanation?

  /// A signal as it is kept.
  public init(
    pair: Pair, candle: Instant, time: Instant, signal: Signal, explanation: Verdict.Explanation? = nil
  ) {
    self.pair = pair
    self.candle = candle
    self.time = time
    self.signal = signal
    self.explanation = explanation
  }
}

/// Why a bot did trade, or didn't.
public struct Decision: Hashable, Sendable {
  /// What moved the bot to decide.
  public enum Cause: String, Hashable, Sendable, CaseIterable {
    /// A strategy's signal.
    case signal
    /// A candle closed, and the strategy gave no signal.
    case candle
    /// The stop was reached.
    case stopLoss = "stop_loss"
    /// The stop that was raised by trailing was reached.
    case trailingStopLoss = "trailing_stop_loss"
    /// The profit that the ROI table asks for was reached.
    case roi
    /// A rule under `custom_exit` was true.
    case customExit = "custom_exit"
    /// A rule under `adjust_position` was true.
    case adjustPosition = "adjust_position"
    /// Orders were not filled in time so often that the position is closed at once.
    case unfilledTimeout = "unfilledtimeout"
    /// A person asked.
    case manual
    /// The bot was stopped or paused.
    case lifecycle
  }

  /// What came of it.
  public enum Outcome: String, Hashable, Sendable, CaseIterable {
    /// An order was placed.
    case ordered
    /// A rule refused.
    case refused
    /// There was nothing to do: in the market already, or not in it.
    case ignored
    /// Nothing asked for anything.
    case idle
  }

  /// The pair.
  public let pair: Pair
  /// When, by the venue's clock.
  public let time: Instant
  /// Buy to enter, sell to exit; nil where nothing was asked for.
  public let side: Side?
  /// What moved the bot.
  public let cause: Cause
  /// What came of it.
  public let outcome: Outcome
  /// The rule that refused, or the reason of the order: one word.
  public let rule: String
  /// A sentence with limit and value.
  public let detail: String
  /// The order that was placed.
  public let order: OrderID?
  /// The open time of the closed candle that led to it, or nil where no candle did.
  public let candle: Instant?
  /// What the strategy thought at that candle.
  public let explanation: Verdict.Explanation?

  /// A decision of its parts.
  public init(
    pair: Pair, time: Instant, side: Side?, cause: Cause, outcome: Outcome, rule: String, detail: String,
    order: OrderID?, candle: Instant? = nil, explanation: Verdict.Explanation? = nil
  ) {
    self.pair = pair
    self.time = time
    self.side = side
    self.cause = cause
    self.outcome = outcome
    self.rule = rule
    self.detail = detail
    self.order = order
    self.candle = candle
    self.explanation = explanation
  }
}

/// What an engine wants to be kept, in the order in which it came about.
public enum BotChange: Hashable, Sendable {
  /// An order is new or has changed.
  case order(Order)
  /// A fill was booked.
  case fill(Fill)
  /// A trade is new or has changed.
  case trade(Trade)
  /// The ledger has changed.
  case ledger(BotLedger)
  /// A strategy gave a signal.
  case signal(SignalRecord)
  /// The bot decided.
  case decision(Decision)
  /// Something that an operator should read: a failing strategy, a report that can't be true.
  case notice(Notice)

  /// A line of a bot's log.
  public struct Notice: Hashable, Sendable {
    /// How serious it is.
    public enum Level: String, Hashable, Sendable, CaseIterable {
      /// Good to know.
      case info
      /// Something is missing or was skipped.
      case warning
      /// Something failed.
      case error
    }

    /// How serious it is.
    public let level: Level
    /// When, by the venue's clock.
    public let time: Instant
    /// A sentence.
    public let message: String

    /// A line of a bot's log.
    public init(level: Level, time: Instant, message: String) {
      self.level = level
      self.time = time
      self.message = message
    }
  }
}
