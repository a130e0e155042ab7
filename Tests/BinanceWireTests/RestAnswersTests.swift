// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import MarketData
import Testing
import TradingModel

@testable import TestKit

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
private func fixed(_ text: String) -> Fixed { Fixed(text)! }

private let info = """
  {"timezone":"UTC","serverTime":1565246363776,"rateLimits":[
    {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000},
    {"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":100},
    {"rateLimitType":"NEW_KIND","interval":"CENTURY","intervalNum":1,"limit":1}],
   "exchangeFilters":[],"symbols":[
    {"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","baseAssetPrecision":8,"quoteAsset":"USDT",
     "quoteAssetPrecision":8,"permissionSets":[["SPOT","NEW"]],"filters":[
      {"filterType":"PRICE_FILTER","minPrice":"0.01000000","maxPrice":"1000000.00000000","tickSize":"0.01000000"},
      {"filterType":"LOT_SIZE","minQty":"0.00001000","maxQty":"9000.00000000","stepSize":"0.00001000"},
      {"filterType":"ICEBERG_PARTS","limit":100},
      {"filterType":"MARKET_LOT_SIZE","minQty":"0.00000000","maxQty":"585.2","stepSize":"0.00000000"},
      {"filterType":"NOTIONAL","minNotional":"5","applyMinToMarket":true,"maxNotional":"9000000",
       "applyMaxToMarket":false,"avgPriceMins":5},
      {"filterType":"T_PLUS_SELL","x":{}}]},
    {"symbol":"ETHUSD","status":"CANCEL_ONLY","baseAsset":"ETH","quoteAsset":"USD","filters":[
      {"filterType":"MIN_NOTIONAL","minNotional":"1.0","applyToMarket":false,"avgPriceMins":5},
      {"filterType":"LOT_SIZE","minQty":"1","maxQty":"99999999999999999999","stepSize":"1"}]},
    {"symbol":"BADUSDT","status":"TRADING","baseAsset":"BAD","quoteAsset":"USDT","filters":[
      {"filterType":"LOT_SIZE","minQty":"a lot","maxQty":"1","stepSize":"1"}]},
    {"symbol":"ODD","status":"TRADING","baseAsset":"O.D","quoteAsset":"USDT","filters":[]},
    {"symbol":"XY","status":"TRADING","baseAsset":"X","quoteAsset":"Z","filters":[]}]}
  """

@Suite struct RestAnswersTests {
  @Test func `reads rows of klines`() throws {
    let text = """
      [[1499040000000,"0.01634790","0.80000000","0.01575800","0.01577100","148976.11427815",1499644799999,\
      "2434.19055334",308,"1756.87402397","28.46694368","0"]]
      """
    let candle = Candle(
      openTime: Instant(milliseconds: 1_499_040_000_000), open: Price(fixed("0.0163479")), high: Price(fixed("0.8")),
      low: Price(fixed("0.015758")), close: Price(fixed("0.015771")), volume: Quantity(fixed("148976.11427815")))
    #expect(try RestAnswers.candles(bytes(text).span.bytes) == [candle])
    #expect(try RestAnswers.candles(bytes("[]").span.bytes) == [])
  }

  @Test(arguments: [
    "{}", "[1]", "[[1]]", "[[1,\"1\",\"1\",\"1\",\"1\"]]", "[[-1,\"1\",\"1\",\"1\",\"1\",\"1\"]]", "[", "",
  ])
  func `refuses what are no klines`(text: String) {
    #expect(throws: WireError.self) { try RestAnswers.candles(bytes(text).span.bytes) }
  }

  @Test func `reads rows of trades`() throws {
    let text = """
      [{"id":28457,"price":"4.00000100","qty":"12.00000000","quoteQty":"48.000012","time":1499865549590,\
      "isBuyerMaker":true,"isBestMatch":true,"new":{}}]
      """
    let trade = PublicTrade(
      id: 28457, time: Instant(milliseconds: 1_499_865_549_590), price: Price(fixed("4.000001")),
      quantity: Quantity(12), isBuyerMaker: true)
    #expect(try RestAnswers.trades(bytes(text).span.bytes) == [trade])
    #expect(try RestAnswers.trades(bytes("[]").span.bytes) == [])
  }

  @Test(arguments: [
    #"[{"price":"1","qty":"1","time":1,"isBuyerMaker":true}]"#, #"[{"id":1,"qty":"1","time":1,"isBuyerMaker":true}]"#,
    #"[{"id":1,"price":"1","time":1,"isBuyerMaker":true}]"#, #"[{"id":1,"price":"1","qty":"1","isBuyerMaker":true}]"#,
    #"[{"id":1,"price":"1","qty":"1","time":1}]"#, "{}", "[1]", "[", "",
  ])
  func `refuses what are no trades`(text: String) {
    #expect(throws: WireError.self) { try RestAnswers.trades(bytes(text).span.bytes) }
  }

  @Test func `reads the venue's time`() throws {
    #expect(
      try RestAnswers.serverTime(bytes(#"{"serverTime":1499827319559}"#).span.bytes)
        == Instant(milliseconds: 1_499_827_319_559))
    #expect(throws: WireError.missing(field: "serverTime")) { try RestAnswers.serverTime(bytes("{}").span.bytes) }
  }

  @Test func `reads error bodies and nothing else`() {
    #expect(
      RestAnswers.error(bytes(#"{"code":-1121,"msg":"Invalid symbol."}"#).span.bytes)
        == VenueErrorBody(code: -1121, message: "Invalid symbol."))
    #expect(RestAnswers.error(bytes("<html>").span.bytes) == nil)
    #expect(RestAnswers.error(bytes(#"{"code":"x","msg":1}"#).span.bytes) == nil)
  }

  @Test(arguments: [
    #"{"now":"2026-11-20T23:10:36.123Z","speed":60,"paused":false}"#,
    #"{"now":1795216236123,"speed":"60.0","paused":false}"#,
  ])
  func `reads the simulator's time in both forms`(text: String) throws {
    let expected = SimTime(now: Instant(milliseconds: 1_795_216_236_123), speed: 60, isPaused: false)
    #expect(try SimTime(bytes(text).span.bytes) == expected)
  }

  @Test(arguments: ["{}", #"{"now":1}"#, #"{"now":1,"speed":-1}"#, #"{"now":-1,"speed":1}"#, "["])
  func `refuses what is no time of the simulator`(text: String) {
    #expect(throws: WireError.self) { try SimTime(bytes(text).span.bytes) }
  }
}

@Suite struct ExchangeInfoTests {
  @Test func `reads rules, leaves out what it can't read and says so`() throws {
    var expected = ExchangeInfo()
    expected.weightPerMinute = 6000
    expected.unreadFilters = ["T_PLUS_SELL"]
    expected.instruments = [
      InstrumentRules(
        pair: Pair("BTC/USDT")!,
        price: PriceFilter(
          minimum: Price(fixed("0.01")), maximum: Price(1_000_000), tick: Price(fixed("0.01"))),
        lot: LotFilter(
          minimum: Quantity(fixed("0.00001")), maximum: Quantity(9000), step: Quantity(fixed("0.00001"))),
        marketLot: LotFilter(maximum: Quantity(fixed("585.2"))), icebergPartsMax: 100,
        notional: NotionalFilter(minimum: Money(5), maximum: Money(9_000_000)), unknownFilters: ["T_PLUS_SELL"]),
      InstrumentRules(
        pair: Pair("ETH/USD")!, status: .suspended("CANCEL_ONLY"),
        lot: LotFilter(minimum: Quantity(1), maximum: Quantity(.limit), step: Quantity(1)),
        minNotional: MinNotionalFilter(minimum: Money(1), appliesToMarket: false)),
    ]
    expected.unreadSymbols = [
      .init(symbol: "BADUSDT", field: "LOT_SIZE.minQty"), .init(symbol: "ODD", field: "baseAsset"),
      .init(symbol: "XY", field: "symbol"),
    ]
    #expect(try ExchangeInfo(bytes(info).span.bytes) == expected)
  }

  @Test func `needs a list of symbols`() {
    #expect(throws: WireError.missing(field: "symbols")) { try ExchangeInfo(bytes("{}").span.bytes) }
  }
}

@Suite struct MutatedBytesTests {
  static let pieces = [
    "\"", "{", "}", "[", "]", ",", ":", "null", "true", "-1", "1e9", "9223372036854775808", "\"x\"", "\\u0000", "\\",
    "0.0000000000001", "1000000000000000000000", "é",
  ].map { Array($0.utf8) }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func `no mutation of a message stops the program`(seed: UInt64) {
    var generator = SplitMix(seed: seed)
    let symbols = SymbolTable([Pair("BTC/USDT")!, Pair("ETH/USDT")!])
    let rows = #"[[1499040000000,"0.1","0.8","0.01","0.2","1.1",1499644799999,"2.1",308,"1.7","2.4","0"]]"#
    let documents = [
      Frames.kline, Frames.trade, Frames.bookTicker, Frames.wrapped(Frames.kline), info, rows,
      #"{"now":"2026-11-20T23:10:36.123Z","speed":60,"paused":false}"#,
      #"""
      {"symbolFilters":[{"filterType":"TRAILING_DELTA","minTrailingAboveDelta":10,"maxTrailingAboveDelta":2000,
      "minTrailingBelowDelta":10,"maxTrailingBelowDelta":2000},{"filterType":"PERCENT_PRICE","multiplierUp":"1.3",
      "multiplierDown":"0.7","avgPriceMins":5},{"filterType":"MAX_POSITION","maxPosition":"10"}],
      "exchangeFilters":[{"filterType":"EXCHANGE_MAX_NUM_ORDERS","maxNumOrders":1000}],
      "assetFilters":[{"filterType":"MAX_ASSET","asset":"JPY","limit":"1000000.00000000"}]}
      """#,
    ].map { Array($0.utf8) }
    for _ in 0..<1000 {
      var document = documents[Int.random(in: 0..<documents.count, using: &generator)]
      for _ in 0...Int.random(in: 0..<4, using: &generator) { mutate(&document, using: &generator) }
      let message = try? StreamMessage.decode(document, symbols: symbols)
      if case .candle(let update)? = message {
        // What was accepted can be computed with.
        _ = update.key.timeframe.openTime(after: update.candle.openTime)
      }
      _ = try? RestAnswers.candles(document.span.bytes)
      _ = try? ExchangeInfo(document.span.bytes)
      _ = try? AccountFilters(document.span.bytes, over: InstrumentRules(pair: symbols[0]))
      _ = RestAnswers.error(document.span.bytes)
      _ = try? SimTime(document.span.bytes)
    }
  }

  private func mutate(_ document: inout [UInt8], using generator: inout SplitMix) {
    guard !document.isEmpty else { return }
    let place = Int.random(in: 0..<document.count, using: &generator)
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: document[place] = UInt8.random(in: 0...255, using: &generator)
    case 1: document.remove(at: place)
    case 2:
      let piece = Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &generator)]
      document.insert(contentsOf: piece, at: place)
    case 3:
      let end = Int.random(in: place..<document.count, using: &generator)
      document.insert(contentsOf: document[place...end], at: place)
    default:
      let end = Int.random(in: place..<document.count, using: &generator)
      document.removeSubrange(place...end)
    }
  }
}
