// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Documents
import MarketData
import Testing
import TradingModel

private let bitcoin = Pair("BTC/USDT")!
private let ether = Pair("ETH/USDT")!
private let symbols = SymbolTable([ether, bitcoin])

enum Frames {
  static let kline = """
    {"e":"kline","E":1499404907056,"s":"BTCUSDT","k":{"t":1499404860000,"T":1499404919999,"s":"BTCUSDT","i":"1m",\
    "f":100,"L":200,"o":"0.10278577","c":"0.10278645","h":"0.10278712","l":"0.10278518","v":"17.47929838","n":100,\
    "x":false,"q":"1.79662878","V":"2.34879839","Q":"0.24142166","B":"13279784.01349473"}}
    """
  static let trade = """
    {"e":"trade","E":1672515782136,"s":"ETHUSDT","t":12345,"p":"0.001","q":"100","T":1672515782135,"m":true,"M":true}
    """
  static let bookTicker = """
    {"u":400900217,"s":"BTCUSDT","b":"25.35190000","B":"31.21000000","a":"25.36520000","A":"40.66000000"}
    """
  static func wrapped(_ payload: String) -> String { "{\"stream\":\"any\",\"data\":\(payload)}" }
}

private func decode(_ text: String) throws(WireError) -> StreamMessage {
  try StreamMessage.decode(Array(text.utf8), symbols: symbols)
}

private func price(_ text: String) -> Price { Price(Fixed(text)!) }
private func quantity(_ text: String) -> Quantity { Quantity(Fixed(text)!) }

private let expectedCandle = StreamMessage.candle(
  CandleUpdate(
    key: SeriesKey(pair: bitcoin, timeframe: .oneMinute),
    candle: Candle(
      openTime: Instant(milliseconds: 1_499_404_860_000), open: price("0.10278577"), high: price("0.10278712"),
      low: price("0.10278518"), close: price("0.10278645"), volume: quantity("17.47929838")),
    isClosed: false, eventTime: Instant(milliseconds: 1_499_404_907_056)))

@Suite struct StreamMessageTests {
  @Test func `reads a kline frame exactly`() throws {
    #expect(try decode(Frames.kline) == expectedCandle)
  }

  @Test func `reads the combined wrapper with its keys in either order`() throws {
    #expect(try decode(Frames.wrapped(Frames.kline)) == expectedCandle)
    #expect(try decode("{\"data\":\(Frames.kline),\"stream\":\"any\"}") == expectedCandle)
  }

  @Test func `reads a trade`() throws {
    let trade = PublicTrade(
      id: 12345, time: Instant(milliseconds: 1_672_515_782_135), price: price("0.001"), quantity: quantity("100"),
      isBuyerMaker: true)
    let expected = StreamMessage.trade(ether, trade, eventTime: Instant(milliseconds: 1_672_515_782_136))
    #expect(try decode(Frames.trade) == expected)
    #expect(try decode(Frames.wrapped(Frames.trade)) == expected)
  }

  @Test func `reads best prices, which name no event`() throws {
    let quote = Quote(
      bid: price("25.3519"), bidQuantity: quantity("31.21"), ask: price("25.3652"), askQuantity: quantity("40.66"))
    #expect(try decode(Frames.bookTicker) == .quote(bitcoin, quote))
    #expect(try decode(Frames.wrapped(Frames.bookTicker)) == .quote(bitcoin, quote))
  }

  @Test(arguments: [
    #"{"e":"serverShutdown","E":1770123456789}"#,
    #"{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1770123456789}}"#,
  ])
  func `recognises that the server is going`(frame: String) throws {
    #expect(try decode(frame) == .serverShutdown)
  }

  @Test(arguments: [
    (#"{"result":null,"id":7}"#, ControlReply(id: 7, refusal: nil)),
    (#"{"result":["a","b"],"id":"x"}"#, ControlReply(id: nil, refusal: nil)),
    (
      #"{"code":2,"msg":"Invalid request: unknown variant","id":3}"#,
      ControlReply(id: 3, refusal: VenueErrorBody(code: 2, message: "Invalid request: unknown variant"))
    ),
    (
      #"{"error":{"code":3,"msg":"Invalid JSON"},"id":null}"#,
      ControlReply(id: nil, refusal: VenueErrorBody(code: 3, message: "Invalid JSON"))
    ),
  ])
  func `reads answers to control messages`(frame: String, reply: ControlReply) throws {
    #expect(try decode(frame) == .reply(reply))
  }

  @Test func `names events that it does not read`() throws {
    let frame =
      #"{"e":"24hrMiniTicker","E":1672515782136,"s":"BNBBTC","p":"-0.0015","b":"1","t":"x","k":[{}],"data":[]}"#
    #expect(try decode(frame) == .other(event: "24hrMiniTicker"))
  }

  @Test(arguments: Timeframe.allCases)
  func `knows the interval`(timeframe: Timeframe) throws {
    let frame = Frames.kline.replacing("\"i\":\"1m\"", with: "\"i\":\"\(timeframe.text)\"")
    guard case .candle(let update) = try decode(frame) else {
      Issue.record("no candle")
      return
    }
    #expect(update.key.timeframe == timeframe)
  }

  @Test(arguments: [
    ("\"i\":\"1m\"", "\"i\":\"7m\"", WireError.unknownInterval("7m")),
    ("\"i\":\"1m\"", "\"i\":\"1M1\"", WireError.unknownInterval("1M1")),
    ("\"s\":\"BTCUSDT\"", "\"s\":\"DOGEUSDT\"", WireError.unknownSymbol("DOGEUSDT")),
    ("\"E\":1499404907056,", "", WireError.missing(field: "E")),
    ("\"E\":1499404907056,", "\"E\":\"now\",", WireError.missing(field: "E")),
    ("\"s\":\"BTCUSDT\",\"k\"", "\"k\"", WireError.missing(field: "s")),
    ("\"x\":false,", "", WireError.missing(field: "k.x")),
    ("\"t\":1499404860000,", "", WireError.missing(field: "k.t")),
    ("\"k\":{", "\"k\":1,\"j\":{", WireError.missing(field: "k")),
  ])
  func `says what is wrong with a kline frame`(text: String, replacement: String, error: WireError) {
    #expect(throws: error) { try decode(Frames.kline.replacing(text, with: replacement)) }
  }

  @Test(arguments: [
    ("1499404860000", "9223372036854775807"), ("1499404860000", "-1"), ("1499404860000", "253402300800000"),
    ("1499404907056", "1e400"), ("\"0.10278577\"", "\"1e5\""), ("\"0.10278577\"", "\"NaN\""),
    ("\"0.10278577\"", "\"0.1234567890123\""), ("\"0.10278577\"", "\"1000000000000000\""), ("\"0.10278577\"", "0.1"),
    ("\"0.10278577\"", "null"), ("false", "0"),
  ])
  func `refuses a value that can't be represented`(text: String, replacement: String) {
    do {
      _ = try decode(Frames.kline.replacing(text, with: replacement))
      Issue.record("accepted")
    } catch {
      guard case .malformed = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test(arguments: ["", "{", "[]", "null", "{}", "{\"data\":{}}", "{\"data\":{\"data\":{}}}", "\u{0}", "{\"e\":1}"])
  func `refuses what is no frame`(text: String) {
    #expect(throws: WireError.self) { try decode(text) }
  }

  @Test func `survives every truncation of every frame`() {
    for frame in [Frames.kline, Frames.trade, Frames.bookTicker, Frames.wrapped(Frames.kline)] {
      let bytes = Array(frame.utf8)
      for count in 0..<bytes.count {
        #expect(throws: WireError.self) { try StreamMessage.decode(Array(bytes[..<count]), symbols: symbols) }
      }
    }
  }
}

@Suite struct SymbolTableTests {
  @Test func `finds every pair among many and no other`() {
    var table = SymbolTable()
    let pairs = (0..<500).map { Pair("A\($0)/USDT")! }
    for pair in pairs { table.insert(pair) }
    for pair in pairs {
      let index = table.index(of: Array(pair.symbol.utf8).span.bytes)
      #expect(index.map { table[$0] } == pair)
    }
    #expect(table.index(of: Array("A500USDT".utf8).span.bytes) == nil)
    #expect(table.index(of: [UInt8]().span.bytes) == nil)
  }

  @Test func `keeps the index of a pair that comes again`() {
    var table = SymbolTable([bitcoin, ether])
    #expect(table.insert(ether) == 1)
    #expect(table.count == 2)
  }

  @Test func `names streams as the venue does`() {
    #expect(MarketStream.candles(SeriesKey(pair: bitcoin, timeframe: .oneMonth)).binanceName == "btcusdt@kline_1M")
    #expect(MarketStream.trades(bitcoin).binanceName == "btcusdt@trade")
    #expect(MarketStream.quotes(bitcoin).binanceName == "btcusdt@bookTicker")
  }
}
