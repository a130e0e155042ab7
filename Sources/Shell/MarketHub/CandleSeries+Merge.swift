// SPDX-License-Identifier: Apache-2.0

import DequeModule
import MarketData
import TradingModel

extension CandleSeries {
  /// What an answer of the venue led to.
  struct MergeOutcome: Equatable {
    /// Candles to be handed on, in order.
    var handOn: [Arrival] = []
    /// What was wrong with the answer, or with the market.
    var faults: [FeedFault] = []
    /// Whether candles are missing that the venue should have, and may have in a moment.
    var isMissing = false
  }

  /// Takes what the venue answered.
  ///
  /// - Parameters:
  ///   - rows: candles, oldest first; the last may be in progress.
  ///   - request: what was asked.
  ///   - settled: candles that close at this time or before were closed for sure when it was asked.
  ///   - isLastAttempt: whether candles that the venue still doesn't have are given up.
  mutating func merge(
    _ rows: [Candle], answering request: Request, settled: Instant, isLastAttempt: Bool
  ) -> MergeOutcome {
    var outcome = MergeOutcome()
    let rows = plausible(rows, &outcome)
    let isLastClosed = rows.last.map { isClosed($0, answering: request, settled: settled) } ?? true
    let finished = isLastClosed ? rows[...] : rows.dropLast()
    if request.from == nil { takeHistory(finished) }
    for candle in finished where sequence.last.map({ candle.openTime > $0 }) ?? true {
      if case .gap = sequence.judge(candle.openTime) { outcome.faults.append(.venueGap) }
      append(candle)
      outcome.handOn.append(Arrival(candle: candle, receivedAt: nil))
    }
    if !isLastClosed, let last = rows.last, current.map({ $0.openTime < last.openTime }) ?? true { current = last }
    let known = rows.last?.openTime
    drain(known: known, isLastAttempt: isLastAttempt, &outcome)
    checkCurrent(known: known, isLastAttempt: isLastAttempt, &outcome)
    if !outcome.isMissing { phase = .live }
    return outcome
  }

  private func plausible(_ rows: [Candle], _ outcome: inout MergeOutcome) -> [Candle] {
    var last: Instant?
    return rows.filter { candle in
      let isNewer = last.map { candle.openTime > $0 } ?? true
      guard candle.fault == nil, isNewer, key.timeframe.openTime(containing: candle.openTime) == candle.openTime else {
        outcome.faults.append(.implausibleCandle)
        return false
      }
      last = candle.openTime
      return true
    }
  }

  /// Whether the last candle of an answer is closed: since long, or because the stream had begun the one after it. What
  /// the stream has begun since it was asked says nothing: the answer may be older.
  private func isClosed(_ candle: Candle, answering request: Request, settled: Instant) -> Bool {
    let close = key.timeframe.openTime(after: candle.openTime)
    return close <= settled || request.seen == close
  }

  /// Puts history where it belongs without handing it on: whoever watches reads the series. The venue's answer counts
  /// more than what the stream brought.
  private mutating func takeHistory(_ rows: ArraySlice<Candle>) {
    wantsHistory = false
    hasHistory = true
    if let last = sequence.last {
      let rows = rows.prefix { $0.openTime <= last }
      guard let first = rows.first, let end = rows.last else { return }
      var merged = Deque(closed.prefix { $0.openTime < first.openTime })
      merged.append(contentsOf: rows)
      merged.append(contentsOf: closed.drop { $0.openTime <= end.openTime })
      closed = merged
    } else {
      closed = Deque(rows)
      if let last = rows.last { sequence.skip(to: last.openTime) }
    }
    trim()
  }

  /// Hands on what waited, as far as the venue confirms that nothing is ahead of it.
  private mutating func drain(known: Instant?, isLastAttempt: Bool, _ outcome: inout MergeOutcome) {
    while let arrival = pending.first {
      let openTime = arrival.candle.openTime
      switch sequence.judge(openTime) {
      case .next: break
      case .duplicate, .late, .misaligned:
        pending.removeFirst()
        continue
      case .gap:
        if let known, known >= openTime {
          outcome.faults.append(.venueGap)
        } else if isLastAttempt {
          // Nothing but this one message speaks for it.
          pending.removeFirst()
          newestSeen = sequence.last
          outcome.faults.append(.unconfirmedCandle)
          continue
        } else {
          outcome.isMissing = true
          return
        }
      }
      pending.removeFirst()
      append(arrival.candle)
      outcome.handOn.append(arrival)
    }
  }

  /// Looks whether candles are missing ahead of the one in progress.
  private mutating func checkCurrent(known: Instant?, isLastAttempt: Bool, _ outcome: inout MergeOutcome) {
    guard let candle = current else { return }
    guard case .gap = sequence.judge(candle.openTime) else {
      if let last = sequence.last, candle.openTime <= last { current = nil }
      return
    }
    if let known, known >= candle.openTime {
      outcome.faults.append(.venueGap)
      sequence.skip(to: key.timeframe.openTime(candle.openTime, offset: -1))
    } else if isLastAttempt {
      current = nil
      newestSeen = sequence.last
      outcome.faults.append(.unconfirmedCandle)
    } else {
      outcome.isMissing = true
    }
  }
}
