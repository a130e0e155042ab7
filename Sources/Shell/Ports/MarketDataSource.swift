// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// A venue's market data as it comes: neither complete nor free of repetitions. `MarketHub` makes a ``MarketFeed`` of it.
public protocol MarketDataSource: Sendable {
  /// Which candles the venue has.
  var timeframes: Set<Timeframe> { get }

  /// The rules of every pair that the venue trades.
  func instruments() async throws(FeedError) -> [InstrumentRules]

  /// Candles by request, oldest first; the last may be in progress.
  ///
  /// - Parameters:
  ///   - from: the first open time, or nil for the newest ones.
  ///   - to: the last open time, or nil for no bound.
  ///   - limit: how many at most, above 0; the newest of them without `from`, else the oldest.
  ///   - purpose: what they are for; the less urgent waits for the more urgent.
  func candles(
    _ key: SeriesKey, from: Instant?, to: Instant?, limit: Int, purpose: FetchPurpose
  ) async throws(FeedError) -> [Candle]

  /// Trades by request, in the order of their numbers: what a stream missed.
  ///
  /// - Parameters:
  ///   - id: the number of the first; where the venue has none of it, the next higher one.
  ///   - limit: how many at most, 1 to 1,000.
  func trades(of pair: Pair, from id: Int64, limit: Int) async throws(FeedError) -> [PublicTrade]

  /// Aggregate trades by request, as ``trades(of:from:limit:)``.
  func aggregates(of pair: Pair, from id: Int64, limit: Int) async throws(FeedError) -> [AggregateTrade]

  /// A pair's order book by request, as it stands now.
  ///
  /// - Parameter limit: how many levels of a side at most, 1 to 5,000.
  func book(of pair: Pair, limit: Int) async throws(FeedError) -> BookSnapshot

  /// Asks for a stream; it goes on until ``unsubscribe(_:)``, over any number of connections. Doesn't wait. To ask again
  /// changes nothing.
  ///
  /// - Returns: why nothing comes for now, or nil where the connection is up or about to be tried for the first time.
  func subscribe(_ stream: MarketStream) -> String?

  /// Ends a stream. Doesn't wait; what is under way may still arrive.
  func unsubscribe(_ stream: MarketStream)

  /// Keeps the connections up until the task is cancelled.
  ///
  /// - Parameter deliver: is called on whatever thread things arrive; per pair in their order and never twice at once.
  func run(deliver: @escaping @Sendable (MarketSourceEvent) -> Void) async
}

/// What is fetched for, the most urgent first.
public enum FetchPurpose: Sendable, Hashable, CaseIterable {
  /// A stream missed something.
  case gapFilling
  /// A series begins.
  case bootstrap
  /// Somebody looks at it.
  case display
}

/// What a source tells.
public enum MarketSourceEvent: Sendable {
  /// A candle changed, or closed; `receivedAt` is when its last byte arrived.
  case candle(SeriesKey, Candle, isClosed: Bool, receivedAt: ContinuousClock.Instant)
  /// Somebody traded.
  case trade(Pair, PublicTrade)
  /// The best prices changed.
  case quote(Pair, Quote)
  /// An order took.
  case aggregate(Pair, AggregateTrade)
  /// The last 24 hours. Boxed, for it would make every event larger.
  indirect case ticker(Pair, DayTicker)
  /// The order book changed.
  case book(Pair, BookChange)
  /// A message could not be read, or was a refusal.
  case rejected(String)
  /// A stream has stopped coming although its connection stands; it is being asked for anew.
  case silent(MarketStream)
  /// It was asked for anew; what came meanwhile is lost.
  case renewed(MarketStream)
  /// Nothing comes for these pairs until further notice.
  case disconnected([Pair], reason: String)
  /// All streams of these pairs come again; what came meanwhile is lost.
  case connected([Pair])
}
