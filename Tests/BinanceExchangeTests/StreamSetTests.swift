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

@Suite struct SilenceWatchTests {
  private let minute = [bitcoin: Timeframe.oneMinute]

  private func seconds(
    _ watch: inout SilenceWatch, _ count: Int, rate: Double = 1, frames: Int = 0, timeframes: [Pair: Timeframe]
  ) -> Int? {
    (1...count).first { _ in
      !watch.advance(by: .seconds(1), rate: rate, frames: [bitcoin: frames], timeframes: timeframes).isEmpty
    }
  }

  @Test func `finds a pair silent after two candles, once`() {
    var watch = SilenceWatch()
    #expect(seconds(&watch, 500, timeframes: minute) == 120)
    #expect(seconds(&watch, 5000, timeframes: minute) == nil)
  }

  @Test func `finds it again only after something came`() {
    var watch = SilenceWatch()
    _ = seconds(&watch, 500, timeframes: minute)
    #expect(seconds(&watch, 500, frames: 1, timeframes: minute) == 121)
  }

  @Test func `gives short candles a minute and long ones a quarter of an hour`() {
    var watch = SilenceWatch()
    #expect(seconds(&watch, 500, timeframes: [bitcoin: .oneSecond]) == 60)
    watch = SilenceWatch()
    #expect(seconds(&watch, 5000, timeframes: [bitcoin: .oneMonth]) == 900)
  }

  @Test func `never finds a venue silent that stands still`() {
    var watch = SilenceWatch()
    #expect(seconds(&watch, 5000, rate: 0, timeframes: minute) == nil)
  }

  @Test func `gives a venue that races fifteen seconds by the wall`() {
    var watch = SilenceWatch()
    #expect(seconds(&watch, 500, rate: 3600, timeframes: minute) == 15)
  }

  @Test func `gives its time anew on a new connection`() {
    var watch = SilenceWatch()
    #expect(seconds(&watch, 100, timeframes: minute) == nil)
    watch.startOver()
    #expect(seconds(&watch, 500, timeframes: minute) == 120)
  }
}
