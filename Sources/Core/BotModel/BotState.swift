// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What an operator wants of a bot.
public enum BotState: String, Hashable, Sendable, CaseIterable {
  /// It has never run.
  case created = "CREATED"
  /// It trades.
  case running = "RUNNING"
  /// It opens nothing, and goes on managing what is open: stops, targets, exits.
  case paused = "PAUSED"
  /// It does nothing.
  case stopped = "STOPPED"
}

/// What an operator can ask of a bot's state.
public enum BotAction: String, Hashable, Sendable, CaseIterable {
  /// Trade; from CREATED, STOPPED or PAUSED.
  case start
  /// Open nothing more; from RUNNING.
  case pause
  /// Trade again; from PAUSED.
  case resume
  /// Do nothing more; from RUNNING or PAUSED.
  case stop
}

extension BotState {
  /// The state that an action leads to: the same one where the bot is there already, nil where it is not allowed.
  public func after(_ action: BotAction) -> BotState? {
    switch (self, action) {
    case (.created, .start), (.stopped, .start), (.paused, .start), (.running, .start): .running
    case (.running, .pause), (.paused, .pause): .paused
    case (.created, .pause), (.stopped, .pause): nil
    case (.paused, .resume), (.running, .resume): .running
    case (.created, .resume), (.stopped, .resume): nil
    case (.running, .stop), (.paused, .stop), (.stopped, .stop): .stopped
    case (.created, .stop): nil
    }
  }

  /// Whether a bot in this state has an engine at work.
  public var isActive: Bool { self == .running || self == .paused }

  /// Whether a bot in this state, if it holds nothing, may be deleted.
  public var allowsDeletion: Bool { !isActive }
}

/// What is observed of a bot.
public enum BotPhase: String, Hashable, Sendable, CaseIterable {
  /// It isn't wanted to run, and doesn't.
  case idle
  /// It is being brought up.
  case starting
  /// It does what its state says.
  case running
  /// It does so with something missing; its conditions say what.
  case degraded
  /// It failed and will be started again.
  case backoff
  /// It is being brought down.
  case stopping
  /// It can't be started as it is; its conditions say why.
  case failed
}

/// One thing that is known about a bot's condition.
public struct BotCondition: Hashable, Sendable {
  /// What it is about.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Whether candles and prices come in.
    case marketData = "MarketData"
    /// Whether the strategy answers.
    case strategy = "Strategy"
    /// Whether orders go through.
    case orders = "Orders"
    /// Whether what must be written can be.
    case storage = "Storage"
    /// Whether a limit holds back entries.
    case risk = "Risk"
  }

  /// What it is about.
  public let kind: Kind
  /// Whether all is well.
  public let isHealthy: Bool
  /// One word in capitals within, for machines: `StreamDisconnected`.
  public let reason: String
  /// A sentence for people.
  public let message: String
  /// Since when it has been so.
  public let since: Instant

  /// A condition as it is known.
  public init(kind: Kind, isHealthy: Bool, reason: String, message: String, since: Instant) {
    self.kind = kind
    self.isHealthy = isHealthy
    self.reason = reason
    self.message = message
    self.since = since
  }
}
