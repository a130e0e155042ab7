// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// When a fault is at work, by the venue's time: once, or in rounds.
struct FaultSchedule: Hashable, Sendable {
  /// When the first round begins.
  let first: Instant
  /// From the beginning of a round to that of the next one, in milliseconds; nil where there is but one.
  let every: Int64?
  /// How long a round lasts, in milliseconds; nil for up to the next one, or for ever.
  let length: Int64?

  /// The round, counted from 0, that is at work at a time: from its beginning (inclusive) to its end (exclusive).
  func round(at time: Instant) -> Int64? {
    guard let round = lastRound(upTo: time) else { return nil }
    return end(of: round).map { time < $0 } ?? true ? round : nil
  }

  /// When a round begins next after a time (exclusive).
  func nextBegin(after time: Instant) -> Instant? {
    guard let round = lastRound(upTo: time) else { return first }
    return every == nil ? nil : begin(of: round + 1)
  }

  /// When something begins or ends next after a time (exclusive).
  func nextEdge(after time: Instant) -> Instant? {
    let begin = nextBegin(after: time)
    guard let round = lastRound(upTo: time), let end = end(of: round), end > time else { return begin }
    return begin.map { min($0, end) } ?? end
  }

  /// When the last round is over; nil where it never is.
  var end: Instant? { every == nil ? end(of: 0) : nil }

  /// How many rounds have begun up to a time (inclusive).
  func rounds(upTo time: Instant) -> Int64 { lastRound(upTo: time).map { $0 + 1 } ?? 0 }

  private func lastRound(upTo time: Instant) -> Int64? {
    guard time >= first else { return nil }
    return every.map { time.milliseconds(since: first) / $0 } ?? 0
  }

  private func begin(of round: Int64) -> Instant { first.advanced(byMilliseconds: (every ?? 0) * round) }

  private func end(of round: Int64) -> Instant? { length.map { begin(of: round).advanced(byMilliseconds: $0) } }
}
