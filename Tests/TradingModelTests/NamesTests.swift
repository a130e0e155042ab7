// SPDX-License-Identifier: Apache-2.0

import Testing
import TradingModel

@Suite struct NamesTests {
  @Test(arguments: ["a", "0", "ema-btc", "a-", "a--b", String(repeating: "x", count: 40), "9lives"])
  func `takes a bot's name`(text: String) {
    #expect(BotName(text)?.text == text)
    #expect(AccountName(text)?.text == text)
  }

  @Test(arguments: [
    "", "-a", "A", "a b", "a_b", "a.b", "ä", "a\n", "\u{0}", String(repeating: "x", count: 41), "a/b", "é", "😀", "a%",
  ])
  func `refuses other names`(text: String) {
    #expect(BotName(text) == nil)
    #expect(AccountName(text) == nil)
  }

  @Test(arguments: [("BTC", "BTC"), ("btc", "BTC"), ("1000SATS", "1000SATS"), ("1inch", "1INCH"), ("币安人生", "币安人生")])
  func `takes an asset's code and raises it`(text: String, code: String) {
    #expect(Asset(text)?.code == code)
  }

  @Test(arguments: [
    "", "B TC", "BTC/", "BTC-USD", "\u{0}", "😀", String(repeating: "A", count: 21), "BTC\n", "B.TC", "$",
  ])
  func `refuses other codes`(text: String) {
    #expect(Asset(text) == nil)
  }

  @Test(arguments: [("BTC/USDT", "BTC/USDT", "BTCUSDT"), ("eth/btc", "ETH/BTC", "ETHBTC")])
  func `takes a pair`(text: String, printed: String, symbol: String) throws {
    let pair = try #require(Pair(text))
    #expect(pair.description == printed)
    #expect(pair.symbol == symbol)
    #expect(Pair(printed) == pair)
  }

  @Test(arguments: [
    "", "/", "BTC", "BTCUSDT", "BTC/", "/USDT", "BTC/USDT/", "BTC//USDT", "BTC/BTC", "btc/BTC", "BTC-USDT", "BTC/US DT",
    " BTC/USDT",
  ])
  func `refuses other pairs`(text: String) {
    #expect(Pair(text) == nil)
  }

  @Test func `sorts names as texts and pairs by base, then quote`() throws {
    let pairs = try ["ETH/USDT", "BTC/USDT", "ETH/BTC"].map { try #require(Pair($0)) }
    #expect(pairs.sorted().map(\.description) == ["BTC/USDT", "ETH/BTC", "ETH/USDT"])
  }
}
