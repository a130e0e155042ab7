// SPDX-License-Identifier: Apache-2.0

import BinanceExchange
import BinanceWire
import Logging
import MarketData
import NIOCore
import NIOPosix
import Ports
import TradingModel
import WebSockets

/// The real adapter on the sockets of a ``FrameVenue``, which has no REST: instruments are known, history is empty.
struct SocketSource: MarketDataSource {
  private let adapter: BinanceMarketData
  private let known: FrameSource

  init(port: Int, pairs: [Pair], clock: SteppedClock) throws {
    var log = Logger(label: "botbench")
    log.logLevel = .error
    let endpoints = try VenueEndpoints(
      of: .sim, restURL: "http://127.0.0.1:\(port)", streamURL: "ws://127.0.0.1:\(port)")
    adapter = BinanceMarketData(rest: BinanceREST(endpoints), clock: clock, log: log)
    known = FrameSource(history: Dictionary(uniqueKeysWithValues: pairs.map { ($0, []) }))
  }

  var timeframes: Set<Timeframe> { known.timeframes }

  func instruments() async throws(FeedError) -> [InstrumentRules] { try await known.instruments() }

  func candles(
    _ key: SeriesKey, from: Instant?, to: Instant?, limit: Int, purpose: FetchPurpose
  ) async throws(FeedError) -> [Candle] { [] }

  func trades(of pair: Pair, from id: Int64, limit: Int) async throws(FeedError) -> [PublicTrade] { [] }

  func aggregates(of pair: Pair, from id: Int64, limit: Int) async throws(FeedError) -> [AggregateTrade] { [] }

  func book(of pair: Pair, limit: Int) async throws(FeedError) -> BookSnapshot {
    try await known.book(of: pair, limit: limit)
  }

  func subscribe(_ stream: MarketStream) -> String? { adapter.subscribe(stream) }

  func unsubscribe(_ stream: MarketStream) { adapter.unsubscribe(stream) }

  func run(deliver: @escaping @Sendable (MarketSourceEvent) -> Void) async { await adapter.run(deliver: deliver) }
}

/// As many sockets as the adapter opens, without adapter and hub: what the transport alone takes.
struct BareSockets {
  private static let pairsPerSocket = 45

  let port: Int
  let pairs: [Pair]
  let book: ArrivalBook

  /// Keeps the sockets open while the body runs.
  func running<Value>(_ body: () async throws -> Value) async throws -> Value {
    guard let url = WebSocketURL("ws://127.0.0.1:\(port)/stream") else { return try await body() }
    let client = WebSocketClient(group: NIOSingletons.posixEventLoopGroup)
    var connections: [WebSocketConnection] = []
    for first in stride(from: 0, to: pairs.count, by: Self.pairsPerSocket) {
      let names = pairs[first..<min(first + Self.pairsPerSocket, pairs.count)].map {
        "\"\($0.symbol.lowercased())@trade\""
      }
      let connection = try await client.connect(to: url) { _ in Reader(book: book) }
      connection.send(text: "{\"method\":\"SUBSCRIBE\",\"params\":[\(names.joined(separator: ","))],\"id\":1}")
      connections.append(connection)
    }
    defer { for connection in connections { connection.close() } }
    return try await body()
  }

  /// Finds the trade's quantity, which tells the message, and nothing else.
  private struct Reader: WebSocketHandler {
    let book: ArrivalBook

    func received(text: ByteBuffer) {
      guard let index = FeedTape.index(inTrade: text.readableBytesView) else { return }
      book.note(index)
    }

    func ended(_ end: WebSocketEnd) {}
  }
}
