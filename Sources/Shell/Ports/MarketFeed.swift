// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// What the market feed hands on, each thing once and, per pair, in order.
public enum MarketEvent: Sendable {
  /// A candle has closed; per series without gap, duplicate or step back.
  ///
  /// `receivedAt` is the monotonic time at which its last byte arrived, where it came by stream.
  case candleClosed(SeriesKey, Candle, receivedAt: ContinuousClock.Instant?)
  /// Somebody traded.
  case trade(Pair, PublicTrade)
  /// The best prices changed.
  case quote(Pair, Quote)
  /// An order took: its trades at one price, together.
  case aggregateTrade(Pair, AggregateTrade)
  /// The last 24 hours. Boxed, for it would make every event larger.
  indirect case ticker(Pair, DayTicker)
  /// The order book has changed, has come, or is lost until it is fetched anew. What it is now is read from the feed:
  /// whoever comes late reads the newest, and has missed nothing that still counts.
  case bookChanged(Pair)
  /// How well a series is fed has changed.
  case health(SeriesKey, FeedHealth)
}

/// How well a series is fed.
public enum FeedHealth: Hashable, Sendable {
  /// Bootstrapped, and the stream is alive.
  case live
  /// Bots run on, with what is said missing.
  case degraded(reason: String)
}

/// Takes events on whatever thread they arrive; never waits. A bounded mailbox stands behind it.
public protocol MarketSink: AnyObject, Sendable {
  /// Takes an event.
  func offer(_ event: MarketEvent)
}

/// A series as it stands.
public struct SeriesSnapshot: Sendable {
  /// Closed candles, oldest first, without gaps other than the venue's own.
  public let closed: [Candle]
  /// The candle in progress, for displays, never for decisions.
  public let current: Candle?
  /// How well the series is fed.
  public let health: FeedHealth

  /// A series as it stands.
  public init(closed: [Candle], current: Candle?, health: FeedHealth) {
    self.closed = closed
    self.current = current
    self.health = health
  }
}

/// The market, fetched once for everybody.
public protocol MarketFeed: Sendable {
  /// What the venue trades, by pair. Fetched at start and refreshed.
  var instruments: [Pair: InstrumentRules] { get }

  /// Subscribes a sink to a series and returns when it is bootstrapped, or degraded.
  ///
  /// Whoever asks, there is one subscription per series. A sink that watches twice is called once, and must stop as
  /// often. What is returned may overlap with events that are offered meanwhile; open times tell.
  ///
  /// - Parameter depth: how many closed candles the series keeps at least; it keeps 1,000 in any case.
  func watch(_ key: SeriesKey, depth: Int, sink: any MarketSink) async -> SeriesSnapshot

  /// Ends one ``watch(_:depth:sink:)``; the last one ends the subscription.
  func unwatch(_ key: SeriesKey, sink: any MarketSink)

  /// Subscribes a sink to a pair's trades and best prices.
  func watchPrices(of pair: Pair, sink: any MarketSink)

  /// Ends one ``watchPrices(of:sink:)``.
  func unwatchPrices(of pair: Pair, sink: any MarketSink)

  /// A series as it stands, or nil where nobody watches it.
  func series(_ key: SeriesKey) -> SeriesSnapshot?

  /// The last best prices, or nil where none came yet or nobody watches.
  func quote(of pair: Pair) -> Quote?

  /// The best prices as the venue tells them when it is asked, whoever watches; nil where a side of the book is empty.
  func fetchQuote(of pair: Pair) async throws(FeedError) -> Quote?

  /// The last trade, or nil where none came yet or nobody watches.
  func lastTrade(of pair: Pair) -> PublicTrade?

  /// Candles by REST or from the shared series, oldest first; the last may be in progress.
  func candles(_ key: SeriesKey, from: Instant?, to: Instant?, limit: Int) async throws(FeedError) -> [Candle]
}

extension MarketFeed {
  /// The last trade's price, or nil where none came yet or nobody watches.
  public func lastPrice(of pair: Pair) -> Price? { lastTrade(of: pair)?.price }
}

/// Why market data can't be had.
public enum FeedError: Error, Hashable, Sendable {
  /// The venue does not know the pair.
  case unknownPair(Pair)
  /// The venue does not offer the timeframe.
  case unsupportedTimeframe(Timeframe)
  /// The venue can't be reached, or did not answer in time; it may be tried again.
  case unreachable(String)
  /// The venue answered that it won't.
  case refused(String)
}
