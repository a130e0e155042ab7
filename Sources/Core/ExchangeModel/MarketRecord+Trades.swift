// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

extension MarketRecord {
  /// The newest trades up to a time (inclusive), oldest first, at most `limit`.
  public func newestTrades(of pair: Pair, upTo last: Instant, limit: Int) -> [PublicTrade] {
    guard let span = span(of: pair), limit > 0 else { return [] }
    var end = min(last.advanced(byMilliseconds: 1), span.upperBound)
    var reach = Timeframe.oneMinute.milliseconds * Int64(limit / CandlePath.tradesPerMinute + 2)
    var newest: [PublicTrade] = []
    while end > span.lowerBound, newest.count < limit {
      // Nothing before the last trade is lost by leaping over a gap to it.
      guard let trade = lastTrade(of: pair, at: end.advanced(byMilliseconds: -1)) else { break }
      end = trade.time.advanced(byMilliseconds: 1)
      let start = max(span.lowerBound, end.advanced(byMilliseconds: -reach))
      newest = trades(of: pair, in: start..<end) + newest
      end = start
      reach *= 2
    }
    return newest.suffix(limit)
  }

  /// The oldest trades from a time and up to another (inclusive), at most `limit`.
  public func oldestTrades(of pair: Pair, from: Instant, upTo last: Instant, limit: Int) -> [PublicTrade] {
    guard let span = span(of: pair), limit > 0 else { return [] }
    let end = min(last.advanced(byMilliseconds: 1), span.upperBound)
    var start = max(from, span.lowerBound)
    var reach = Timeframe.oneMinute.milliseconds * Int64(limit / CandlePath.tradesPerMinute + 2)
    var oldest: [PublicTrade] = []
    while start < end, oldest.count < limit {
      let stop = min(end, start.advanced(byMilliseconds: reach))
      oldest += trades(of: pair, in: start..<stop)
      start = stop
      // Across a gap it takes a longer look, of a day at most: the trades of a day are quickly made.
      reach = min(reach * 2, CalendarDay.milliseconds)
    }
    return Array(oldest.prefix(limit))
  }

  /// The oldest trades from a number on (inclusive) and up to a time (inclusive), at most `limit`.
  public func oldestTrades(of pair: Pair, fromID id: Int64, upTo last: Instant, limit: Int) -> [PublicTrade] {
    guard limit > 0, let start = openTime(ofTrade: id, of: pair) else { return [] }
    // In the minute itself there may be as many before it as a minute has.
    let found = oldestTrades(of: pair, from: start, upTo: last, limit: limit + CandlePath.tradesPerMinute)
    return Array(found.drop { $0.id < id }.prefix(limit))
  }

  /// The oldest block trades from a number on (inclusive) and up to a time (inclusive), at most `limit`.
  public func oldestBlockTrades(of pair: Pair, fromID id: Int64, upTo last: Instant, limit: Int) -> [PublicTrade] {
    guard let span = span(of: pair), limit > 0, var start = openTime(ofBlockTrade: id, of: pair) else { return [] }
    let end = min(last.advanced(byMilliseconds: 1), span.upperBound)
    start = max(start, span.lowerBound)
    var oldest: [PublicTrade] = []
    while start < end, oldest.count < limit {
      let stop = min(end, start.advanced(byMilliseconds: 30 * CalendarDay.milliseconds))
      oldest += blockTrades(of: pair, in: start..<stop)
      start = stop
    }
    return Array(oldest.prefix(limit))
  }
}
