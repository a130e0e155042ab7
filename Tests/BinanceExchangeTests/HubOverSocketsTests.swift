// SPDX-License-Identifier: Apache-2.0

import BinanceExchange
import MarketData
import MarketHub
import Ports
import Testing
import TradingModel
import WebSockets

@testable import TestKit

private let bitcoin = Pair("BTC/USDT")!
private let key = SeriesKey(pair: bitcoin, timeframe: .oneMinute)

private let info = """
  {"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000}],"symbols":[\
  {"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT","filters":[]}]}
  """

private final class NotingSink: MarketSink {
  let events = EventRecorder()

  func offer(_ event: MarketEvent) {
    switch event {
    case .candleClosed(_, let candle, _): events.note("closed \(candle.openTime.milliseconds / 60_000).")
    case .health(_, .live): events.note("live")
    case .health(_, .degraded(let reason)): events.note("degraded: \(reason.prefix(19))")
    case .bookChanged: events.note("book")
    case .ticker(_, let ticker): events.note("ticker \(ticker.last)")
    case .aggregateTrade(_, let trade): events.note("aggregate \(trade.id)")
    case .trade, .quote: break
    }
  }
}

@Suite(.timeLimit(.minutes(5))) struct HubOverSocketsTests {
  @Test func `hands on every candle once across a lost connection`() async throws {
    let venue = TestVenue()
    venue.answer("/api/v3/exchangeInfo", .init(body: info))
    venue.answer("/api/v3/klines", klineRows(1..<12), klineRows(12..<16))
    try await venue.run { endpoints in
      let manual = ManualTime()
      let source = BinanceMarketData(
        rest: BinanceREST(endpoints, time: manual.time), clock: SteadyClock(), log: silentLog, time: manual.time,
        random: { 0 })
      let hub = MarketHub(
        of: "test", source: source, clock: SteadyClock(), log: silentLog, time: manual.time, random: { 0 })
      let sink = NotingSink()
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await hub.run() }
        await hub.waitUntilInstruments()
        #expect(hub.instruments == [bitcoin: InstrumentRules(pair: bitcoin)])
        let snapshot = await hub.watch(key, depth: 10, sink: sink)
        #expect(snapshot.closed.map(\.openTime.milliseconds) == (1...10).map { $0 * 60_000 })
        _ = await venue.text(0)
        venue.send(klineFrame(minute: 11, isClosed: true))
        await sink.events.until("closed 11.")
        venue.sockets.dropAll()
        await sink.events.until("degraded")
        await manual.untilSleeping { $0 == .milliseconds(500) }
        manual.advance(by: .milliseconds(500))
        await sink.events.until("live")
        venue.send(klineFrame(minute: 14, isClosed: true))
        venue.send(klineFrame(minute: 15, isClosed: true))
        await sink.events.until("closed 15.")
        group.cancelAll()
      }
      let expected = [
        "closed 11.", "degraded: stream disconnected", "closed 12.", "closed 13.", "closed 14.", "live", "closed 15.",
      ]
      #expect(sink.events.seen == expected)
      #expect(hub.count(of: .duplicateCandle) == 1)
    }
  }
}
