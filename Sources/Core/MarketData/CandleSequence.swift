// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// Judges candles as they come: which are the next, which came before, and which are missing in between.
public struct CandleSequence: Hashable, Sendable {
  /// How long the candles are.
  public let timeframe: Timeframe
  /// The open time of the last closed candle that was taken, or nil before the first.
  public private(set) var last: Instant?

  /// A sequence that has taken nothing, or everything up to an open time.
  public init(timeframe: Timeframe, last: Instant? = nil) {
    self.timeframe = timeframe
    self.last = last
  }

  /// What a closed candle is to the sequence.
  public enum Verdict: Hashable, Sendable {
    /// It is the next one.
    case next
    /// It has the open time of the last one.
    case duplicate
    /// It is older than the last one.
    case late
    /// It is newer than the next one; so many are missing, the first of which opens at `from`.
    case gap(from: Instant, missing: Int)
    /// Its open time is no boundary of the timeframe.
    case misaligned
  }

  /// Judges a closed candle by its open time, and takes it where it is the next one.
  public mutating func take(_ openTime: Instant) -> Verdict {
    let verdict = judge(openTime)
    if verdict == .next { last = openTime }
    return verdict
  }

  /// Judges a closed candle by its open time without taking it.
  public func judge(_ openTime: Instant) -> Verdict {
    guard timeframe.openTime(containing: openTime) == openTime else { return .misaligned }
    guard let last else { return .next }
    if openTime == last { return .duplicate }
    if openTime < last { return .late }
    let expected = timeframe.openTime(after: last)
    if openTime == expected { return .next }
    return .gap(from: expected, missing: timeframe.count(from: expected, to: openTime))
  }

  /// Takes a candle across a gap that the venue itself has (maintenance): nothing is there to be filled in.
  public mutating func skip(to openTime: Instant) {
    last = openTime
  }

  /// Whether a closed candle is overdue: `allowance` milliseconds beyond the close of the candle after the last one.
  public func isStale(at now: Instant, allowanceMilliseconds: Int64) -> Bool {
    guard let last else { return false }
    let due = timeframe.openTime(last, offset: 2)
    return now.milliseconds(since: due) > allowanceMilliseconds
  }
}
