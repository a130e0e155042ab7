// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// Judges a pair's trades as they come: the venue numbers them, each one higher than the one before.
@frozen
public struct TradeSequence<Trade: NumberedTrade>: Hashable, Sendable {
  /// The last trade that was taken, or nil before the first.
  @inlinable
  public var last: Trade? { lastTaken }

  @usableFromInline var lastTaken: Trade?

  /// A sequence that has taken nothing.
  @inlinable
  public init() {}

  /// What a trade is to the sequence.
  @frozen
  public enum Verdict: Hashable, Sendable {
    /// It is the next one, or the first.
    case next
    /// It was taken before, or is older than the last one.
    case duplicate
    /// So many are missing before it; their first has the number `from`.
    case gap(from: Int64, missing: Int64)
    /// Its number is lower but its time later: the venue counts anew.
    case restart
  }

  /// Judges a trade without taking it.
  @inlinable
  public func judge(_ trade: Trade) -> Verdict {
    guard let last else { return .next }
    if trade.id <= last.id { return trade.time > last.time ? .restart : .duplicate }
    let missing = trade.id - last.id - 1
    return missing == 0 ? .next : .gap(from: last.id + 1, missing: missing)
  }

  /// Takes a trade, whatever is missing before it.
  @inlinable
  public mutating func take(_ trade: Trade) {
    lastTaken = trade
  }
}
