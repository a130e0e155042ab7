// SPDX-License-Identifier: Apache-2.0
import Documents
import ExchangeModel
import MarketData
import Testing
import TradingModel

@Suite(.timeLimit(.minutes(8))) struct `A replay through sockets` {
  @Test func `brings the same trades as the engine fed from the file, with seeded candles`() async throws {
    try await expectEqualTrades(in: ReplayScene.seeded())
  }

  @Test(.enabled(if: ReplayScene.mayReplayRealCandles, "there are no real candles beside the checkout"))
  func `brings the same trades as the engine fed from the file, with real candles`() async throws {
    try await expectEqualTrades(in: ReplayScene.real())
  }

  private func expectEqualTrades(in scene: ReplayScene) async throws {
    let folder = try Folder()
    // A minute into a candle: the ones before it have closed for sure.
    let start = scene.start.advanced(byMilliseconds: 60_000)
    let venue = try await Venue(
      [
        "--candles", try scene.write(to: folder), "--start", "\(start.milliseconds)", "--speed", "0.001",
        "--seed", "\(ReplayScene.seed)",
      ], in: folder)
    try await venue.setTime(["paused": true])
    let server = try await Server(at: venue, in: folder)
    let names = ReplayScene.cast.compactMap { $0.bot["name"]?.string }
    for (_, _, bot) in ReplayScene.cast { try await server.create(bot) }
    for name in names { try await server.perform("start", on: name) }
    try await server.wait(for: names, toBe: "running")

    let begin = try await waitForStreams(of: venue, at: server, after: start)
    let end = try await replay(through: venue, to: server)
    let expected = try Self.reference(scene, after: begin, upTo: end)
    var reasons: Set<String> = []
    for (pair, _, bot) in ReplayScene.cast {
      let name = bot["name"]?.string ?? ""
      let wanted = try #require(expected[pair])
      #expect(wanted.count > 5, "\(pair): too few trades to say much")
      reasons.formUnion(wanted.map(\.exitReason))
      // What was decided at the last trades may still be on its way.
      var trades = try await Self.trades(of: name, at: server)
      try? await Poll.until("the last trades of \(name)", within: .seconds(10)) { _ in
        trades = try await Self.trades(of: name, at: server)
        return trades == wanted
      }
      #expect(trades == wanted, "\(scene.name), \(pair): \(Self.difference(trades, wanted))")
    }
    let everyReason: Set = ["roi", "stop_loss", "trailing_stop_loss", "ema_down", "rsi_overbought"]
    #expect(reasons.isSuperset(of: everyReason), "\(scene.name) brought only \(reasons.sorted())")
    #expect(
      !reasons.isDisjoint(with: ["down", "old", "emergency_exit"]), "\(scene.name) brought only \(reasons.sorted())")
  }

  /// Puts the venue forward by seconds until the candle in progress that the server shows is the venue's, for every
  /// pair: then its streams have begun. Before that trades may pass unseen, while the bots have nothing open.
  private func waitForStreams(of venue: Venue, at server: Server, after start: Instant) async throws -> Instant {
    for count: Int64 in 1...30 {
      // Candles in progress are told every two seconds.
      let now = start.advanced(byMilliseconds: count * 4000)
      try await venue.setTime(["advance_to": .number(now.milliseconds)])
      var isStreaming = true
      for (pair, _, _) in ReplayScene.cast where isStreaming {
        let theirs = try await venue.client.get("/api/v3/klines?symbol=\(pair.symbol)&interval=5m&limit=1").node[0]
        let candle = try #require(theirs.flatMap(Candle.init(kline:)))
        let path = "/api/v1/candles?pair=\(pair)&timeframe=5m&limit=1"
        isStreaming = await isSoon {
          try await server.client.get(path).node["items"]?[0].flatMap(Candle.init(item:)) == candle
        }
      }
      if isStreaming { return now }
    }
    throw Program.Failure(description: "the streams don't begin")
  }

  private func isSoon(_ isSo: () async throws -> Bool) async -> Bool {
    (try? await Poll.until("it is so", within: .seconds(3)) { _ in try await isSo() }) != nil
  }

  /// Steps the venue a candle at a time, each time until every bot has seen the candle.
  private func replay(through venue: Venue, to server: Server) async throws -> Instant {
    var now = Instant.epoch
    for count in 1...ReplayScene.tradedCount {
      now = try await venue.setTime(["step": .number(ReplayScene.timeframe.milliseconds)])
      let decisions = Double(count * ReplayScene.cast.count)
      try await Poll.until("candle \(count) is seen by every bot") { last in
        let seen = try await server.metric("botyard_decision_duration_seconds_count")
        last = "\(seen) of \(decisions)"
        return seen >= decisions
      }
    }
    return now
  }

  private static func trades(of bot: String, at server: Server) async throws -> [TradeRow] {
    try await server.client.all("/api/v1/bots/\(bot)/trades").reversed().map(TradeRow.init)
  }

  private static func difference(_ trades: [TradeRow], _ wanted: [TradeRow]) -> String {
    let place = zip(trades, wanted).prefix { $0 == $1 }.count
    let found = place < trades.count ? trades[place].description : "nothing"
    let missing = place < wanted.count ? wanted[place].description : "nothing"
    return "\(trades.count) trades, not \(wanted.count); the \(place + 1). is\n  \(found)\nand should be\n  \(missing)"
  }

  /// The trades of every pair's bot, from the candles alone.
  private static func reference(
    _ scene: ReplayScene, after begin: Instant, upTo end: Instant
  ) throws -> [Pair: [TradeRow]] {
    let timeframe = ReplayScene.timeframe
    let market = try ReplayMarket(
      seed: ReplayScene.seed,
      tapes: scene.candles.sorted { $0.key < $1.key }.map {
        ReplayMarket.Tape(key: SeriesKey(pair: $0.key, timeframe: timeframe), candles: $0.value)
      })
    var trades: [Pair: [TradeRow]] = [:]
    for (pair, _, document) in ReplayScene.cast {
      guard let candles = scene.candles[pair], let rules = market.rules(of: pair) else { continue }
      var bot = try ReferenceBot(
        document, rules: rules, spreadTicks: market.spreadTicks(of: pair),
        history: Array(candles.prefix(ReplayScene.historyCount)), at: begin)
      for candle in candles.dropFirst(ReplayScene.historyCount) {
        let path = try CandlePath.trades(of: candle, timeframe: timeframe, rules: rules, seed: ReplayScene.seed)
        for trade in path where trade.time > begin && trade.time <= end { bot.see(trade) }
        let close = timeframe.openTime(after: candle.openTime)
        if close <= end { bot.close(candle, at: close) }
      }
      trades[pair] = bot.trades
    }
    return trades
  }
}
