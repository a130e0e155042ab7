// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import MarketData
import SimServer
import Testing
import TradingModel

@Suite(.timeLimit(.minutes(5))) struct BlockTradeTests {
  private static let market = SeededMarket(seed: 11, pairs: ["BTC/USDT", "PEPE/USDT"].compactMap(Pair.init))
  private static let pair = market.instruments[0].pair

  @Test func `block trades are seldom, large, near the price, and on the grid`() throws {
    let start = try #require(Instant("2026-03-01"))
    for rules in Self.market.instruments {
      let range = start..<start.advanced(byMilliseconds: 10 * 86_400_000)
      let blocks = Self.market.blockTrades(of: rules.pair, in: range)
      #expect(blocks.count == 30)
      #expect(zip(blocks, blocks.dropFirst()).allSatisfy { $0.id + 1 == $1.id && $0.time < $1.time })
      for block in blocks {
        let last = try #require(Self.market.lastTrade(of: rules.pair, at: block.time))
        #expect(abs(block.price.value.units - last.price.value.units) < last.price.value.units / 50)
        #expect(block.price.value.isMultiple(of: rules.price.tick.value))
        #expect(block.quantity.value.isMultiple(of: rules.lot.step.value))
        #expect(block.quantity.value.units > last.quantity.value.units)
        let moment = block.time..<block.time.advanced(byMilliseconds: 1)
        #expect(Self.market.blockTrades(of: rules.pair, in: moment) == [block])
      }
    }
  }

  @Test func `they are listed from a number on, without what is yet to come`() async throws {
    try await VenueHarness.run(market: Self.market) { venue in
      let now = VenueHarness.start
      let all = Self.market.blockTrades(
        of: Self.pair, in: now.advanced(byMilliseconds: -5 * 86_400_000)..<now.advanced(byMilliseconds: 1))
      let first = try #require(all.first)
      let rows = try await venue.get("/api/v3/historicalBlockTrades?symbol=BTCUSDT&fromId=\(first.id)").json
      #expect(rows.array?.map { $0["id"]?.int64 } == all.map(\.id))
      #expect(
        rows[0] == [
          "id": .number(first.id), "price": .string(first.price.value.text(minimumPlaces: 8)),
          "qty": .string(first.quantity.value.text(minimumPlaces: 8)),
          "quoteQty": .string(first.quoteQuantity.value.text(minimumPlaces: 8)),
          "time": .number(first.time.milliseconds), "isBuyerMaker": .bool(first.isBuyerMaker),
        ])
      let api = try await venue.connectToApi("/ws-api/v3")
      let answer = try await api.ask(
        "{\"id\":1,\"method\":\"blockTrades.historical\",\"params\":{\"symbol\":\"BTCUSDT\",\"fromId\":\(first.id),"
          + "\"limit\":2}}")
      #expect(answer["result"]?.array == rows.array?.prefix(2).map { $0 })
      api.close()
      let later = try await venue.get("/api/v3/historicalBlockTrades?symbol=BTCUSDT&fromId=\(Int64.max)").json
      #expect(later == [])
    }
  }

  @Test(arguments: [
    ("symbol=BTCUSDT", -1102), ("fromId=1", -1102), ("symbol=NOPE&fromId=1", -1121), ("symbol=BTCUSDT&fromId=x", -1100),
    ("symbol=BTCUSDT&fromId=1&limit=0", -1130), ("symbol=BTCUSDT&fromId=1&startTime=1", -1104),
  ])
  func `refuses what is missing or too much`(query: String, code: Int64) async throws {
    try await VenueHarness.run(market: Self.market) { venue in
      let before = try await venue.get("/api/v3/ping").headers["x-mbx-used-weight"].flatMap { Int($0) } ?? 0
      let answer = try await venue.get("/api/v3/historicalBlockTrades?\(query)")
      #expect(answer.status == 400)
      #expect(try answer.json["code"]?.int64 == code)
      // A minute of the wall may have ended in between.
      #expect([25, before + 25].contains(Int(answer.headers["x-mbx-used-weight"] ?? "") ?? 0))
    }
  }

  @Test func `they are streamed among the trades in the order of time, and counted by none of them`() async throws {
    let day = VenueHarness.start..<VenueHarness.start.advanced(byMilliseconds: 86_400_000)
    let first = try #require(Self.market.blockTrades(of: Self.pair, in: day).first)
    let start = first.time.advanced(byMilliseconds: -60_000)
    let end = start.advanced(byMilliseconds: 120_000)
    try await VenueHarness.run(market: Self.market, start: start) { venue in
      let reader = try await venue.connect("/ws/btcusdt@blockTrade/btcusdt@trade")
      try await venue.step(120_000)
      let events = try await reader.drain()
      let range = start.advanced(byMilliseconds: 1)..<end.advanced(byMilliseconds: 1)
      let blocks = Self.market.blockTrades(of: Self.pair, in: range)
      let told = events.filter { $0["e"]?.string == "blockTrade" }
      #expect(told.map { $0["t"]?.int64 } == blocks.map(\.id))
      let block = try #require(blocks.first)
      #expect(
        told.first == [
          "e": "blockTrade", "E": .number(block.time.milliseconds), "s": "BTCUSDT", "t": .number(block.id),
          "p": .string(block.price.value.text(minimumPlaces: 8)),
          "q": .string(block.quantity.value.text(minimumPlaces: 8)), "T": .number(block.time.milliseconds),
          "m": .bool(block.isBuyerMaker),
        ])
      let times = events.compactMap { $0["T"]?.int64 }
      #expect(times == times.sorted())
      #expect(events.count - told.count == Self.market.trades(of: Self.pair, in: range).count)
      reader.close()
    }
  }
}
