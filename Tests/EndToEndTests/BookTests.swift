// SPDX-License-Identifier: Apache-2.0
import Documents
import MarketData
import MarketHub
import Ports
import Synchronization
import Testing
import TradingModel

/// Keeps the numbers of the aggregates that it is told of, and whether a ticker came.
private final class DetailWatch: MarketSink {
  private let told = Mutex<[Pair: [AggregateTrade]]>([:])

  func offer(_ event: MarketEvent) {
    guard case .aggregateTrade(let pair, let trade) = event else { return }
    told.withLock { $0[pair, default: []].append(trade) }
  }

  func aggregates(of pair: Pair) -> [AggregateTrade] { told.withLock { $0[pair] ?? [] } }
}

@Suite(.timeLimit(.minutes(5))) struct `Books, aggregates and tickers of a venue` {
  private static let pairs = ["BTC/USDT", "ETH/USDT", "DOGE/USDT"].map { Pair($0)! }

  @Test func `are the venue's own, also after it was killed and started again`() async throws {
    let folder = try Folder()
    let venue = try await Venue(["--seed", "7", "--pairs", "BTC/USDT,ETH/USDT,DOGE/USDT"], in: folder)
    let feed = try FeedUnderTest(at: venue)
    let watch = DetailWatch()
    try await feed.running {
      for pair in Self.pairs {
        for detail in PairDetail.allCases { feed.hub.watch(detail, of: pair, sink: watch) }
      }
      for pair in Self.pairs { try await expectBook(of: pair, in: feed.hub, at: venue) }
      for pair in Self.pairs { try await expectTicker(of: pair, in: feed.hub) }

      try await venue.kill()
      try await Poll.until("the books are given up") { _ in
        Self.pairs.allSatisfy { feed.hub.book(of: $0, depth: 1) == nil }
      }
      try await venue.restart()
      for pair in Self.pairs { try await expectBook(of: pair, in: feed.hub, at: venue) }
      for pair in Self.pairs { try await expectAggregates(of: pair, in: watch, at: venue) }
      #expect(feed.hub.count(of: .crossedBook) == 0)
      #expect(feed.hub.count(of: .rejectedMessage) == 0)
    }
  }

  @Test func `are right or not there while messages are lost, doubled, late, cut and out of order`() async throws {
    let folder = try Folder()
    let venue = try await Venue(["--seed", "9", "--speed", "5", "--pairs", "BTC/USDT,ETH/USDT,DOGE/USDT"], in: folder)
    let feed = try FeedUnderTest(at: venue)
    let watch = DetailWatch()
    try await feed.running {
      for pair in Self.pairs {
        for detail in PairDetail.allCases { feed.hub.watch(detail, of: pair, sink: watch) }
      }
      for pair in Self.pairs { try await expectBook(of: pair, in: feed.hub, at: venue) }
      let streams: Node = ["*@depth@100ms", "*@aggTrade"]
      for fault in ["lose_messages", "double_messages", "delay_messages", "cut_messages", "reorder_messages"] {
        let answer = try await venue.client.post("/sim/faults", [fault: ["streams": streams, "share": 0.05]])
        #expect(answer.status < 300, "\(answer.text)")
      }
      let end = try await venue.now().advanced(byMilliseconds: 120_000)
      var compared = 0
      var asked: [Pair: Int64] = [:]
      try await Poll.until("two minutes have passed") { _ in
        for pair in Self.pairs {
          let isCompared = try await isRight(pair, levels: 100, in: feed.hub, at: venue, asked: &asked[pair])
          compared += isCompared ? 1 : 0
        }
        return try await venue.now() >= end
      }
      #expect(compared > 0)
      #expect(feed.hub.count(of: .bookGap) > 0)
      #expect(feed.hub.count(of: .tradeGap) > 0)
      _ = try await venue.client.post("/sim/faults", ["clear": true])
      for pair in Self.pairs { try await expectBook(of: pair, in: feed.hub, at: venue) }
      #expect(feed.hub.count(of: .lostTrade) == 0)
      for pair in Self.pairs { try await expectAggregates(of: pair, in: watch, at: venue) }
    }
  }

  @Test func `are told of by the server, with how well they come`() async throws {
    let folder = try Folder()
    let venue = try await Venue(["--seed", "7", "--pairs", "BTC/USDT"], in: folder)
    let server = try await Server(at: venue, in: folder)
    try await server.create([
      "name": "alpha", "strategy": "ema-crossover", "timeframe": "1m", "pairs": ["BTC/USDT"], "stake_amount": "50",
    ])
    try await server.perform("start", on: "alpha")
    try await server.wait(for: ["alpha"], toBe: "running", within: .seconds(60))
    try await Poll.until("streams bring something") { last in
      let feed = try await server.client.get("/api/v1/markets/feed").node
      last = "\(feed)"
      let streams = feed["streams"]?.array ?? []
      return feed["connections"]?["count"] == 1 && Set(streams.compactMap { $0["stream"]?.string }).count == 3
        && streams.allSatisfy { ($0["messages"]?.int64 ?? 0) > 0 }
        && (feed["requests"]?["weight_limit"]?.int64 ?? 0) > 0
    }
  }

  /// Waits until both speak of the same update, and compares all that is known.
  private func expectBook(of pair: Pair, in hub: MarketHub, at venue: Venue) async throws {
    var asked: Int64?
    try await Poll.until("the book of \(pair) is the venue's", within: .seconds(60)) { last in
      last = "\(hub.book(of: pair, depth: 0)?.lastUpdateID ?? 0)"
      return try await isRight(pair, levels: 1000, in: hub, at: venue, asked: &asked)
    }
  }

  /// Compares where both speak of the same update; answers whether they did. The venue is asked once for each update:
  /// it is charged to the same address.
  private func isRight(
    _ pair: Pair, levels: Int, in hub: MarketHub, at venue: Venue, asked: inout Int64?
  ) async throws -> Bool {
    guard let newest = hub.book(of: pair, depth: 0)?.lastUpdateID, newest != asked else { return false }
    asked = newest
    let answer = try await venue.client.get("/api/v3/depth?symbol=\(pair.symbol)&limit=\(levels)").node
    guard let book = hub.book(of: pair, depth: levels), answer["lastUpdateId"]?.int64 == book.lastUpdateID else {
      return false
    }
    let actual = Depth(bids: Self.levels(answer["bids"]), asks: Self.levels(answer["asks"]))
    #expect(book.depth.bids.count >= min(levels, 100))
    #expect(book.depth.asks.count >= min(levels, 100))
    #expect(book.depth.bids == Array(actual.bids.prefix(book.depth.bids.count)))
    #expect(book.depth.asks == Array(actual.asks.prefix(book.depth.asks.count)))
    return true
  }

  private func expectTicker(of pair: Pair, in hub: MarketHub) async throws {
    try await Poll.until("the ticker of \(pair) has come") { _ in hub.ticker(of: pair) != nil }
    let ticker = try #require(hub.ticker(of: pair))
    #expect(ticker.isPlausible)
    #expect(ticker.closeTime.milliseconds(since: ticker.openTime) >= 86_399_000)
  }

  /// Every aggregate from the first that was told to the last, each once, as the venue has it.
  private func expectAggregates(of pair: Pair, in watch: DetailWatch, at venue: Venue) async throws {
    let told = watch.aggregates(of: pair)
    let first = try #require(told.first)
    #expect(told.map(\.id) == Array(first.id..<first.id + Int64(told.count)))
    let path = "/api/v3/aggTrades?symbol=\(pair.symbol)&fromId=\(first.id)&limit=\(min(told.count, 1000))"
    let rows = try await venue.client.get(path).node.array ?? []
    let record = rows.map { [$0["a"]?.int64, $0["f"]?.int64, $0["l"]?.int64, $0["T"]?.int64] }
    #expect(record == told.prefix(1000).map { [$0.id, $0.firstTradeID, $0.lastTradeID, $0.time.milliseconds] })
  }

  private static func levels(_ node: Node?) -> [DepthLevel] {
    (node?.array ?? []).compactMap { row in
      guard let price = row[0]?.string.flatMap({ Fixed($0) }), let quantity = row[1]?.string.flatMap({ Fixed($0) })
      else { return nil }
      return DepthLevel(price: Price(price), quantity: Quantity(quantity))
    }
  }
}
