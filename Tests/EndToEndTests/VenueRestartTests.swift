// SPDX-License-Identifier: Apache-2.0
import Documents
import Indicators
import MarketData
import Strategies
import StrategyKit
import Testing
import TradingModel

@Suite(.timeLimit(.minutes(8))) struct `A venue that goes away` {
  private static let timeframe = Timeframe.oneMinute
  private static let names = ["one", "two", "three"]

  private static func key() throws -> SeriesKey {
    SeriesKey(pair: try #require(Pair("BTC/USDT")), timeframe: timeframe)
  }

  private static func bot(_ name: String) -> Node {
    [
      "name": .string(name), "strategy": "ema-crossover", "strategy_parameters": ["fast": 2, "slow": 4],
      "timeframe": "1m", "pairs": ["BTC/USDT", "ETH/USDT"], "stake_amount": "100",
    ]
  }

  @Test func `leaves no candle missing and none twice, killed and started again or with its connections cut`()
    async throws
  {
    let folder = try Folder()
    let venue = try await Venue(["--seed", "5", "--speed", "60", "--pairs", "BTC/USDT,ETH/USDT"], in: folder)
    let server = try await Server(at: venue, in: folder)
    for name in Self.names {
      try await server.create(Self.bot(name))
      try await server.perform("start", on: name)
    }
    try await server.wait(for: Self.names, toBe: "running")
    let begin = Self.timeframe.openTime(containing: try await venue.now())

    try await venue.kill()
    try await server.wait(for: Self.names, toBe: "degraded")
    let condition = try await server.client.get("/api/v1/bots/one").node["conditions"]?.array?.first {
      $0["type"]?.string == "MarketData"
    }
    #expect(condition?["status"]?.bool == false)
    #expect(condition?["message"]?.string?.contains("BTC/USDT 1m: ") == true)
    // It stays away for three candles: they are there when it comes back, and must be fetched.
    try await Task.sleep(for: .seconds(3))
    try await venue.restart()
    try await server.wait(for: Self.names, toBe: "running", within: .seconds(120))
    try await expectAnotherTrade(server, than: try await Self.orders(server))

    let disconnects = try await server.metric("botyard_feed_disconnects_total")
    let dropped = try await venue.client.post("/sim/faults", ["drop_connections": true]).node
    #expect(dropped["dropped_connections"]?.int64 ?? 0 > 0)
    try await Poll.until("the cut is noticed") { _ in
      try await server.metric("botyard_feed_disconnects_total") > disconnects
    }
    try await server.wait(for: Self.names, toBe: "running", within: .seconds(120))
    try await expectAnotherTrade(server, than: try await Self.orders(server))

    let enough = begin.advanced(byMilliseconds: 25 * Self.timeframe.milliseconds)
    try await Poll.until("25 candles, and some signals", within: .seconds(120)) { _ in
      guard try await venue.now() > enough else { return false }
      return try await Self.signals(of: venue, from: begin).count > 3
    }
    try await venue.setTime(["paused": true])
    try await expectSameCandles(server, venue, from: begin)
    try await expectEverySignal(server, venue, from: begin)
    #expect(server.isRunning)
  }

  /// Bots trade on: an order comes that was not there.
  private func expectAnotherTrade(_ server: Server, than before: Set<String>) async throws {
    try await Poll.until("a bot trades on", within: .seconds(120)) { _ in
      try await !Self.orders(server).isSubset(of: before)
    }
  }

  private static func orders(_ server: Server) async throws -> Set<String> {
    var orders: Set<String> = []
    for name in names {
      let items = try await server.client.all("/api/v1/bots/\(name)/orders")
      orders.formUnion(items.compactMap { $0["client_order_id"]?.string })
    }
    return orders
  }

  /// The server's candles are the venue's, one by one.
  private func expectSameCandles(_ server: Server, _ venue: Venue, from begin: Instant) async throws {
    let current = Self.timeframe.openTime(containing: try await venue.now())
    let theirs = try await venue.candles(try Self.key(), from: begin).filter { $0.openTime < current }
    var ours: [Candle] = []
    try? await Poll.until("the last candles are there", within: .seconds(20)) { _ in
      let path = "/api/v1/candles?pair=BTC/USDT&timeframe=1m&from=\(begin)"
      ours = try await server.client.all(path).compactMap(Candle.init(item:)).filter { $0.openTime < current }
      return ours == theirs
    }
    #expect(theirs.count > 10)
    #expect(ours == theirs)
  }

  /// A bot's strategy has seen every candle once and in order: it gave the signals that the venue's candles give.
  private func expectEverySignal(_ server: Server, _ venue: Venue, from begin: Instant) async throws {
    let wanted = try await Self.signals(of: venue, from: begin)
    var given: [String] = []
    try? await Poll.until("the last signals are there", within: .seconds(20)) { _ in
      let signals = try await server.client.all("/api/v1/bots/one/signals?pair=BTC/USDT").reversed()
      given = signals.compactMap { signal in
        guard let candle = signal["candle"]?.string.flatMap({ Instant($0) }), candle > begin else { return nil }
        return "\(candle) \(signal["action"]?.string ?? "")"
      }
      return given == wanted
    }
    #expect(given == wanted)
    #expect(given.count > 3)
  }

  /// The signals that the venue's own closed candles after `begin` give.
  private static func signals(of venue: Venue, from begin: Instant) async throws -> [String] {
    let current = timeframe.openTime(containing: try await venue.now())
    let history = timeframe.openTime(begin, offset: -500)
    let candles = try await venue.candles(try key(), from: history).filter { $0.openTime < current }
    let definition = EMACrossover.definition
    var strategy = definition.make(try definition.values(["fast": "2", "slow": "4"]))
    return try candles.compactMap { candle in
      guard let signal = try strategy.update(Bar(candle)), candle.openTime > begin else { return nil }
      return "\(candle.openTime) \(signal.action.rawValue)"
    }
  }
}
