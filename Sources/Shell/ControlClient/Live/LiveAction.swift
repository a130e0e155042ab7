// SPDX-License-Identifier: Apache-2.0

import Documents

/// What a live view can have done to a bot.
public struct LiveAction: Hashable, Sendable {
  /// The actions.
  public enum Verb: String, Hashable, Sendable {
    /// Opens nothing more.
    case pause
    /// Opens trades again.
    case resume
    /// Does nothing any more.
    case stop

    /// What was done, in words.
    var done: String {
      switch self {
      case .pause: "paused"
      case .resume: "resumed"
      case .stop: "stopped"
      }
    }
  }

  /// What becomes of what the bot holds.
  public enum Positions: String, Hashable, Sendable {
    /// It stays the bot's, unwatched.
    case keep
    /// It is sold at the market.
    case close
  }

  /// What is done.
  public let verb: Verb
  /// To which bot.
  public let bot: String
  /// For a stop while it holds something; else nil.
  public let positions: Positions?

  /// An action.
  public init(_ verb: Verb, bot: String, positions: Positions? = nil) {
    self.verb = verb
    self.bot = bot
    self.positions = positions
  }

  /// The request that has it done.
  public var request: ControlRequest {
    ControlRequest(
      .post, ["bots", bot, verb.rawValue], body: positions.map { ["positions": .string($0.rawValue)] })
  }
}

/// What pressing a key asks of the program.
public enum LiveIntent: Hashable, Sendable {
  /// Nothing but to draw.
  case none
  /// Another bot or pair is looked at, so its figures are wanted.
  case look
  /// Something is to be done.
  case perform(LiveAction)
  /// The view ends.
  case quit
}

/// What a live view asks before it acts.
public enum LivePrompt: Hashable, Sendable {
  /// Whether a bot is to be stopped, and what becomes of so many open trades.
  case stop(bot: String, openTrades: Int, isLive: Bool)
  /// Whether a bot that trades real money may open trades again.
  case resume(bot: String)
  /// The bot's name, letter by letter, before something is done with real money.
  case name(of: LiveAction, typed: String)
}
