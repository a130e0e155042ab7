// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// Reads what the venue answers to an ``AccountRequest``.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/account-endpoints
public enum AccountAnswers {
  /// An order: the answer to placing, cancelling or querying one.
  public static func order(_ bytes: RawSpan, at place: AnswerPlace) throws(WireError) -> OrderReport {
    try reading(bytes, at: place) { (scanner) throws(JSONError) in try OrderFields(from: &scanner) }.report
  }

  /// Orders: `openOrders`, `allOrders`. One that can't be read is an error, for an order must not get lost.
  public static func orders(_ bytes: RawSpan, at place: AnswerPlace) throws(WireError) -> [OrderReport] {
    let fields = try reading(bytes, at: place) { (scanner) throws(JSONError) in
      try scanner.elements { (scanner) throws(JSONError) in try OrderFields(from: &scanner) }
    }
    var orders: [OrderReport] = []
    for order in fields { orders.append(try order.report) }
    return orders
  }

  /// The account's trades, oldest first: `myTrades`.
  public static func trades(_ bytes: RawSpan, at place: AnswerPlace) throws(WireError) -> [AccountTrade] {
    let fields = try reading(bytes, at: place) { (scanner) throws(JSONError) in
      try scanner.elements { (scanner) throws(JSONError) in try FillFields(from: &scanner) }
    }
    var trades: [AccountTrade] = []
    for trade in fields { trades.append(try trade.trade) }
    return trades
  }

  /// The order that an amendment left: `amendedOrder`.
  public static func amended(_ bytes: RawSpan, at place: AnswerPlace) throws(WireError) -> OrderReport {
    let (fields, time) = try reading(bytes, at: place) { (scanner) throws(JSONError) in
      var fields: OrderFields?
      var time: Instant?
      try scanner.beginObject()
      while let key = try scanner.nextKey() {
        switch key {
        case "transactTime": time = try scanner.instantOrSkip()
        case "amendedOrder": fields = try OrderFields(from: &scanner)
        default: try scanner.skipValue()
        }
      }
      return (fields, time)
    }
    var report = try required(fields, "amendedOrder").report
    report.time = report.time ?? time
    return report
  }

  /// How a connection is subscribed: the subscription's number.
  public static func subscriptionID(_ bytes: RawSpan, at place: AnswerPlace) throws(WireError) -> Int64 {
    let id = try reading(bytes, at: place) { (scanner) throws(JSONError) in
      var id: Int64?
      try scanner.beginObject()
      while let key = try scanner.nextKey() {
        switch key {
        case "subscriptionId": id = try scanner.int64OrSkip()
        default: try scanner.skipValue()
        }
      }
      return id
    }
    return try required(id, "subscriptionId")
  }
}

extension JSONScanner {
  /// Reads the elements of the array that comes next.
  mutating func elements<Element>(
    _ read: (inout JSONScanner) throws(JSONError) -> Element
  ) throws(JSONError) -> [Element] {
    var elements: [Element] = []
    try beginArray()
    while try nextElement() { elements.append(try read(&self)) }
    return elements
  }

  /// Reads strings; elements of another kind are passed over.
  mutating func strings() throws(JSONError) -> [String] {
    try elements { (scanner) throws(JSONError) in try scanner.stringOrSkip() }.compactMap { $0 }
  }
}
