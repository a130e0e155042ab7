// SPDX-License-Identifier: Apache-2.0

import MarketData
import Testing
import TradingModel

@testable import BinanceExchange

private let bitcoin = Pair("BTC/USDT")!
private let ether = Pair("ETH/USDT")!

private func minutes(_ pair: Pair) -> MarketStream { .candles(SeriesKey(pair: pair, timeframe: .oneMinute)) }

@Suite struct StreamSetTests {
  @Test func `asks for many streams in one message`() {
    var set = StreamSet()
    set.want(minutes(bitcoin))
    set.want(.trades(ether))
    let message = set.nextMessage()
    #expect(message == .init(id: 1, method: "SUBSCRIBE", names: ["btcusdt@kline_1m", "ethusdt@trade"]))
    #expect(message?.text == #"{"method":"SUBSCRIBE","params":["btcusdt@kline_1m","ethusdt@trade"],"id":1}"#)
    #expect(set.nextMessage() == nil)
    #expect(!set.isSettled)
    set.answered(1)
    #expect(set.isSettled)
  }

  @Test func `asks for two hundred at most at a time`() {
    var set = StreamSet()
    for index in 0..<450 { set.want(.trades(Pair("A\(index)/USDT")!)) }
    let counts = (0..<4).map { _ in set.nextMessage()?.names.count }
    #expect(counts == [200, 200, 50, nil])
  }

  @Test func `takes back what is no longer wanted, and nothing that was never asked for`() {
    var set = StreamSet()
    set.want(minutes(bitcoin))
    _ = set.nextMessage()
    set.unwant(minutes(bitcoin))
    set.want(minutes(ether))
    set.unwant(minutes(ether))
    #expect(set.nextMessage() == .init(id: 2, method: "UNSUBSCRIBE", names: ["btcusdt@kline_1m"]))
    #expect(set.nextMessage() == nil)
  }

  @Test func `asks anew for a stream that has fallen silent`() {
    var set = StreamSet()
    set.want(minutes(bitcoin))
    set.want(minutes(ether))
    _ = set.nextMessage()
    set.answered(1)
    set.renew([minutes(bitcoin), .trades(bitcoin)])
    #expect(!set.isSettled)
    #expect(set.nextMessage() == .init(id: 2, method: "UNSUBSCRIBE", names: ["btcusdt@kline_1m"]))
    #expect(set.nextMessage() == .init(id: 3, method: "SUBSCRIBE", names: ["btcusdt@kline_1m"]))
    #expect(set.nextMessage() == nil)
    set.answered(2)
    set.answered(3)
    #expect(set.isSettled)
  }

  @Test func `asks for everything again on a new socket`() {
    var set = StreamSet()
    set.want(minutes(bitcoin))
    _ = set.nextMessage()
    set.startOver()
    #expect(set.nextMessage()?.names == ["btcusdt@kline_1m"])
    #expect(!set.isSettled)
    set.answered(1)
    #expect(!set.isSettled, "the answer to a message on the former socket counts for nothing")
    set.answered(2)
    _ = set.nextMessage()
    #expect(set.isSettled)
  }
}
