// SPDX-License-Identifier: Apache-2.0

import MarketAnalysis
import MarketData
import TradingModel

/// The candles that an analysis looks at, and how they go on.
struct AnalysisCandles: Equatable, Sendable {
  let timeframe: Timeframe
  /// Closed candles, oldest first, ``CandleFigures/depth`` of them at most.
  let closed: [Candle]
  /// The candle in progress, where it was seen.
  let current: Candle?
  /// When the candle in progress was seen.
  let seenAt: Instant
  /// Whether the venue has no older ones.
  let hasAll: Bool

  init(timeframe: Timeframe, closed: some Sequence<Candle>, current: Candle?, seenAt: Instant, hasAll: Bool) {
    self.timeframe = timeframe
    self.closed = Array(closed)
    self.current = current
    self.seenAt = seenAt
    self.hasAll = hasAll
  }

  /// Whether no more are wanted, or to be had.
  var isComplete: Bool { hasAll || closed.count >= CandleFigures.depth }

  /// Whether the candle after the last closed one should have closed by now. One that is long overdue is not coming.
  func isClosing(at now: Instant) -> Bool {
    guard let last = closed.last else { return false }
    return (timeframe.openTime(last.openTime, offset: 2)..<timeframe.openTime(last.openTime, offset: 3)).contains(now)
  }

  /// These candles gone on with newer ones, which win where both have one; nil where some are missing in between.
  func joined(with newer: some Collection<Candle>, current: Candle?, seenAt: Instant) -> AnalysisCandles? {
    guard let first = newer.first else { return nil }
    let older = closed.prefix { $0.openTime < first.openTime }
    if let last = older.last, timeframe.openTime(after: last.openTime) != first.openTime { return nil }
    return AnalysisCandles(
      timeframe: timeframe, closed: (older + newer).suffix(CandleFigures.depth), current: current, seenAt: seenAt,
      hasAll: hasAll)
  }
}
