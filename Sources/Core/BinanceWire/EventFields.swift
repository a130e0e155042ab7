// SPDX-License-Identifier: Apache-2.0

import Documents
import MarketData
import TradingModel

/// The fields of an event that is read in a pass of its own, because its letters mean something else in others.
protocol EventFields {
  init()

  /// Reads the value of a key, or passes over it.
  mutating func read(_ key: JSONKey, from scanner: inout JSONScanner) throws(JSONError)
}

extension EventFields {
  /// Reads a frame, raw or wrapped.
  static func read(_ bytes: RawSpan) throws(WireError) -> Self {
    var fields = Self()
    do {
      try JSONScanner.read(bytes) { (scanner) throws(JSONError) in
        try fields.read(from: &scanner, isWrapped: false)
      }
    } catch {
      throw .malformed(error)
    }
    return fields
  }

  private mutating func read(from scanner: inout JSONScanner, isWrapped: Bool) throws(JSONError) {
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      switch key {
      case "data" where !isWrapped, "event" where !isWrapped:
        if try scanner.nextKind() == .object {
          try read(from: &scanner, isWrapped: true)
        } else {
          try scanner.skipValue()
        }
      default: try read(key, from: &scanner)
      }
    }
  }
}

/// An aggregate trade, from a stream or in a REST answer.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#aggregate-trade-streams
struct AggregateFields: EventFields {
  private var id: Int64?
  private var first: Int64?
  private var last: Int64?
  private var time: Instant?
  private var price: Fixed?
  private var quantity: Fixed?
  private var isBuyerMaker: Bool?

  mutating func read(_ key: JSONKey, from scanner: inout JSONScanner) throws(JSONError) {
    switch key {
    case "a": id = try scanner.int64OrSkip()
    case "f": first = try scanner.int64OrSkip()
    case "l": last = try scanner.int64OrSkip()
    case "T": time = try scanner.instantOrSkip()
    case "p": price = try scanner.decimalOrSkip()
    case "q": quantity = try scanner.decimalOrSkip()
    case "m": isBuyerMaker = try scanner.boolOrSkip()
    default: try scanner.skipValue()
    }
  }

  var trade: AggregateTrade {
    get throws(WireError) {
      AggregateTrade(
        id: try required(id, "a"), firstTradeID: try required(first, "f"), lastTradeID: try required(last, "l"),
        time: try required(time, "T"), price: Price(try required(price, "p")),
        quantity: Quantity(try required(quantity, "q")), isBuyerMaker: try required(isBuyerMaker, "m"))
    }
  }
}

/// The last 24 hours.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#individual-symbol-ticker-streams
struct TickerFields: EventFields {
  private var openTime: Instant?
  private var closeTime: Instant?
  private var open: Fixed?
  private var high: Fixed?
  private var low: Fixed?
  private var last: Fixed?
  private var volume: Fixed?
  private var quoteVolume: Fixed?
  private var weightedAverage: Fixed?
  private var tradeCount: Int64?

  mutating func read(_ key: JSONKey, from scanner: inout JSONScanner) throws(JSONError) {
    switch key {
    case "O": openTime = try scanner.instantOrSkip()
    case "C": closeTime = try scanner.instantOrSkip()
    case "o": open = try scanner.decimalOrSkip()
    case "h": high = try scanner.decimalOrSkip()
    case "l": low = try scanner.decimalOrSkip()
    case "c": last = try scanner.decimalOrSkip()
    case "v": volume = try scanner.decimalOrSkip()
    case "q": quoteVolume = try scanner.decimalOrSkip()
    case "w": weightedAverage = try scanner.decimalOrSkip()
    case "n": tradeCount = try scanner.int64OrSkip()
    default: try scanner.skipValue()
    }
  }

  var ticker: DayTicker {
    get throws(WireError) {
      DayTicker(
        openTime: try required(openTime, "O"), closeTime: try required(closeTime, "C"),
        open: Price(try required(open, "o")), high: Price(try required(high, "h")),
        low: Price(try required(low, "l")), last: Price(try required(last, "c")),
        volume: Quantity(try required(volume, "v")), quoteVolume: Money(try required(quoteVolume, "q")),
        weightedAverage: Price(try required(weightedAverage, "w")), tradeCount: try required(tradeCount, "n"))
    }
  }
}

/// What changed in a book, or a whole book of a REST answer.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#diff-depth-stream
struct BookFields: EventFields {
  private var firstUpdateID: Int64?
  private var lastUpdateID: Int64?
  private var bids: [DepthLevel]?
  private var asks: [DepthLevel]?

  mutating func read(_ key: JSONKey, from scanner: inout JSONScanner) throws(JSONError) {
    switch key {
    case "U": firstUpdateID = try scanner.int64OrSkip()
    case "u", "lastUpdateId": lastUpdateID = try scanner.int64OrSkip()
    case "b", "bids": bids = try Self.levels(&scanner)
    case "a", "asks": asks = try Self.levels(&scanner)
    default: try scanner.skipValue()
    }
  }

  /// Pairs of price and quantity; a value of another kind is passed over, for nil.
  private static func levels(_ scanner: inout JSONScanner) throws(JSONError) -> [DepthLevel]? {
    guard try scanner.nextKind() == .array else {
      try scanner.skipValue()
      return nil
    }
    var levels: [DepthLevel] = []
    try scanner.beginArray()
    while try scanner.nextElement() {
      try scanner.beginArray()
      let price = try decimalElement(&scanner)
      let quantity = try decimalElement(&scanner)
      while try scanner.nextElement() { try scanner.skipValue() }
      levels.append(DepthLevel(price: Price(price), quantity: Quantity(quantity)))
    }
    return levels
  }

  private static func decimalElement(_ scanner: inout JSONScanner) throws(JSONError) -> Fixed {
    guard try scanner.nextElement() else { throw scanner.failure(.expected(.value)) }
    return try scanner.readDecimal()
  }

  func change(at time: Instant) throws(WireError) -> BookChange {
    BookChange(
      firstUpdateID: try required(firstUpdateID, "U"), lastUpdateID: try required(lastUpdateID, "u"), time: time,
      depth: Depth(bids: try required(bids, "b"), asks: try required(asks, "a")))
  }

  var snapshot: BookSnapshot {
    get throws(WireError) {
      BookSnapshot(
        lastUpdateID: try required(lastUpdateID, "lastUpdateId"),
        depth: Depth(bids: try required(bids, "bids"), asks: try required(asks, "asks")))
    }
  }
}
