// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// A market of which everything is known at any time: what was traded, and what will be.
///
/// Times are the venue's. What has the time `now` has happened; nothing here looks beyond the `now` that it is given.
public protocol MarketRecord: Sendable {
  /// What is traded, in the order in which it is listed.
  var instruments: [InstrumentRules] { get }

  /// The rules of a pair, or nil where it isn't listed.
  func rules(of pair: Pair) -> InstrumentRules?

  /// From when to when (exclusive) there is anything of a pair; nil where it isn't listed.
  func span(of pair: Pair) -> Range<Instant>?

  /// Of which timeframes complete candles are at hand, longest first; the others are put together from them.
  func levels(of pair: Pair) -> [Timeframe]

  /// The complete candles of a level that open in a range, oldest first. Where the record has a gap, none.
  func levelCandles(of pair: Pair, level: Timeframe, in range: Range<Instant>) -> [Candle]

  /// The trades in a range of time, by rising id and time.
  func trades(of pair: Pair, in range: Range<Instant>) -> [PublicTrade]

  /// How far apart the best prices usually are, in ticks.
  func spreadTicks(of pair: Pair) -> Int

  /// How far apart the best prices are at a time, in ticks, 1 or more. It changes on full hours only, if at all.
  func spreadTicks(of pair: Pair, at time: Instant) -> Int

  /// What the trades in a range of time add up to; nil where there are none.
  func summary(of pair: Pair, in range: Range<Instant>) -> TradeSummary?

  /// When the minute opens (or the second, where the record is made of seconds) in which the trade with a number was
  /// made, or the first one with a larger number; nil where there is none.
  func openTime(ofTrade id: Int64, of pair: Pair) -> Instant?

  /// The block trades in a range of time, by rising id and time: large ones that were agreed upon off the book. They have
  /// numbers of their own, and neither candles nor tickers count them.
  func blockTrades(of pair: Pair, in range: Range<Instant>) -> [PublicTrade]

  /// A time up to which every block trade with a smaller number was made, and none with this number or a larger one; nil
  /// where there is none.
  func openTime(ofBlockTrade id: Int64, of pair: Pair) -> Instant?

  /// The rules of a pair at a time, or nil where it isn't listed then.
  func rules(of pair: Pair, at time: Instant) -> InstrumentRules?

  /// The same market with further pairs; nil where it has none but its own.
  func adding(_ pairs: [Pair]) -> (any MarketRecord)?

  /// The time around a time in which nothing is traded because the pair is halted, not listed, or the venue closed; nil
  /// where there is trade.
  func rest(of pair: Pair, at time: Instant) -> Range<Instant>?

  /// A number that changes when the tick or the step of a pair does.
  func gridEra(of pair: Pair, at time: Instant) -> Int

  /// What the best prices follow from in the hour of a time, or nil where the pair isn't listed.
  ///
  /// It holds for the trades of that hour of UTC, up to the next ``gridEra(of:at:)``.
  func quoteModel(of pair: Pair, at time: Instant) -> QuoteModel?

  /// The complete candles of a second that open in a range, oldest first. Where the record has a gap, none.
  func secondCandles(of pair: Pair, in range: Range<Instant>) -> [Candle]

  /// The price of a candle in progress in which nobody has traded from one time up to another (exclusive); nil where the
  /// record has nothing there.
  func restingPrice(of pair: Pair, at start: Instant, before end: Instant) -> Price?
}

extension MarketRecord {
  /// As far as usual.
  public func spreadTicks(of pair: Pair, at time: Instant) -> Int { spreadTicks(of: pair) }

  /// None.
  public func blockTrades(of pair: Pair, in range: Range<Instant>) -> [PublicTrade] { [] }

  /// Those that always hold.
  public func rules(of pair: Pair, at time: Instant) -> InstrumentRules? { rules(of: pair) }

  /// None but its own.
  public func adding(_ pairs: [Pair]) -> (any MarketRecord)? { nil }

  /// Never.
  public func rest(of pair: Pair, at time: Instant) -> Range<Instant>? { nil }

  /// Always the same.
  public func gridEra(of pair: Pair, at time: Instant) -> Int { 0 }

  /// None.
  public func openTime(ofBlockTrade id: Int64, of pair: Pair) -> Instant? { nil }

  /// The last trade up to a time (inclusive), or nil where there is none.
  public func lastTrade(of pair: Pair, at now: Instant) -> PublicTrade? {
    guard let span = span(of: pair) else { return nil }
    var end = min(now.advanced(byMilliseconds: 1), span.upperBound)
    var reach: Int64 = 60_000
    while end > span.lowerBound {
      let start = max(span.lowerBound, end.advanced(byMilliseconds: -reach))
      // The candles tell where there is something to look for, so that a long gap is crossed in a few leaps.
      let level = levels(of: pair).last ?? .oneMinute
      let opens = levelCandles(of: pair, level: level, in: level.openTime(containing: start)..<end)
      for candle in opens.reversed() where candle.volume > .zero {
        let until = min(end, level.openTime(after: candle.openTime))
        if let trade = trades(of: pair, in: candle.openTime..<until).last { return trade }
      }
      end = start
      reach = min(reach * 4, 86_400_000)
    }
    return nil
  }

  /// The best prices at a time, or nil before the first trade.
  public func quote(of pair: Pair, at now: Instant) -> Quote? {
    lastTrade(of: pair, at: now).flatMap { quote(of: pair, after: $0) }
  }

  /// The best prices after a trade: it was made at one of them, and the other is the spread away.
  public func quote(of pair: Pair, after trade: PublicTrade) -> Quote? {
    quoteModel(of: pair, at: trade.time)?.quote(after: trade)
  }

  /// Prices a spread apart by the pair's rules.
  public func quoteModel(of pair: Pair, at time: Instant) -> QuoteModel? {
    guard let rules = rules(of: pair) else { return nil }
    return QuoteModel(
      rules: rules, spreadTicks: spreadTicks(of: pair, at: time), usualSpreadTicks: spreadTicks(of: pair))
  }
}
