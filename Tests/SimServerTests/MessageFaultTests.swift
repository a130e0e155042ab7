// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import MarketData
import SimServer
import Testing
import TradingModel
import WebSockets

/// What a client gets over its connection when messages are lost, spoilt or held up.
@Suite(.timeLimit(.minutes(5))) struct MessageFaultTests {
  private static let minute: Int64 = 60_000
  private static let market = SeededMarket(seed: 7)
  private static let pair = market.instruments[0].pair

  /// The numbers of the trades after one moment and up to another, in milliseconds after the start.
  private func trades(_ range: ClosedRange<Int64>) -> [Int64] {
    let start = VenueHarness.start
    return Self.market.trades(
      of: Self.pair,
      in: start.advanced(byMilliseconds: range.lowerBound)..<start.advanced(byMilliseconds: range.upperBound + 1)
    ).map(\.id)
  }

  private func hits(_ venue: VenueHarness) async throws -> [Int64?] {
    try await venue.get("/sim/faults").json["faults"]?.array?.map { $0["hits"]?.int64 } ?? []
  }

  /// What comes on streams in some steps, as text, with what the faults have hit.
  private func texts(
    _ script: String, on target: String, steps: [Int64]
  ) async throws -> (texts: [String], hits: [Int64?]) {
    var result: (texts: [String], hits: [Int64?]) = ([], [])
    try await FaultTests.run(script) { venue in
      let reader = try await venue.connect(target)
      for step in steps { try await venue.step(step) }
      result = (try await reader.drainTexts(), try await hits(venue))
      reader.close()
    }
    return result
  }

  private func plain(on target: String, steps: [Int64]) async throws -> [String] {
    try await texts("[]", on: target, steps: steps).texts
  }

  private func numbers(_ texts: [String]) throws -> [Int64?] {
    try texts.map { try JSONParser().parse($0)["t"]?.int64 }
  }

  @Test func `a stream is silent for the script's time, and others go on`() async throws {
    let script = "- silence_streams: {streams: btcusdt@trade}\n  at: 30s\n  for: 30s"
    let (texts, hits) = try await texts(
      script, on: "/ws/btcusdt@trade/btcusdt@aggTrade", steps: [10_000, 45_000, 35_000])
    let nodes = try texts.map { try JSONParser().parse($0) }
    let (before, silent, after) = (trades(1...29_999), trades(30_000...59_999), trades(60_000...90_000))
    #expect(nodes.filter { $0["e"]?.string == "trade" }.map { $0["t"]?.int64 } == before + after)
    #expect(nodes.filter { $0["e"]?.string == "aggTrade" }.map { $0["a"]?.int64 } == before + silent + after)
    #expect(hits == [Int64(silent.count)])
  }

  @Test func `a share of the messages is lost, the same in every run and at every pace`() async throws {
    let script = "- lose_messages: {share: 0.3}"
    let (texts, hits) = try await texts(script, on: "/ws/btcusdt@trade", steps: [300_000])
    let received = try numbers(texts)
    let all = trades(1...300_000)
    #expect(received.count < all.count && received.count > all.count / 2)
    #expect(received == all.filter { received.contains($0) })
    #expect(hits == [Int64(all.count - received.count)])
    let again = try await self.texts(
      script, on: "/ws/ethusdt@trade/btcusdt@trade", steps: Array(repeating: 7500, count: 40))
    #expect(try numbers(again.texts.filter { $0.contains("\"BTCUSDT\"") }) == received)
  }

  @Test func `every client loses the same messages, in whatever form it gets them`() async throws {
    try await FaultTests.run("- lose_messages: {share: 0.3}") { venue in
      let raw = try await venue.connect("/ws/btcusdt@trade")
      let combined = try await venue.connect("/stream?streams=btcusdt@trade&timeUnit=MICROSECOND")
      try await venue.step(300_000)
      let numbers = try await raw.drain().map { $0["t"]?.int64 }
      #expect(numbers.count > 50)
      #expect(try await combined.drain().map { $0["data"]?["t"]?.int64 } == numbers)
      raw.close()
      combined.close()
    }
  }

  @Test func `a candle's end is never told, everything else is`() async throws {
    let target = "/ws/btcusdt@kline_1m/btcusdt@kline_5m"
    let steps = Array(repeating: 10_000 as Int64, count: 36)
    let (texts, hits) = try await texts(
      "- drop_closing_candles: {streams: '*@kline_1m'}", on: target, steps: steps)
    let expected = try await plain(on: target, steps: steps).filter {
      !($0.contains("\"x\":true") && $0.contains("\"i\":\"1m\""))
    }
    #expect(texts == expected)
    #expect(texts.contains { $0.contains("\"x\":true") })
    #expect(hits == [6])
  }

  @Test func `a message comes twice, byte by byte the same`() async throws {
    let plain = try await plain(on: "/stream?streams=btcusdt@trade", steps: [Self.minute])
    let (texts, hits) = try await texts(
      "- double_messages: true", on: "/stream?streams=btcusdt@trade", steps: [Self.minute])
    #expect(texts == plain.flatMap { [$0, $0] })
    #expect(hits == [Int64(plain.count)])
  }

  @Test func `messages break off`() async throws {
    let plain = try await plain(on: "/stream?streams=btcusdt@trade", steps: [Self.minute])
    let (texts, hits) = try await texts(
      "- cut_messages: true", on: "/stream?streams=btcusdt@trade", steps: [Self.minute])
    #expect(texts.count == plain.count)
    #expect(zip(texts, plain).allSatisfy { $1.hasPrefix($0) && $0.utf8.count < $1.utf8.count && !$0.isEmpty })
    #expect(hits == [Int64(plain.count)])
  }

  @Test func `fields and events come that nobody knows`() async throws {
    let plain = try await plain(on: "/ws/btcusdt@kline_1m", steps: [2000])
    let (texts, hits) = try await texts(
      "- unknown_fields: true\n- unknown_events: true", on: "/ws/btcusdt@kline_1m", steps: [2000])
    #expect(plain.count == 1)
    let member = "\"zz\":[\"new\",1.5e3,null,{\"zz\":true}],"
    let time = VenueHarness.start.advanced(byMilliseconds: 2000).milliseconds
    #expect(
      texts == [
        "{\"e\":\"zzNews\",\"E\":\(time),\"zz\":[1,{\"b\":\"c\"}]}", plain[0].replacing("{", with: "{" + member),
      ])
    #expect(hits == [1, 1])
  }

  @Test func `a message changes places with the next one of its stream`() async throws {
    let (texts, hits) = try await texts(
      "- reorder_messages: {streams: '*@trade'}\n  for: 1m", on: "/ws/btcusdt@trade", steps: [Self.minute, Self.minute])
    var expected = trades(1...59_999)
    for index in stride(from: 0, to: expected.count - 1, by: 2) { expected.swapAt(index, index + 1) }
    #expect(try numbers(texts) == expected + trades(60_000...120_000))
    #expect(hits == [Int64((expected.count + 1) / 2)])
  }

  @Test func `late messages come at their time, and the others go ahead`() async throws {
    let script = "- delay_messages: {by: 20s, streams: '*@trade'}\n  for: 30s"
    let (texts, hits) = try await texts(
      script, on: "/ws/btcusdt@trade/btcusdt@bookTicker", steps: [10_000, 50_000, 60_000])
    let expected = trades(1...120_000)
    let nodes = try texts.map { try JSONParser().parse($0) }
    #expect(nodes.filter { $0["e"] == nil }.map { $0["u"]?.int64 } == expected)
    let late = trades(1...29_999)
    #expect(hits == [Int64(late.count)])
    // The best prices after a trade are told on time, so they show when a late trade came.
    var newestQuote: Int64 = 0
    var told: [Int64] = []
    let times = Dictionary(
      uniqueKeysWithValues: Self.market.trades(
        of: Self.pair,
        in: VenueHarness.start..<VenueHarness.start.advanced(byMilliseconds: 120_001)
      ).map { ($0.id, $0.time.milliseconds) })
    for node in nodes {
      if let id = node["u"]?.int64 {
        newestQuote = id
      } else if let id = node["t"]?.int64 {
        told.append(id)
        guard late.contains(id) else { continue }
        let (time, now) = (try #require(times[id]), try #require(times[newestQuote]))
        #expect(now < time + 20_000)
        if let next = expected.first(where: { $0 > newestQuote }) {
          #expect(try #require(times[next]) >= time + 20_000)
        }
      }
    }
    #expect(told.sorted() == expected)
    #expect(told != expected)
  }

  @Test func `what waits for the next message comes when the fault is cleared`() async throws {
    try await VenueHarness.run { venue in
      let reader = try await venue.connect("/ws/btcusdt@kline_1m")
      try await venue.post("/sim/faults", "{\"reorder_messages\": true}")
      try await venue.step(2000)
      #expect(try await reader.drain() == [])
      try await venue.post("/sim/faults", "{\"clear\": true}")
      try await venue.step(1)
      let events = try await reader.drain()
      #expect(events.map { $0["E"]?.int64 } == [VenueHarness.start.milliseconds + 2000])
      #expect(try await venue.get("/sim/faults").json["totals"] == ["reorder_messages": 1])
      reader.close()
    }
  }
}
