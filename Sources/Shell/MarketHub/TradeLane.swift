// SPDX-License-Identifier: Apache-2.0

import MarketData
import Ports
import TradingModel

/// What the hub needs to know of trades, and of aggregates of trades, to treat them alike.
protocol FeedTrade: NumberedTrade {
  static func stream(of pair: Pair) -> MarketStream
  static func event(_ trade: Self, of pair: Pair) -> MarketEvent
  /// Asks for those from a number on.
  static func fetch(
    _ from: Int64, of pair: Pair, from source: any MarketDataSource
  ) async throws(FeedError) -> [Self]
  /// Where they stand; for what happens seldom.
  static var lane: WritableKeyPath<PairFeed.State, TradeLane<Self>> { get }
  /// Who watches them.
  static var sinks: KeyPath<PairFeed.State, SinkList> { get }
}

extension PublicTrade: FeedTrade {
  static func stream(of pair: Pair) -> MarketStream { .trades(pair) }
  static func event(_ trade: PublicTrade, of pair: Pair) -> MarketEvent { .trade(pair, trade) }
  static func fetch(
    _ from: Int64, of pair: Pair, from source: any MarketDataSource
  ) async throws(FeedError) -> [PublicTrade] {
    try await source.trades(of: pair, from: from, limit: TradeFill<PublicTrade>.fetchMax)
  }
  static var lane: WritableKeyPath<PairFeed.State, TradeLane<PublicTrade>> { \.prices.trades }
  static var sinks: KeyPath<PairFeed.State, SinkList> { \.prices.sinks }
}

extension AggregateTrade: FeedTrade {
  static func stream(of pair: Pair) -> MarketStream { .aggregates(pair) }
  static func event(_ trade: AggregateTrade, of pair: Pair) -> MarketEvent { .aggregateTrade(pair, trade) }
  static func fetch(
    _ from: Int64, of pair: Pair, from source: any MarketDataSource
  ) async throws(FeedError) -> [AggregateTrade] {
    try await source.aggregates(of: pair, from: from, limit: TradeFill<AggregateTrade>.fetchMax)
  }
  static var lane: WritableKeyPath<PairFeed.State, TradeLane<AggregateTrade>> { \.details.aggregates }
  static var sinks: KeyPath<PairFeed.State, SinkList> { \.details.aggregateSinks }
}

/// A pair's trades, or aggregates of trades, on their way through the hub.
struct TradeLane<Trade: FeedTrade> {
  var fill = TradeFill<Trade>()
  var check = StreamCheck()
  /// The numbers that a trade can have: arithmetic on them can't overflow.
  private static var ids: ClosedRange<Int64> { 0...Int64.max / 4 }
  /// More lost ones are not counted at once: the counters would overflow.
  private static var lostMax: Int64 { 1_000_000_000 }
  /// The last one that was handed on.
  var last: Trade?
  /// How many gaps there were; tells their fetches apart, of earlier watchers too.
  private(set) var gapNumber = 0

  /// A lane of which nothing is known, whose gaps are told apart from those of this one.
  var successor: TradeLane {
    var lane = TradeLane()
    lane.gapNumber = gapNumber + 1
    return lane
  }

  /// Takes a trade from the stream, and answers the number of the gap that is to be filled, if any.
  mutating func take(_ trade: Trade, of feed: PairFeed, to sinks: SinkList) -> Int? {
    guard Self.ids.contains(trade.id), trade.price > .zero, trade.quantity > .zero else {
      check.count(isGood: false)
      feed.note([.implausibleTrade], on: Trade.stream(of: feed.pair), Self.detail(of: trade, feed))
      return nil
    }
    let outcome = fill.take(trade)
    look(at: trade, isRepeated: outcome == .duplicate, of: feed)
    switch outcome {
    case .handOn: offer(trade, of: feed, to: sinks)
    case .waits: break
    case .duplicate: feed.note([.duplicateTrade], on: Trade.stream(of: feed.pair), Self.detail(of: trade, feed))
    case .handOnAll(let trades, let lost):
      noteLost(lost, before: trades.first ?? trade, reason: "too many, or too long ago", of: feed)
      for trade in trades { offer(trade, of: feed, to: sinks) }
    case .gap(let missing):
      feed.note([.tradeGap], on: Trade.stream(of: feed.pair), "\(feed.pair): \(missing) missing before \(trade.id)")
      gapNumber += 1
      return gapNumber
    }
    return nil
  }

  /// Looks at a trade that is not impossible. One that came before is not looked at again.
  private mutating func look(at trade: Trade, isRepeated: Bool, of feed: PairFeed) {
    guard !isRepeated else { return check.count(isGood: false) }
    let suspicions = check.suspicions(of: trade, now: feed.now)
    if !suspicions.isEmpty {
      feed.note(
        suspicions, on: Trade.stream(of: feed.pair), "\(feed.pair): \(trade.id), \(trade.price) at \(trade.time)")
    }
    check.count(isGood: suspicions.isEmpty)
  }

  /// Takes what was fetched. Answers whether anything came of it.
  mutating func merge(_ rows: [Trade], of feed: PairFeed, to sinks: SinkList) -> Bool {
    let outcome = fill.merge(rows)
    if outcome.unknownToVenue > 0, let first = outcome.handOn.first {
      noteLost(outcome.unknownToVenue, before: first, reason: "unknown to the venue", of: feed)
    }
    for trade in outcome.handOn { offer(trade, of: feed, to: sinks) }
    return !outcome.handOn.isEmpty
  }

  /// Goes on without what is missing.
  mutating func giveUp(reason: String, of feed: PairFeed, to sinks: SinkList) {
    guard fill.isFilling else { return }
    let (trades, lost) = fill.giveUp()
    if let first = trades.first { noteLost(lost, before: first, reason: reason, of: feed) }
    for trade in trades { offer(trade, of: feed, to: sinks) }
  }

  private mutating func offer(_ trade: Trade, of feed: PairFeed, to sinks: SinkList) {
    last = trade
    sinks.offer(Trade.event(trade, of: feed.pair))
  }

  private func noteLost(_ count: Int64, before trade: Trade, reason: String, of feed: PairFeed) {
    guard count > 0 else { return }
    let stream = Trade.stream(of: feed.pair)
    feed.faults.note(.tradeGapSkipped, on: stream, "\(feed.pair): \(count) lost near \(trade.id): \(reason)")
    feed.faults.note(.lostTrade, on: stream, "\(feed.pair): \(count)", times: Int(min(count, Self.lostMax)))
  }

  private static func detail(of trade: Trade, _ feed: PairFeed) -> String {
    "\(feed.pair): \(trade.id) at \(trade.time)"
  }
}
