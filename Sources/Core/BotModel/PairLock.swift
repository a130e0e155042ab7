// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// A time in which a bot opens nothing, because of how its trades went.
public struct PairLock: Hashable, Sendable {
  /// The pair; nil for all of the bot's.
  public let pair: Pair?
  /// When it ends: the first moment at which something may be opened again.
  public let end: Instant
  /// The protection that set it, by its `method`.
  public let method: String
  /// Why, in a sentence with limit and value.
  public let reason: String

  /// A time in which nothing is opened.
  public init(pair: Pair?, end: Instant, method: String, reason: String) {
    self.pair = pair
    self.end = end
    self.method = method
    self.reason = reason
  }

  /// Whether a pair is held back by it at a time.
  public func holds(_ pair: Pair, at time: Instant) -> Bool {
    time < end && (self.pair == nil || self.pair == pair)
  }
}
