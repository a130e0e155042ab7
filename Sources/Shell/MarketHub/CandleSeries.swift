// SPDX-License-Identifier: Apache-2.0

import DequeModule
import MarketData
import Ports
import TradingModel

/// One pair's candles of one timeframe: what was handed on, what waits, and what is to be fetched. Pure; the hub
/// carries out.
///
/// Whatever the stream brings, a candle is handed on once, in order, and not before the ones ahead of it; while those
/// are fetched it waits. There is one exception: without any history (the venue did not answer yet) candles are handed
/// on as they come.
struct CandleSeries: Equatable {
  /// How many closed candles wait at most for those ahead of them; older ones are fetched with the rest.
  static let pendingMax = 1000
  /// How many closed candles a series keeps in any case.
  static let capacityMin = 1000
  /// How many candles are asked for at once to fill a gap.
  static let fillMax = 5000

  /// A candle as it came.
  struct Arrival: Equatable {
    let candle: Candle
    let receivedAt: ContinuousClock.Instant?
  }

  enum Phase {
    /// Candles are to be fetched; what doesn't follow directly waits for them.
    case filling
    /// Nothing is missing.
    case live
    /// History could not be fetched so far; what the stream brings is handed on as it comes.
    case streamOnly
  }

  let key: SeriesKey
  var phase = Phase.filling
  var closed: Deque<Candle> = []
  var current: Candle?
  private var depth: Int
  var sequence: CandleSequence
  var pending: Deque<Arrival> = []
  /// The newest open time that the stream brought: the candle before it is closed.
  var newestSeen: Instant?
  var hasHistory = false
  var wantsHistory = true

  init(key: SeriesKey, depth: Int) {
    self.key = key
    self.depth = max(1, depth)
    sequence = CandleSequence(timeframe: key.timeframe)
  }

  private var timeframe: Timeframe { key.timeframe }
  private var capacity: Int { max(Self.capacityMin, depth) }

  // MARK: From the stream

  /// What a candle from the stream leads to.
  enum StreamOutcome: Equatable {
    /// It is closed and to be handed on, and then whatever ``nextWaiting()`` has.
    case handOn
    /// It was taken note of.
    case noted
    /// Candles ahead of it are missing.
    case gap(missing: Int)
    /// It is skipped.
    case fault(FeedFault)
  }

  /// Takes a candle from the stream.
  mutating func take(_ arrival: Arrival, isClosed: Bool) -> StreamOutcome {
    let candle = arrival.candle
    if candle.fault != nil { return .fault(.implausibleCandle) }
    switch sequence.judge(candle.openTime) {
    case .misaligned: return .fault(.misalignedCandle)
    case .duplicate: return .fault(isClosed ? .duplicateCandle : .lateCandle)
    case .late: return .fault(.lateCandle)
    case .next:
      see(candle.openTime)
      let isUnanchored = sequence.last == nil && phase == .filling
      return isUnanchored ? hold(arrival, isClosed: isClosed) : follow(candle, isClosed: isClosed)
    case .gap(_, let missing):
      see(candle.openTime)
      guard phase != .streamOnly else { return follow(candle, isClosed: isClosed) }
      let isFirst = phase == .live
      phase = .filling
      let outcome = hold(arrival, isClosed: isClosed)
      return isFirst ? .gap(missing: missing) : outcome
    }
  }

  /// The next closed candle that waited and follows directly, taken.
  mutating func nextWaiting() -> Arrival? {
    guard let arrival = pending.first, sequence.judge(arrival.candle.openTime) == .next else { return nil }
    pending.removeFirst()
    append(arrival.candle)
    return arrival
  }

  private mutating func see(_ openTime: Instant) {
    newestSeen = max(newestSeen ?? openTime, openTime)
  }

  private mutating func follow(_ candle: Candle, isClosed: Bool) -> StreamOutcome {
    guard isClosed else {
      current = candle
      return .noted
    }
    append(candle)
    return .handOn
  }

  private mutating func hold(_ arrival: Arrival, isClosed: Bool) -> StreamOutcome {
    guard isClosed else {
      current = arrival.candle
      return .noted
    }
    let place = pending.firstIndex { $0.candle.openTime >= arrival.candle.openTime } ?? pending.endIndex
    if place < pending.endIndex, pending[place].candle.openTime == arrival.candle.openTime {
      return .fault(.duplicateCandle)
    }
    pending.insert(arrival, at: place)
    guard pending.count > Self.pendingMax else { return .noted }
    pending.removeFirst()
    return .fault(.pendingOverflow)
  }

  mutating func append(_ candle: Candle) {
    sequence.skip(to: candle.openTime)
    closed.append(candle)
    trim()
    if let current, current.openTime <= candle.openTime { self.current = nil }
  }

  mutating func trim() {
    if closed.count > capacity { closed.removeFirst(closed.count - capacity) }
  }

  // MARK: What is to be fetched

  /// What to ask the venue for.
  struct Request: Equatable {
    /// The first open time, or nil for the newest candles.
    let from: Instant?
    let limit: Int
    /// The newest open time that the stream had brought when this was asked; what is answered is no older than that.
    var seen: Instant?

    /// History is for a series that begins; everything else the stream missed.
    var purpose: FetchPurpose { from == nil ? .bootstrap : .gapFilling }
  }

  /// What is to be fetched now, or nil.
  var request: Request? {
    if !hasHistory || (wantsHistory && phase == .live) { return Request(from: nil, limit: depth + 1, seen: newestSeen) }
    guard phase != .live, let last = sequence.last else { return nil }
    return Request(from: timeframe.openTime(after: last), limit: Self.fillMax, seen: newestSeen)
  }

  /// Keeps more closed candles from now on.
  mutating func deepen(to depth: Int) {
    guard depth > self.depth else { return }
    self.depth = depth
    if closed.count < depth { wantsHistory = true }
  }

  /// The stream was interrupted: something may have been missed.
  mutating func suspectGap() {
    if phase == .live { phase = .filling }
  }

  /// History can't be had for now: goes on with what the stream brings. Answers what waited, taken.
  mutating func goOnWithoutHistory() -> [Arrival] {
    guard !hasHistory, phase == .filling else { return [] }
    phase = .streamOnly
    let arrivals = Array(pending)
    pending.removeAll()
    for arrival in arrivals { append(arrival.candle) }
    return arrivals
  }
}
