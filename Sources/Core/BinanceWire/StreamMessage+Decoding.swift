// SPDX-License-Identifier: Apache-2.0

import Documents
import MarketData
import TradingModel

extension StreamMessage {
  /// Reads one frame: a raw payload, the wrapper of combined streams or of the WebSocket API, or the answer to a control
  /// message.
  ///
  /// Keys may come in any order and unknown ones are passed over. Nothing is allocated for candles, trades and quotes.
  ///
  /// - Parameters:
  ///   - bytes: the text of the frame.
  ///   - symbols: the pairs that were subscribed; any other symbol is an error.
  public static func decode(_ bytes: RawSpan, symbols: SymbolTable) throws(WireError) -> StreamMessage {
    var fields = FrameFields()
    do {
      try JSONScanner.read(bytes) { (scanner) throws(JSONError) in
        try fields.read(from: &scanner, symbols: symbols, isWrapped: false)
      }
    } catch {
      throw .malformed(error)
    }
    if let message = try fields.otherEvent(in: bytes, symbols: symbols) { return message }
    return try fields.message(symbols: symbols)
  }

  /// Reads one frame from an array; see ``decode(_:symbols:)``.
  public static func decode(_ bytes: [UInt8], symbols: SymbolTable) throws(WireError) -> StreamMessage {
    try decode(bytes.span.bytes, symbols: symbols)
  }
}

/// What event a payload says it is.
private enum EventKind {
  case unnamed
  case kline
  case trade
  case serverShutdown
  /// One with fields of its own; see ``EventFields``.
  case aggregate, ticker, book
  case other
}

/// The fields of all frames that are read here, gathered in one pass because keys have no order.
///
/// A field whose value has another type than the one that is read here stays nil: other events reuse the letters.
private struct FrameFields {
  private var kind = EventKind.unnamed
  private var otherEvent = ""
  private var symbol: Int?
  private var unknownSymbol: String?
  private var eventTime: Instant?
  private var kline: KlineFields?

  private var tradeID: Int64?
  private var tradeTime: Instant?
  private var price: Fixed?
  private var quantity: Fixed?
  private var isBuyerMaker: Bool?

  private var bid: Fixed?
  private var bidQuantity: Fixed?
  private var ask: Fixed?
  private var askQuantity: Fixed?

  private var isReply = false
  private var replyID: Int64?
  private var code: Int64?
  private var text: String?

  mutating func read(
    from scanner: inout JSONScanner, symbols: SymbolTable, isWrapped: Bool
  ) throws(JSONError) {
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      switch key {
      case "e": try readEvent(from: &scanner)
      case "E": eventTime = try scanner.instantOrSkip()
      case "s": try readSymbol(from: &scanner, symbols: symbols)
      case "k": try readKline(from: &scanner)
      case "t": tradeID = try scanner.int64OrSkip()
      case "T": tradeTime = try scanner.instantOrSkip()
      case "p": price = try scanner.decimalOrSkip()
      case "q": quantity = try scanner.decimalOrSkip()
      case "m": isBuyerMaker = try scanner.boolOrSkip()
      case "b": bid = try scanner.decimalOrSkip()
      case "B": bidQuantity = try scanner.decimalOrSkip()
      case "a": ask = try scanner.decimalOrSkip()
      case "A": askQuantity = try scanner.decimalOrSkip()
      case "data" where !isWrapped, "event" where !isWrapped: try readData(from: &scanner, symbols: symbols)
      case "result", "id", "code", "msg", "error": try readReply(key, from: &scanner)
      default: try scanner.skipValue()
      }
    }
  }

  private mutating func readData(from scanner: inout JSONScanner, symbols: SymbolTable) throws(JSONError) {
    guard try scanner.nextKind() == .object else { return try scanner.skipValue() }
    try read(from: &scanner, symbols: symbols, isWrapped: true)
  }

  private mutating func readEvent(from scanner: inout JSONScanner) throws(JSONError) {
    kind = try scanner.readString { name in
      if name.isEqual(to: "kline") { return EventKind.kline }
      if name.isEqual(to: "trade") { return EventKind.trade }
      if name.isEqual(to: "aggTrade") { return EventKind.aggregate }
      if name.isEqual(to: "depthUpdate") { return EventKind.book }
      if name.isEqual(to: "24hrTicker") { return EventKind.ticker }
      if name.isEqual(to: "serverShutdown") { return EventKind.serverShutdown }
      otherEvent = name.text
      return EventKind.other
    }
  }

  private mutating func readSymbol(from scanner: inout JSONScanner, symbols: SymbolTable) throws(JSONError) {
    guard try scanner.nextKind() == .string else { return try scanner.skipValue() }
    symbol = try scanner.readString { name -> Int?? in
      let index = symbols.index(of: name)
      if index == nil { unknownSymbol = name.text }
      return .some(index)
    }
  }

  private mutating func readKline(from scanner: inout JSONScanner) throws(JSONError) {
    guard try scanner.nextKind() == .object else { return try scanner.skipValue() }
    var fields = KlineFields()
    try fields.read(from: &scanner)
    kline = fields
  }

  private mutating func readReply(_ key: JSONKey, from scanner: inout JSONScanner) throws(JSONError) {
    switch key {
    case "id":
      isReply = true
      replyID = try scanner.int64OrSkip()
    case "code": code = try scanner.int64OrSkip()
    case "msg": text = try scanner.stringOrSkip()
    case "error":
      guard try scanner.nextKind() == .object else { return try scanner.skipValue() }
      isReply = true
      try scanner.beginObject()
      while let key = try scanner.nextKey() {
        switch key {
        case "code": code = try scanner.int64OrSkip()
        case "msg": text = try scanner.stringOrSkip()
        default: try scanner.skipValue()
        }
      }
    default:
      isReply = true
      try scanner.skipValue()
    }
  }

  /// Reads an event with fields of its own in another pass; nil where it is none of those.
  func otherEvent(in bytes: RawSpan, symbols: SymbolTable) throws(WireError) -> StreamMessage? {
    switch kind {
    case .aggregate:
      let trade = try AggregateFields.read(bytes).trade
      return .aggregate(try pair(symbols: symbols), trade, eventTime: eventTime ?? trade.time)
    case .ticker:
      guard let eventTime else { throw .missing(field: "E") }
      return .ticker(try pair(symbols: symbols), try TickerFields.read(bytes).ticker, eventTime: eventTime)
    case .book:
      guard let eventTime else { throw .missing(field: "E") }
      return .book(try pair(symbols: symbols), try BookFields.read(bytes).change(at: eventTime))
    default: return nil
    }
  }

  func message(symbols: SymbolTable) throws(WireError) -> StreamMessage {
    switch kind {
    case .kline: return try candle(symbols: symbols)
    case .trade: return try trade(symbols: symbols)
    case .serverShutdown: return .serverShutdown
    case .aggregate, .ticker, .book, .other: return .other(event: otherEvent)
    case .unnamed: break
    }
    if let code, let text {
      return .reply(ControlReply(id: replyID, refusal: VenueErrorBody(code: code, message: text)))
    }
    if isReply { return .reply(ControlReply(id: replyID, refusal: nil)) }
    return try quote(symbols: symbols)
  }

  private func candle(symbols: SymbolTable) throws(WireError) -> StreamMessage {
    guard let kline else { throw .missing(field: "k") }
    guard let eventTime else { throw .missing(field: "E") }
    let pair = try pair(symbols: symbols)
    let candle = try kline.candle()
    return .candle(
      CandleUpdate(
        key: SeriesKey(pair: pair, timeframe: candle.timeframe), candle: candle.value, isClosed: candle.isClosed,
        eventTime: eventTime))
  }

  private func trade(symbols: SymbolTable) throws(WireError) -> StreamMessage {
    guard let tradeID else { throw .missing(field: "t") }
    guard let tradeTime else { throw .missing(field: "T") }
    guard let price else { throw .missing(field: "p") }
    guard let quantity else { throw .missing(field: "q") }
    guard let isBuyerMaker else { throw .missing(field: "m") }
    let trade = PublicTrade(
      id: tradeID, time: tradeTime, price: Price(price), quantity: Quantity(quantity),
      isBuyerMaker: isBuyerMaker)
    return .trade(try pair(symbols: symbols), trade, eventTime: eventTime ?? tradeTime)
  }

  private func quote(symbols: SymbolTable) throws(WireError) -> StreamMessage {
    guard let bid else { throw .missing(field: "b") }
    guard let bidQuantity else { throw .missing(field: "B") }
    guard let ask else { throw .missing(field: "a") }
    guard let askQuantity else { throw .missing(field: "A") }
    let quote = Quote(
      bid: Price(bid), bidQuantity: Quantity(bidQuantity), ask: Price(ask), askQuantity: Quantity(askQuantity))
    return .quote(try pair(symbols: symbols), quote)
  }

  private func pair(symbols: SymbolTable) throws(WireError) -> Pair {
    if let symbol { return symbols[symbol] }
    if let unknownSymbol { throw .unknownSymbol(unknownSymbol) }
    throw .missing(field: "s")
  }
}

/// The fields of `k` in a kline event.
private struct KlineFields {
  private var openTime: Instant?
  private var timeframe: Timeframe?
  private var unknownInterval: String?
  private var open: Fixed?
  private var high: Fixed?
  private var low: Fixed?
  private var close: Fixed?
  private var volume: Fixed?
  private var isClosed: Bool?

  mutating func read(from scanner: inout JSONScanner) throws(JSONError) {
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      switch key {
      case "t": openTime = try scanner.readInstant()
      case "i": try readInterval(from: &scanner)
      case "o": open = try scanner.readDecimal()
      case "h": high = try scanner.readDecimal()
      case "l": low = try scanner.readDecimal()
      case "c": close = try scanner.readDecimal()
      case "v": volume = try scanner.readDecimal()
      case "x": isClosed = try scanner.readBool()
      default: try scanner.skipValue()
      }
    }
  }

  private mutating func readInterval(from scanner: inout JSONScanner) throws(JSONError) {
    timeframe = try scanner.readString { name -> Timeframe?? in
      let timeframe = Timeframe(ascii: name)
      if timeframe == nil { unknownInterval = name.text }
      return .some(timeframe)
    }
  }

  func candle() throws(WireError) -> (timeframe: Timeframe, value: Candle, isClosed: Bool) {
    guard let timeframe else {
      if let unknownInterval { throw .unknownInterval(unknownInterval) }
      throw .missing(field: "k.i")
    }
    guard let openTime else { throw .missing(field: "k.t") }
    guard let open else { throw .missing(field: "k.o") }
    guard let high else { throw .missing(field: "k.h") }
    guard let low else { throw .missing(field: "k.l") }
    guard let close else { throw .missing(field: "k.c") }
    guard let volume else { throw .missing(field: "k.v") }
    guard let isClosed else { throw .missing(field: "k.x") }
    let candle = Candle(
      openTime: openTime, open: Price(open), high: Price(high), low: Price(low),
      close: Price(close), volume: Quantity(volume))
    return (timeframe, candle, isClosed)
  }
}
