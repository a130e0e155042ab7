// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

extension MarketRecord {
  /// Candles of any timeframe that open in a range, oldest first, as they stood at `now`: the last may be in progress.
  ///
  /// Intervals without a trade inside what the record covers are flat at the price before; where the record has a gap
  /// there is no candle.
  ///
  /// - Parameters:
  ///   - key: pair and timeframe; none for a pair that isn't listed.
  ///   - range: of open times.
  ///   - now: what has happened so far, inclusive.
  ///   - offset: by how many milliseconds the boundaries lie before UTC's, for another time zone.
  public func candles(
    of key: SeriesKey, in range: Range<Instant>, now: Instant, offset: Int64 = 0
  ) -> [Candle] {
    guard let span = span(of: key.pair) else { return [] }
    let clock = ShiftedTimeframe(timeframe: key.timeframe, offset: offset)
    let from = clock.openTime(atOrAfter: max(range.lowerBound, clock.openTime(containing: span.lowerBound)))
    let to = min(range.upperBound, span.upperBound, now.advanced(byMilliseconds: 1))
    guard from < to else { return [] }
    let current = clock.openTime(containing: now)
    var candles = completeCandles(of: key.pair, clock, from: from, to: min(to, current))
    if current >= from, current < to, let last = candle(of: key.pair, from: current, upTo: now) {
      candles.append(last)
    }
    return candles
  }

  /// The newest candles that open up to a time (inclusive) and not before another, oldest first, at most `limit`.
  public func newestCandles(
    of key: SeriesKey, from: Instant = .epoch, upTo last: Instant, limit: Int, now: Instant, offset: Int64 = 0
  ) -> [Candle] {
    guard let span = span(of: key.pair), limit > 0 else { return [] }
    let clock = ShiftedTimeframe(timeframe: key.timeframe, offset: offset)
    let end = min(min(last, now).advanced(byMilliseconds: 1), span.upperBound)
    let first = max(from, clock.openTime(containing: span.lowerBound))
    var count = limit
    while end > first {
      let newest = clock.openTime(containing: end.advanced(byMilliseconds: -1))
      let start = max(first, clock.openTime(newest, offset: 1 - count))
      let candles = candles(of: key, in: start..<end, now: now, offset: offset)
      // Across a gap it takes a longer look back.
      if candles.count >= limit || start <= first { return Array(candles.suffix(limit)) }
      count *= 4
    }
    return []
  }

  /// The oldest candles that open at a time or later and up to another (inclusive), oldest first, at most `limit`.
  public func oldestCandles(
    of key: SeriesKey, from: Instant, upTo last: Instant, limit: Int, now: Instant, offset: Int64 = 0
  ) -> [Candle] {
    guard let span = span(of: key.pair), limit > 0 else { return [] }
    let clock = ShiftedTimeframe(timeframe: key.timeframe, offset: offset)
    let end = min(min(last, now).advanced(byMilliseconds: 1), span.upperBound)
    let first = clock.openTime(atOrAfter: max(from, clock.openTime(containing: span.lowerBound)))
    var count = limit
    while first < end {
      let stop = min(end, clock.openTime(first, offset: count))
      let candles = candles(of: key, in: first..<stop, now: now, offset: offset)
      if candles.count >= limit || stop >= end { return Array(candles.prefix(limit)) }
      count *= 4
    }
    return []
  }

  /// What was traded from a time up to another (inclusive) as one candle; nil where the record has nothing there.
  public func candle(of pair: Pair, from openTime: Instant, upTo last: Instant) -> Candle? {
    let end = last.advanced(byMilliseconds: 1)
    var start = openTime
    var whole: Candle?
    let levels = levels(of: pair)
    for level in levels where level.openTime(containing: start) == start {
      let stop = level.openTime(containing: end)
      guard start < stop else { continue }
      for candle in levelCandles(of: pair, level: level, in: start..<stop) { Self.fold(candle, into: &whole, openTime) }
      start = stop
    }
    guard start < end else { return whole }
    for trade in trades(of: pair, in: start..<end) { Self.fold(trade, into: &whole, openTime) }
    if whole == nil, let price = restingPrice(of: pair, at: start, before: end) {
      // It has begun, and nobody traded in it yet.
      whole = Candle(openTime: openTime, open: price, high: price, low: price, close: price, volume: .zero)
    }
    return whole
  }

  /// The price before, where there is a finest candle at the time.
  public func restingPrice(of pair: Pair, at start: Instant, before end: Instant) -> Price? {
    let finest = levels(of: pair).last ?? .oneMinute
    let range = finest.openTime(containing: start)..<end
    guard let current = levelCandles(of: pair, level: finest, in: range).last else { return nil }
    guard current.openTime < start else { return current.open }
    return trades(of: pair, in: current.openTime..<start).last?.price ?? current.open
  }

  private func completeCandles(of pair: Pair, _ clock: ShiftedTimeframe, from: Instant, to: Instant) -> [Candle] {
    guard from < to else { return [] }
    guard let level = levels(of: pair).first(where: { clock.isMadeUp(of: $0) }) else {
      return secondCandles(of: pair, in: from..<to)
    }
    let until = clock.openTime(atOrAfter: to)
    let parts = levelCandles(of: pair, level: level, in: from..<until)
    guard level != clock.timeframe else { return parts }
    var candles: [Candle] = []
    var whole: Candle?
    var next = from
    for part in parts {
      if part.openTime >= next {
        if let whole { candles.append(whole) }
        whole = nil
        let openTime = clock.openTime(containing: part.openTime)
        next = clock.openTime(openTime, offset: 1)
        Self.fold(part, into: &whole, openTime)
      } else {
        Self.fold(part, into: &whole, whole?.openTime ?? part.openTime)
      }
    }
    if let whole { candles.append(whole) }
    return candles
  }

  /// Those of the trades in the finest candles; without a trade, flat at the price before.
  public func secondCandles(of pair: Pair, in range: Range<Instant>) -> [Candle] {
    let (from, to) = (range.lowerBound, range.upperBound)
    let finest = levels(of: pair).last ?? .oneMinute
    var candles: [Candle] = []
    for minute in levelCandles(of: pair, level: finest, in: finest.openTime(containing: from)..<to) {
      let end = finest.openTime(after: minute.openTime)
      var price = minute.open
      var trades = trades(of: pair, in: minute.openTime..<end)[...]
      var openTime = minute.openTime
      while openTime < min(end, to) {
        let next = openTime.advanced(byMilliseconds: 1000)
        var second: Candle?
        while let trade = trades.first, trade.time < next {
          Self.fold(trade, into: &second, openTime)
          trades.removeFirst()
        }
        let candle =
          second
          ?? Candle(
            openTime: openTime, open: price, high: price, low: price, close: price, volume: .zero)
        price = candle.close
        if openTime >= from { candles.append(candle) }
        openTime = next
      }
    }
    return candles
  }

  private static func fold(_ part: Candle, into whole: inout Candle?, _ openTime: Instant) {
    guard var candle = whole else {
      whole = Candle(
        openTime: openTime, open: part.open, high: part.high, low: part.low, close: part.close, volume: part.volume)
      return
    }
    candle.high = max(candle.high, part.high)
    candle.low = min(candle.low, part.low)
    candle.close = part.close
    candle.volume = candle.volume + part.volume
    whole = candle
  }

  private static func fold(_ trade: PublicTrade, into whole: inout Candle?, _ openTime: Instant) {
    fold(
      Candle(
        openTime: openTime, open: trade.price, high: trade.price, low: trade.price, close: trade.price,
        volume: trade.quantity), into: &whole, openTime)
  }
}
