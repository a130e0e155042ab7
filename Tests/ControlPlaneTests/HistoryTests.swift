// SPDX-License-Identifier: Apache-2.0
import BotModel
import ControlAPI
import Documents
import MarketData
import Ports
import StrategyKit
import Testing
import TradingModel

@testable import ControlPlane
@testable import Store

@Suite(.timeLimit(.minutes(5))) struct HistoryTests {
  private let name = World.name("alpha")

  private func performance(_ world: World) async throws -> Node {
    try JSONParser().parse(try await world.fleet.performance(of: name).body)
  }

  @Test func `performance and equity follow each closed trade`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      let empty = try await performance(world)
      #expect(try await performance(world) == empty)
      #expect(try await world.fleet.equity(of: name, ListPart()).items.isEmpty)
      var equities: [Money] = []
      for price in [110, 90, 120] {
        try await world.buy(at: 100, "alpha")
        try await world.sell(at: price, "alpha")
        let ledger = try #require(try world.entry("alpha").ledger)
        equities.append(ledger.equity)
        let points = try await world.fleet.equity(of: name, ListPart()).items
        #expect(points.map(\.equity) == equities)
        #expect(try await performance(world) != empty)
      }
      #expect(Set(equities).count == 3)
      let first = try await world.fleet.equity(of: name, ListPart(limit: 2))
      #expect(first.items.map(\.equity) == Array(equities.prefix(2)))
      #expect(first.items[1].drawdown > .zero)
      let rest = try await world.fleet.equity(of: name, ListPart(limit: 2, cursor: first.next))
      #expect(rest.items.map(\.equity) == [equities[2]])
      #expect(rest.next == nil)
      let document = try await performance(world)
      try await world.crash()
      try await world.until("alpha", is: .running)
      #expect(try await performance(world) == document)
    }
  }

  @Test func `a trade that is kept after one that closed later still counts`() async throws {
    try await inWorld { world in
      try await world.run("alpha", with: [("pairs", ["BTC/USDT", "ETH/USDT"])])
      for pair in [World.bitcoin, World.ether] { try await world.buy(pair, at: 100, "alpha") }
      let (early, late) = (world.clock.now().advanced(byMilliseconds: 60_000), Int64(120_000))
      for pair in [World.bitcoin, World.ether] { world.close(pair, from: 111, to: 110) }
      try await world.until { try world.entry("alpha").openOrders.count == 2 }
      world.feed.trade(World.ether, at: Price(110), time: early.advanced(byMilliseconds: late))
      try await world.until { try world.entry("alpha").openTrades.count == 1 }
      #expect(try await world.fleet.equity(of: name, ListPart()).items.count == 1)
      world.feed.trade(World.bitcoin, at: Price(110), time: early.advanced(byMilliseconds: 1))
      try await world.until { try world.entry("alpha").isFlat }
      let points = try await world.fleet.equity(of: name, ListPart()).items
      #expect(points.last?.equity == (try world.entry("alpha").ledger?.equity))
      #expect(points.count == 2)
    }
  }

  @Test(arguments: ["-1", "9223372036854775807", "p1", "1.5"])
  func `a cursor of nobody's making is refused or ends the list`(text: String) async throws {
    try await inWorld { world in
      try await world.create("alpha")
      let cursor = try #require(Cursor(text))
      let request = ListPart(limit: 500, cursor: cursor)
      let isRefused = text != "9223372036854775807"
      await expect(performing: { _ = try await world.fleet.equity(of: name, request) }, isRefused)
      await expect(
        performing: { _ = try await world.fleet.candles(CandleQuery(series: World.key(), page: request)) }, true)
    }
  }

  /// Expects an error of the field `cursor`, or none.
  private func expect(
    performing body: () async throws -> Void, _ isRefused: Bool
  ) async {
    do {
      try await body()
      #expect(!isRefused)
    } catch ControlError.invalid(let errors) {
      #expect(isRefused)
      #expect(errors.all.map(\.field) == ["cursor"])
    } catch {
      Issue.record(error)
    }
  }

  @Test func `trades come with their orders, and open ones with what they are worth`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      try await world.buy(at: 100, "alpha")
      try await world.sell(at: 110, "alpha")
      try await world.buy(at: 100, "alpha")
      let trades = try await world.fleet.trades(of: name, HistoryQuery()).items
      #expect(trades.map(\.trade.isOpen) == [true, false])
      #expect(trades.map(\.orders.count) == [1, 2])
      #expect(trades.map { $0.valuation != nil } == [true, false])
      let closed = try await world.fleet.trades(of: name, HistoryQuery(status: .closed)).items
      #expect(closed.map(\.trade.id) == [trades[1].trade.id])
      #expect(try await world.fleet.orders(of: name, HistoryQuery(status: .filled)).items.count == 3)
      #expect(try await world.fleet.signals(of: name, HistoryQuery(status: .exit)).items.count == 1)
      #expect(try await world.fleet.decisions(of: name, HistoryQuery(status: .ordered)).items.count == 3)
      let page = try await world.fleet.orders(of: name, HistoryQuery(page: ListPart(limit: 2)))
      let rest = try await world.fleet.orders(
        of: name, HistoryQuery(page: ListPart(limit: 2, cursor: page.next)))
      #expect(Set((page.items + rest.items).map(\.order.id)).count == 3)
      await #expect(throws: ControlError.noBot(named: "beta")) {
        _ = try await world.fleet.logs(of: World.name("beta"), HistoryQuery())
      }
    }
  }

  @Test func `candles end before the time that is asked for, page by page`() async throws {
    try await inWorld { world in
      let times = (0..<4).map { World.start.advanced(byMilliseconds: 60_000 * Int64($0)) }
      let candles = times.map {
        Candle(openTime: $0, open: Price(1), high: Price(1), low: Price(1), close: Price(1), volume: Quantity(1))
      }
      world.feed.set(answer: .success(Array(candles.prefix(2))))
      let query = CandleQuery(
        series: World.key(), from: times[0], to: times[3], page: ListPart(limit: 2))
      let page = try await world.fleet.candles(query)
      #expect(page.next == Cursor(times[2].milliseconds))
      world.feed.set(answer: .success([candles[2]]))
      let next = CandleQuery(
        series: World.key(), from: times[0], to: times[3],
        page: ListPart(limit: 1, cursor: page.next))
      #expect(try await world.fleet.candles(next).next == nil)
      #expect(world.feed.asked.map(\.from) == [times[0], times[2]])
      #expect(world.feed.asked.allSatisfy { $0.to == times[3].advanced(byMilliseconds: -1) })
    }
  }

  @Test func `what the feed can't give is the API's error`() async throws {
    try await inWorld { world in
      let query = CandleQuery(series: World.key())
      let expected: [(FeedError, ControlError)] = [
        (.unknownPair(World.bitcoin), .notFound("the venue does not trade BTC/USDT")),
        (
          .unsupportedTimeframe(.oneSecond),
          .invalid("timeframe", value: "1s", "the venue has no candles of 1s")
        ),
        (.unreachable("no route"), .unavailable("the venue can't be reached: no route", retryAfterSeconds: 5)),
        (.refused("banned"), .unavailable("the venue refused: banned", retryAfterSeconds: 5)),
      ]
      for (fault, error) in expected {
        world.feed.set(answer: .failure(fault))
        await #expect(throws: error) { _ = try await world.fleet.candles(query) }
      }
      let markets = try await world.fleet.markets()
      #expect(markets.map(\.rules.pair) == [World.bitcoin, World.ether])
      world.feed.set(instruments: [:])
      await #expect(throws: ControlError.unavailable("the venue has not been reached yet", retryAfterSeconds: 5)) {
        _ = try await world.fleet.markets()
      }
    }
  }

  @Test func `an answer is kept for whoever asks again with its key`() async throws {
    try await inWorld { world in
      let key = try #require(RequestKey("k-1"))
      #expect(try await world.fleet.keptRequest(for: key) == nil)
      let begun = KeptRequest(fingerprint: "POST /bots 1", answer: nil)
      try await world.fleet.keep(begun, for: key)
      try await world.crash()
      #expect(try await world.fleet.keptRequest(for: key) == begun)
      let answer = KeptAnswer(
        status: 201, location: "/api/v1/bots/alpha", entityTag: "\"1\"",
        body: Array(#"{"name":"alpha"}"#.utf8))
      let answered = KeptRequest(fingerprint: begun.fingerprint, answer: answer)
      try await world.fleet.keep(answered, for: key)
      try await world.fleet.forgetRequest(for: key)
      try await world.crash()
      #expect(try await world.fleet.keptRequest(for: key) == answered)
    }
  }

  @Test func `each action of an operator is put down with who, what and whereto`() async throws {
    try await inWorld { world in
      try await world.run("alpha")
      try await world.change("alpha", ["description": "new"])
      try await world.perform(.pause, "alpha")
      try await world.perform(.pause, "alpha")
      try await world.perform(.stop, "alpha", .close)
      try await world.fleet.deleteBot(name, ifGeneration: nil, by: Caller(actor: "eve"))
      let audit = try await world.fleet.audit(ListPart()).items
      #expect(
        audit.map(\.action) == ["bot.delete", "bot.stop", "bot.pause", "bot.update", "bot.start", "bot.create"])
      #expect(audit.map(\.actor) == ["eve"] + Array(repeating: "admin", count: 5))
      #expect(audit.allSatisfy { $0.target == "alpha" && $0.outcome == "ok" })
      #expect(audit[1].detail["positions"]?.string == "close")
    }
  }

  @Test func `bots are listed by name, narrowed by state and mode`() async throws {
    try await inWorld { world in
      for name in ["gamma", "alpha", "beta"] { try await world.create(name) }
      try await world.create("delta", [("mode", "live_spot")])
      try await world.perform(.start, "beta")
      let all = try await world.fleet.bots(BotQuery()).items.map(\.record.settings.name.text)
      #expect(all == ["alpha", "beta", "delta", "gamma"])
      #expect(try await world.fleet.bots(BotQuery(state: .running)).items.count == 1)
      #expect(try await world.fleet.bots(BotQuery(mode: .liveSpot)).items.count == 1)
      let page = try await world.fleet.bots(BotQuery(page: ListPart(limit: 3)))
      #expect(page.next == Cursor("after:delta"))
      #expect(try await world.fleet.accounts().map(\.name) == [.default])
      #expect(world.fleet.health().time == world.clock.now())
    }
  }
}
