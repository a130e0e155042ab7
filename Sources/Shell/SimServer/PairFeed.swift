// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import TradingModel

/// Tells what happens on one pair, in the order of venue time.
struct PairFeed {
  /// What is sent on the streams of the pair.
  enum Event {
    case trade(PublicTrade)
    case blockTrade(PublicTrade)
    case quote(Quote, updateID: Int64, at: Instant)
    case candle(PairTopic, Timeframe, KlineFigures, isClosed: Bool, at: Instant)
    case ticker(PairTopic, TickerFigures, last: PublicTrade?, Quote?, at: Instant)
    case price(PairTopic, Fixed, lastTrade: Instant, at: Instant)
    case book(PairTopic, Depth, updateID: Int64, at: Instant)
    case changes(PairTopic, Depth, ids: ClosedRange<Int64>, at: Instant)
  }

  let pair: Pair
  private var venue: VenueMarket
  /// How the best prices follow from trades, in which hour, and on which grid.
  private var book: (hour: Instant, era: Int, model: QuoteModel)?
  private var tape: MarketTape
  private var topics: Set<PairTopic> = []
  private var candles: [PairTopic: CandleInProgress] = [:]
  /// The update that each stream of the top of the book told last.
  private var tops: [PairTopic: Int64] = [:]
  /// The book after the last trade, where somebody follows its changes, and what each stream has yet to tell.
  private var depth: Depth?
  private var changes: [PairTopic: BookChanges] = [:]
  private var lastTrade: PublicTrade?
  /// What has been told since the pair rests, and since when it does.
  private var resting: (start: Instant, told: Set<PairTopic>)?

  init(pair: Pair, venue: VenueMarket) {
    self.pair = pair
    self.venue = venue
    tape = MarketTape(of: pair, on: venue.market)
  }

  /// From now on the market is another; what has been told is the same on both.
  mutating func move(to venue: VenueMarket) {
    self.venue = venue
    tape = MarketTape(of: pair, on: venue.market)
    book = nil
  }

  /// From now on these topics are told, as of a time up to which everything has been told.
  mutating func watch(_ wanted: some Sequence<PairTopic>, at now: Instant) {
    let wanted = Set(wanted)
    if lastTrade == nil { lastTrade = venue.market.lastTrade(of: pair, at: now) }
    candles = candles.filter { wanted.contains($0.key) }
    tops = tops.filter { wanted.contains($0.key) }
    changes = changes.filter { wanted.contains($0.key) }
    if changes.isEmpty { depth = nil }
    for topic in wanted where !topics.contains(topic) {
      if case .kline(let timeframe, let isEastern) = topic {
        candles[topic] = CandleInProgress(
          of: pair, ShiftedTimeframe(timeframe: timeframe, offset: isEastern ? PairTopic.easternOffset : 0),
          in: venue, at: now)
      }
    }
    if let lastTrade { beginBook(of: wanted.subtracting(topics), after: lastTrade) }
    topics = wanted
  }

  /// Hands out what happens after one time and up to another (inclusive).
  ///
  /// A candle is told as closed before the trades of the next one. Of what is told at intervals the newest state on the
  /// stream's grid is told, once per call (and candle).
  mutating func advance(after last: Instant, upTo now: Instant, _ take: (Event) -> Void) {
    let range = last.advanced(byMilliseconds: 1)..<now.advanced(byMilliseconds: 1)
    var marks = StreamMark.marks(of: topics, after: last, upTo: now)[...]
    var blocks = topics.contains(.blockTrade) ? venue.market.blockTrades(of: pair, in: range)[...] : []
    for trade in tape.trades(in: range) {
      while let block = blocks.first, block.time <= trade.time {
        tell(&marks, before: block.time, take)
        take(.blockTrade(blocks.removeFirst()))
      }
      tell(&marks, before: trade.time, take)
      changeBook(after: trade)
      lastTrade = trade
      for topic in candles.keys { candles[topic]?.add(trade) }
      take(.trade(trade))
      if topics.contains(.quote), let quote = quote(after: trade) {
        take(.quote(quote, updateID: trade.id, at: trade.time))
      }
    }
    for block in blocks {
      tell(&marks, before: block.time, take)
      take(.blockTrade(block))
    }
    for mark in marks { tell(mark, take) }
  }

  /// Tells what is due before a time, and which candles close at it.
  private mutating func tell(_ marks: inout ArraySlice<StreamMark>, before time: Instant, _ take: (Event) -> Void) {
    while let mark = marks.first, mark.time < time || (mark.closes && mark.time == time) {
      tell(mark, take)
      marks.removeFirst()
    }
  }

  private mutating func quote(after trade: PublicTrade) -> Quote? {
    let hour = Timeframe.oneHour.openTime(containing: trade.time)
    let era = venue.market.gridEra(of: pair, at: trade.time)
    if book?.hour != hour || book?.era != era {
      book = venue.market.quoteModel(of: pair, at: trade.time).map { (hour, era, $0) }
    }
    return book?.model.quote(after: trade)
  }

  private mutating func tell(_ mark: StreamMark, _ take: (Event) -> Void) {
    let (topic, time) = (mark.topic, mark.time)
    guard mark.closes || isDue(topic, at: time) else { return }
    switch topic {
    case .trade, .aggregateTrade, .blockTrade, .quote: return
    case .kline(let timeframe, _):
      var candle = candles[topic]
      let figures = mark.closes ? candle?.close(at: time, of: pair, in: venue) : candle?.figures(at: time)
      candles[topic] = candle
      if let figures { take(.candle(topic, timeframe, figures, isClosed: mark.closes, at: time)) }
    case .miniTicker: tellTicker(topic, over: .oneDay, at: time, take)
    case .ticker: tellTicker(topic, over: .oneDay, at: time, take)
    case .windowTicker(let span): tellTicker(topic, over: span.window, at: time, take)
    case .averagePrice, .referencePrice:
      guard let average = venue.summaries.averagePrice(of: pair, at: time) else { return }
      take(.price(topic, average.price, lastTrade: average.lastTrade, at: time))
    case .partialDepth(let levels, _):
      guard let lastTrade, tops[topic] != lastTrade.id else { return }
      let depth = venue.depth(of: pair, after: lastTrade, levels: levels)
      tops[topic] = lastTrade.id
      take(.book(topic, depth, updateID: lastTrade.id, at: time))
    case .depthChanges:
      if let (changes, ids) = changes[topic]?.take() { take(.changes(topic, changes, ids: ids, at: time)) }
    }
  }

  /// Whether there is something to tell: of a pair that rests the last state, once, and of one that isn't listed nothing.
  private mutating func isDue(_ topic: PairTopic, at time: Instant) -> Bool {
    guard let rest = venue.market.rest(of: pair, at: time) else { return true }
    guard venue.market.rules(of: pair, at: time) != nil else { return false }
    if resting?.start != rest.lowerBound { resting = (rest.lowerBound, []) }
    return resting?.told.insert(topic).inserted ?? false
  }

  private func tellTicker(_ topic: PairTopic, over window: TickerWindow, at time: Instant, _ take: (Event) -> Void) {
    let quote = lastTrade.flatMap { venue.market.quote(of: pair, after: $0) }
    take(.ticker(topic, venue.summaries.ticker(of: pair, over: window, at: time), last: lastTrade, quote, at: time))
  }

  private mutating func beginBook(of topics: Set<PairTopic>, after trade: PublicTrade) {
    for case .depthChanges(let isFast) in topics {
      depth = depth ?? venue.depth(of: pair, after: trade)
      changes[.depthChanges(isFast: isFast)] = BookChanges(after: trade.id)
    }
  }

  private mutating func changeBook(after trade: PublicTrade) {
    guard let depth else {
      // The first trade of all begins the book.
      if lastTrade == nil { beginBook(of: topics, after: trade) }
      return
    }
    let next = venue.depth(of: pair, after: trade)
    let step = depth.changes(to: next)
    for topic in changes.keys { changes[topic]?.add(step, id: trade.id) }
    self.depth = next
  }
}
