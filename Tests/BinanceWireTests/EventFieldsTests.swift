// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Documents
import MarketData
import Testing
import TradingModel

private let bnb = Pair("BNB/BTC")!
private let symbols = SymbolTable([bnb])

private func decode(_ text: String) throws(WireError) -> StreamMessage {
  try StreamMessage.decode(Array(text.utf8), symbols: symbols)
}

private func price(_ text: String) -> Price { Price(Fixed(text)!) }
private func quantity(_ text: String) -> Quantity { Quantity(Fixed(text)!) }
private func level(_ price: String, _ quantity: String) -> DepthLevel {
  DepthLevel(price: Price(Fixed(price)!), quantity: Quantity(Fixed(quantity)!))
}

/// Frames in the form that the venue documents, with figures of our own.
private enum EventFrames {
  static let aggregate = """
    {"e":"aggTrade","E":1672515782136,"s":"BNBBTC","a":12345,"p":"0.00100001","q":"100.5","f":100,"l":105,\
    "T":1672515782135,"m":true,"M":true}
    """
  static let ticker = """
    {"e":"24hrTicker","E":1672515782136,"s":"BNBBTC","p":"0.0015","P":"250.00","w":"0.0018","x":"0.0009",\
    "c":"0.0025","Q":"10","b":"0.0024","B":"10","a":"0.0026","A":"100","o":"0.0010","h":"0.0025","l":"0.0010",\
    "v":"10000.00000001","q":"18","O":1672429382136,"C":1672515782136,"F":0,"L":18150,"n":18151}
    """
  static let book = """
    {"e":"depthUpdate","E":1672515782136,"s":"BNBBTC","U":157,"u":160,"b":[["0.0024","10"],["0.0023","0"]],\
    "a":[["0.0026","100.00000001"]]}
    """
  static let all = [aggregate, ticker, book]

  static func wrapped(_ payload: String) -> String { "{\"stream\":\"any\",\"data\":\(payload)}" }
  /// The same with the event's name last.
  static func nameLast(_ payload: String) -> String {
    let end = payload.firstIndex(of: ",")!
    return "{" + payload[payload.index(after: end)...].dropLast() + "," + payload[..<end].dropFirst() + "}"
  }
}

private let expectedAggregate = StreamMessage.aggregate(
  bnb,
  AggregateTrade(
    id: 12345, firstTradeID: 100, lastTradeID: 105, time: Instant(milliseconds: 1_672_515_782_135),
    price: price("0.00100001"), quantity: quantity("100.5"), isBuyerMaker: true),
  eventTime: Instant(milliseconds: 1_672_515_782_136))

private let expectedTicker = StreamMessage.ticker(
  bnb,
  DayTicker(
    openTime: Instant(milliseconds: 1_672_429_382_136), closeTime: Instant(milliseconds: 1_672_515_782_136),
    open: price("0.001"), high: price("0.0025"), low: price("0.001"), last: price("0.0025"),
    volume: quantity("10000.00000001"), quoteVolume: Money(18), weightedAverage: price("0.0018"), tradeCount: 18_151),
  eventTime: Instant(milliseconds: 1_672_515_782_136))

private let expectedBook = StreamMessage.book(
  bnb,
  BookChange(
    firstUpdateID: 157, lastUpdateID: 160, time: Instant(milliseconds: 1_672_515_782_136),
    depth: Depth(bids: [level("0.0024", "10"), level("0.0023", "0")], asks: [level("0.0026", "100.00000001")])))

@Suite struct EventFieldsTests {
  @Test(arguments: zip(EventFrames.all, [expectedAggregate, expectedTicker, expectedBook]))
  func `reads aggregate trades, tickers and changes of the book exactly`(
    frame: String, message: StreamMessage
  ) throws {
    #expect(try decode(frame) == message)
    #expect(try decode(EventFrames.wrapped(frame)) == message)
    #expect(try decode(EventFrames.nameLast(frame)) == message)
    #expect(try decode(EventFrames.wrapped(EventFrames.nameLast(frame))) == message)
  }

  @Test func `passes over what it does not know`() throws {
    let frame = EventFrames.book.dropLast() + #","pu":[1,{"b":[]}],"data":[1]}"#
    #expect(try decode(String(frame)) == expectedBook)
    let levels = EventFrames.book.replacing(#"["0.0024","10"]"#, with: #"["0.0024","10",[]]"#)
    #expect(try decode(levels) == expectedBook)
  }

  @Test(arguments: [
    (EventFrames.aggregate, "\"a\":12345,", "", "a"), (EventFrames.aggregate, "\"f\":100", "\"f\":\"x\"", "f"),
    (EventFrames.aggregate, "\"l\":105,", "", "l"), (EventFrames.aggregate, "\"p\":\"0.00100001\",", "", "p"),
    (EventFrames.aggregate, "\"s\":\"BNBBTC\",", "", "s"), (EventFrames.ticker, "\"w\":\"0.0018\",", "", "w"),
    (EventFrames.ticker, "\"E\":1672515782136,", "", "E"), (EventFrames.ticker, "\"c\":\"0.0025\"", "\"c\":1", "c"),
    (EventFrames.book, "\"U\":157,", "", "U"), (EventFrames.book, "\"u\":160,", "", "u"),
    (EventFrames.book, "\"b\":[[\"0.0024\",\"10\"],[\"0.0023\",\"0\"]]", "\"b\":\"1\"", "b"),
    (EventFrames.book, "\"E\":1672515782136,", "", "E"),
  ])
  func `says which field is missing`(frame: String, text: String, replacement: String, field: String) {
    #expect(throws: WireError.missing(field: field)) { try decode(frame.replacing(text, with: replacement)) }
  }

  @Test(arguments: [
    ("[\"0.0024\",\"10\"]", "[\"0.0024\"]"), ("[\"0.0024\",\"10\"]", "[]"), ("[\"0.0024\",\"10\"]", "[1,2]"),
    ("[\"0.0024\",\"10\"]", "\"0.0024\""), ("0.0024", "1e-5"),
  ])
  func `refuses levels that are none`(text: String, replacement: String) {
    #expect(throws: WireError.self) { try decode(EventFrames.book.replacing(text, with: replacement)) }
  }

  @Test func `survives every truncation`() {
    for frame in EventFrames.all + EventFrames.all.map(EventFrames.wrapped) {
      let bytes = Array(frame.utf8)
      for count in 0..<bytes.count {
        #expect(throws: WireError.self) { try StreamMessage.decode(Array(bytes[..<count]), symbols: symbols) }
      }
    }
  }

  @Test func `names the streams as the venue does`() {
    #expect(MarketStream.aggregates(bnb).binanceName == "bnbbtc@aggTrade")
    #expect(MarketStream.ticker(bnb).binanceName == "bnbbtc@ticker")
    #expect(MarketStream.book(bnb).binanceName == "bnbbtc@depth@100ms")
  }
}

@Suite struct BookAnswerTests {
  @Test func `reads a book`() throws {
    let text = #"{"lastUpdateId":1027024,"bids":[["4.00000000","431.00000000"]],"asks":[["4.00000200","12.00000000"]]}"#
    let expected = BookSnapshot(
      lastUpdateID: 1_027_024, depth: Depth(bids: [level("4", "431")], asks: [level("4.000002", "12")]))
    #expect(try RestAnswers.book(Array(text.utf8).span.bytes) == expected)
    let empty = Array(#"{"lastUpdateId":1,"bids":[],"asks":[]}"#.utf8)
    #expect(try RestAnswers.book(empty.span.bytes) == BookSnapshot(lastUpdateID: 1, depth: Depth()))
    let none = Array(#"{"bids":[],"asks":[]}"#.utf8)
    #expect(throws: WireError.missing(field: "lastUpdateId")) { try RestAnswers.book(none.span.bytes) }
  }

  @Test func `reads aggregate trades`() throws {
    let text = """
      [{"a":26129,"p":"0.01633102","q":"4.70443515","f":27781,"l":27782,"T":1498793709153,"m":true,"M":true}]
      """
    let expected = AggregateTrade(
      id: 26_129, firstTradeID: 27_781, lastTradeID: 27_782, time: Instant(milliseconds: 1_498_793_709_153),
      price: price("0.01633102"), quantity: quantity("4.70443515"), isBuyerMaker: true)
    #expect(try RestAnswers.aggregates(Array(text.utf8).span.bytes) == [expected])
    #expect(try RestAnswers.aggregates(Array("[]".utf8).span.bytes) == [])
    #expect(throws: WireError.missing(field: "a")) { try RestAnswers.aggregates(Array("[{}]".utf8).span.bytes) }
  }
}
