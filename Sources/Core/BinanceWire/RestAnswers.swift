// SPDX-License-Identifier: Apache-2.0

import Documents
public import MarketData
public import TradingModel

/// Reads the answers of the market data endpoints below `/api/v3`.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints
public enum RestAnswers {
  /// `klines`: candles, oldest first as the venue sends them; the last may be in progress.
  public static func candles(_ bytes: RawSpan) throws(WireError) -> [Candle] {
    try reading(bytes) { (scanner) throws(JSONError) in
      var candles: [Candle] = []
      try scanner.beginArray()
      while try scanner.nextElement() { candles.append(try candle(&scanner)) }
      return candles
    }
  }

  /// `trades`, `historicalTrades`: trades in the order of their numbers, as the venue sends them.
  public static func trades(_ bytes: RawSpan) throws(WireError) -> [PublicTrade] {
    var missing: String?
    let trades = try reading(bytes) { (scanner) throws(JSONError) in
      var trades: [PublicTrade] = []
      try scanner.beginArray()
      while try scanner.nextElement() {
        var fields = TradeFields()
        try fields.read(from: &scanner)
        if let trade = fields.trade { trades.append(trade) } else { missing = missing ?? fields.missing }
      }
      return trades
    }
    if let missing { throw .missing(field: missing) }
    return trades
  }

  /// `time`: what time it is at the venue.
  public static func serverTime(_ bytes: RawSpan) throws(WireError) -> Instant {
    let time = try reading(bytes) { (scanner) throws(JSONError) in
      var time: Instant?
      try scanner.beginObject()
      while let key = try scanner.nextKey() {
        switch key {
        case "serverTime": time = try scanner.readInstant()
        default: try scanner.skipValue()
        }
      }
      return time
    }
    guard let time else { throw .missing(field: "serverTime") }
    return time
  }

  /// An error's body, or nil where the bytes are none.
  public static func error(_ bytes: RawSpan) -> VenueErrorBody? {
    let body = try? reading(bytes) { (scanner) throws(JSONError) in
      var code: Int64?
      var message: String?
      try scanner.beginObject()
      while let key = try scanner.nextKey() {
        switch key {
        case "code": code = try scanner.int64OrSkip()
        case "msg": message = try scanner.stringOrSkip()
        default: try scanner.skipValue()
        }
      }
      return (code, message)
    }
    guard let body, let code = body.0, let message = body.1 else { return nil }
    return VenueErrorBody(code: code, message: message)
  }

  /// A row: open time, open, high, low, close, volume, and what is not read here.
  private static func candle(_ scanner: inout JSONScanner) throws(JSONError) -> Candle {
    try scanner.beginArray()
    try expectElement(&scanner)
    let openTime = try scanner.readInstant()
    let open = try decimalElement(&scanner)
    let high = try decimalElement(&scanner)
    let low = try decimalElement(&scanner)
    let close = try decimalElement(&scanner)
    let volume = try decimalElement(&scanner)
    while try scanner.nextElement() { try scanner.skipValue() }
    return Candle(
      openTime: openTime, open: Price(open), high: Price(high), low: Price(low),
      close: Price(close), volume: Quantity(volume))
  }

  private static func decimalElement(_ scanner: inout JSONScanner) throws(JSONError) -> Fixed {
    try expectElement(&scanner)
    return try scanner.readDecimal()
  }

  private static func expectElement(_ scanner: inout JSONScanner) throws(JSONError) {
    guard try scanner.nextElement() else { throw scanner.failure(.expected(.value)) }
  }

  /// Reads a document and turns what is wrong with it into a ``WireError``.
  static func reading<Answer>(
    _ bytes: RawSpan, _ body: (inout JSONScanner) throws(JSONError) -> Answer
  ) throws(WireError) -> Answer {
    do {
      return try JSONScanner.read(bytes, body)
    } catch {
      throw .malformed(error)
    }
  }
}

/// The fields of a trade in a REST answer, gathered because keys have no order.
private struct TradeFields {
  private var id: Int64?
  private var time: Instant?
  private var price: Fixed?
  private var quantity: Fixed?
  private var isBuyerMaker: Bool?

  mutating func read(from scanner: inout JSONScanner) throws(JSONError) {
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      switch key {
      case "id": id = try scanner.int64OrSkip()
      case "time": time = try scanner.instantOrSkip()
      case "price": price = try scanner.decimalOrSkip()
      case "qty": quantity = try scanner.decimalOrSkip()
      case "isBuyerMaker": isBuyerMaker = try scanner.boolOrSkip()
      default: try scanner.skipValue()
      }
    }
  }

  var trade: PublicTrade? {
    guard let id, let time, let price, let quantity, let isBuyerMaker else { return nil }
    return PublicTrade(
      id: id, time: time, price: Price(price), quantity: Quantity(quantity), isBuyerMaker: isBuyerMaker)
  }

  /// The first field that is missing, or not of its type.
  var missing: String? {
    if id == nil { return "id" }
    if time == nil { return "time" }
    if price == nil { return "price" }
    if quantity == nil { return "qty" }
    return isBuyerMaker == nil ? "isBuyerMaker" : nil
  }
}
