// SPDX-License-Identifier: Apache-2.0

import BinanceWire
public import Logging
public import MarketData
public import NIOCore
public import NIOPosix
public import Ports
import Synchronization
public import TradingModel
import WebSockets

/// Binance's market data: REST for what was, streams for what is.
///
/// Streams are spread over connections, and all streams of one pair share one, so that their order holds.
public final class BinanceMarketData: MarketDataSource {
  /// How many pairs share a connection: with a stream for each of sixteen intervals, trades, best prices, aggregates,
  /// ticker and book that makes 945 of the 1,024 streams that a connection may have.
  static let pairsPerConnectionMax = 45
  /// At what age a connection is replaced at the latest: the venue cuts it at 24 hours.
  public static let connectionAgeMax = Duration.seconds(23 * 3600)
  /// A connection on which nothing at all arrives for so long is dead: the venue sends a ping every 20 seconds.
  static let silenceTimeout = Duration.seconds(50)

  private struct State {
    var connections: [StreamConnection] = []
    var places: [Pair: Int] = [:]
    /// Filters and statuses of the venue that are not known here and were told to the log.
    var toldWords: Set<String> = []
  }

  private let rest: BinanceREST
  private let settings: StreamConnection.Settings
  private let log: Logger
  private let state = Mutex(State())
  private let opened: AsyncStream<StreamConnection>
  private let openedInlet: AsyncStream<StreamConnection>.Continuation

  /// Market data of the venue that a REST client asks.
  ///
  /// - Parameters:
  ///   - clock: the venue's; its rate tells how much silence is too much.
  ///   - group: the connections live on its loops.
  ///   - time: on which is waited.
  ///   - random: evenly distributed in 0..<1, for the jitter of reconnecting.
  ///   - connectionAgeMax: at what age a connection is replaced at the latest, by the faster of wall and venue; up to a
  ///     tenth earlier.
  ///   - noteTime: is told every time that the venue puts on a message; see ``SimVenueClock/observe(_:)``.
  public init(
    rest: BinanceREST, clock: any VenueClock, log: Logger,
    group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton, time: MonotonicTime = .system,
    random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
    connectionAgeMax: Duration = BinanceMarketData.connectionAgeMax,
    noteTime: (@Sendable (Instant) -> Void)? = nil
  ) {
    self.rest = rest
    self.log = log
    var configuration = WebSocketConfiguration()
    configuration.silenceTimeout = Self.silenceTimeout
    settings = StreamConnection.Settings(
      url: rest.endpoints.combinedStreams, client: WebSocketClient(group: group, configuration: configuration),
      clock: clock, time: time, random: random,
      gate: rest.connections, ageMax: connectionAgeMax,
      noteTime: noteTime)
    (opened, openedInlet) = AsyncStream.makeStream(of: StreamConnection.self)
  }

  /// How the stream connections stand.
  public var connections: ConnectionFigures {
    ConnectionFigures(
      count: state.withLock { $0.connections.count }, attempts: settings.gate.attempts,
      attemptsMax: ConnectionBudget.attemptsMax)
  }

  // MARK: MarketDataSource

  public var timeframes: Set<Timeframe> { rest.endpoints.venue.timeframes }

  public func instruments() async throws(FeedError) -> [InstrumentRules] {
    let info: ExchangeInfo
    do {
      info = try await rest.exchangeInfo()
    } catch {
      throw FeedError(error, asking: nil)
    }
    if !info.unreadSymbols.isEmpty {
      log.warning(
        "instruments left out",
        metadata: [
          "count": "\(info.unreadSymbols.count)", "first": "\(info.unreadSymbols[0].symbol)",
          "field": "\(info.unreadSymbols[0].field)",
        ])
    }
    tellUnknownWords(of: info)
    log.info("instruments fetched", metadata: ["count": "\(info.instruments.count)"])
    return info.instruments
  }

  /// Tells the log once of each filter and each status that is not known here.
  private func tellUnknownWords(of info: ExchangeInfo) {
    let words = Set(info.unreadFilters + info.unknownStatuses)
    let new = state.withLock { state in
      let new = words.subtracting(state.toldWords)
      state.toldWords.formUnion(words)
      return new
    }
    for word in new.sorted() {
      let pairs = info.instruments.filter { $0.unknownFilters.contains(word) || $0.status.word == word }
      log.warning(
        "the venue has a filter or a status that is not known here: it is not judged",
        metadata: [
          "word": "\(word)", "pairs": "\(pairs.count)", "first": "\(pairs.first?.pair.symbol ?? "none")",
        ])
    }
  }

  public func candles(
    _ key: SeriesKey, from: Instant?, to: Instant?, limit: Int, purpose: FetchPurpose
  ) async throws(FeedError) -> [Candle] {
    guard timeframes.contains(key.timeframe) else { throw .unsupportedTimeframe(key.timeframe) }
    do {
      return try await rest.candles(key, from: from, to: to, limit: limit, lane: purpose.lane)
    } catch {
      throw FeedError(error, asking: key)
    }
  }

  public func trades(of pair: Pair, from id: Int64, limit: Int) async throws(FeedError) -> [PublicTrade] {
    do {
      return try await rest.trades(of: pair, from: id, limit: limit, lane: .trades)
    } catch {
      throw FeedError(error, asking: nil)
    }
  }

  public func aggregates(of pair: Pair, from id: Int64, limit: Int) async throws(FeedError) -> [AggregateTrade] {
    do {
      return try await rest.aggregates(of: pair, from: id, limit: limit, lane: .trades)
    } catch {
      throw FeedError(error, asking: nil)
    }
  }

  public func book(of pair: Pair, limit: Int) async throws(FeedError) -> BookSnapshot {
    do {
      return try await rest.book(of: pair, limit: limit, lane: .books)
    } catch {
      throw FeedError(error, asking: nil)
    }
  }

  public func subscribe(_ stream: MarketStream) -> String? {
    connection(of: stream.pair).subscribe(stream)
  }

  public func unsubscribe(_ stream: MarketStream) {
    connection(of: stream.pair).unsubscribe(stream)
  }

  public func run(deliver: @escaping @Sendable (MarketSourceEvent) -> Void) async {
    await withDiscardingTaskGroup { group in
      for await connection in opened {
        group.addTask { await connection.run(deliver: deliver) }
      }
    }
  }

  /// The connection of a pair; pairs keep theirs.
  private func connection(of pair: Pair) -> StreamConnection {
    state.withLock { state in
      if let place = state.places[pair] { return state.connections[place] }
      let place = state.places.count / Self.pairsPerConnectionMax
      if place == state.connections.count {
        let connection = StreamConnection(settings)
        state.connections.append(connection)
        openedInlet.yield(connection)
      }
      state.places[pair] = place
      return state.connections[place]
    }
  }
}

extension FetchPurpose {
  /// The lane in which a request for it waits.
  var lane: RequestLane {
    switch self {
    case .gapFilling: .gaps
    case .bootstrap: .bootstrap
    case .display: .displays
    }
  }
}

extension FeedError {
  /// The error as the feed tells it.
  init(_ error: VenueRequestError, asking key: SeriesKey?) {
    switch error {
    case .refused(let body, _):
      switch (body.code, key) {
      case (-1121, let key?): self = .unknownPair(key.pair)
      case (-1120, let key?): self = .unsupportedTimeframe(key.timeframe)
      default: self = .refused("\(body)")
      }
    case .unreachable, .rateLimited, .malformed: self = .unreachable("\(error)")
    }
  }
}
