// SPDX-License-Identifier: Apache-2.0

import MarketData
import Testing
import TradingModel

@Suite struct CandleTests {
  @Test(arguments: [
    ("10", "12", "9", "11", "0", nil),
    ("10", "10", "10", "10", "5", nil),
    ("10", "12", "0", "11", "1", CandleFault.priceNotPositive(Price(0))),
    ("10", "12", "-1", "11", "1", .priceNotPositive(Price(-1))),
    ("10", "9.5", "9", "9.2", "1", .highBelowBody(Price(Fixed("9.5")!))),
    ("10", "10.5", "9", "11", "1", .highBelowBody(Price(Fixed("10.5")!))),
    ("10", "12", "10.5", "11", "1", .lowAboveBody(Price(Fixed("10.5")!))),
    ("11", "12", "10.5", "10", "1", .lowAboveBody(Price(Fixed("10.5")!))),
    ("-5", "12", "9", "11", "1", .lowAboveBody(Price(9))),
    ("10", "12", "9", "11", "-0.1", .negativeVolume(Quantity(Fixed("-0.1")!))),
  ])
  func `knows what can't be true of a candle`(
    open: String, high: String, low: String, close: String, volume: String, fault: CandleFault?
  ) {
    let prices = [open, high, low, close].map { Price(Fixed($0)!) }
    let candle = Candle(
      openTime: .epoch, open: prices[0], high: prices[1], low: prices[2], close: prices[3],
      volume: Quantity(Fixed(volume)!))
    #expect(candle.fault == fault)
  }

  @Test func `series sort by pair, then timeframe`() throws {
    let (bitcoin, ether) = try (#require(Pair("BTC/USDT")), #require(Pair("ETH/USDT")))
    let keys = [
      SeriesKey(pair: ether, timeframe: .oneMinute), SeriesKey(pair: bitcoin, timeframe: .oneMonth),
      SeriesKey(pair: bitcoin, timeframe: .oneMinute),
    ]
    #expect(keys.sorted().map(\.description) == ["BTC/USDT 1m", "BTC/USDT 1M", "ETH/USDT 1m"])
  }

  @Test(arguments: [("99", "101", "2"), ("100", "100", "0"), ("101", "99", "0")])
  func `a quote's spread is never below 0`(bid: String, ask: String, spread: String) {
    let quote = Quote(
      bid: Price(Fixed(bid)!), bidQuantity: Quantity(1), ask: Price(Fixed(ask)!), askQuantity: Quantity(1))
    #expect(quote.spread == Price(Fixed(spread)!))
  }
}
