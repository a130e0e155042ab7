// SPDX-License-Identifier: Apache-2.0

import Documents
public import TradingModel

/// A list of orders as an answer shows it.
public struct OrderListReport: Hashable, Sendable {
  /// An order of the list.
  public struct Member: Hashable, Sendable {
    /// The venue's number.
    public var orderID: Int64
    /// What it is known as.
    public var clientOrderID: String
  }

  /// The venue's number.
  public var listID: Int64
  /// What it is known as.
  public var clientOrderID: String
  /// The venue's symbol.
  public var symbol: String
  /// `OCO` or `OTO`.
  public var contingency: String
  /// `EXECUTING`, `ALL_DONE`, `REJECT`, or a word that is not known here.
  public var orderStatus: String
  /// When.
  public var time: Instant
  /// Its orders.
  public var members: [Member]
  /// Its orders as they stand; not in queries.
  public var reports: [OrderReport]
}

/// What became of the two halves of a cancel-replace.
public struct ReplaceReport: Hashable, Sendable {
  /// What became of one half.
  public enum Half: Hashable, Sendable {
    case done(OrderReport)
    case failed(VenueErrorBody)
    /// It was not tried, because the other half failed.
    case notAttempted
    /// The venue says nothing that is known here.
    case untold(String)
  }

  /// Taking back the first.
  public var cancel: Half
  /// Placing the other.
  public var placement: Half
}

extension AccountAnswers {
  /// A list: the answer to placing, cancelling or querying one.
  public static func list(_ bytes: RawSpan, at place: AnswerPlace) throws(WireError) -> OrderListReport {
    try reading(bytes, at: place) { (scanner) throws(JSONError) in try ListFields(from: &scanner) }.report
  }

  /// A cancel-replace, whole at ``AnswerPlace/body`` and ``AnswerPlace/result``; partly or not done in the error's data.
  public static func replaced(_ bytes: RawSpan, at place: AnswerPlace) throws(WireError) -> ReplaceReport {
    let (cancel, placement) = try reading(bytes, at: place) { (scanner) throws(JSONError) in
      var cancel = HalfFields()
      var placement = HalfFields()
      try scanner.beginObject()
      while let key = try scanner.nextKey() {
        switch key {
        case "cancelResult": cancel.result = try scanner.stringOrSkip()
        case "newOrderResult": placement.result = try scanner.stringOrSkip()
        case "cancelResponse": try cancel.readResponse(from: &scanner)
        case "newOrderResponse": try placement.readResponse(from: &scanner)
        default: try scanner.skipValue()
        }
      }
      return (cancel, placement)
    }
    return ReplaceReport(cancel: try cancel.half("cancelResult"), placement: try placement.half("newOrderResult"))
  }
}

/// The fields of a list, gathered because keys have no order.
private struct ListFields {
  private var listID: Int64?
  private var clientOrderID: String?
  private var symbol: String?
  private var contingency: String?
  private var orderStatus: String?
  private var time: Instant?
  private var members: [OrderListReport.Member?]?
  private var reports: [OrderFields]?

  init(from scanner: inout JSONScanner) throws(JSONError) {
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      switch key {
      case "orderListId": listID = try scanner.int64OrSkip()
      case "listClientOrderId": clientOrderID = try scanner.stringOrSkip()
      case "symbol": symbol = try scanner.stringOrSkip()
      case "contingencyType": contingency = try scanner.stringOrSkip()
      case "listOrderStatus": orderStatus = try scanner.stringOrSkip()
      case "transactionTime": time = try scanner.instantOrSkip()
      case "orders":
        members = try scanner.elementsOrSkip { (scanner) throws(JSONError) in try scanner.listMember() }
      case "orderReports":
        reports = try scanner.elementsOrSkip { (scanner) throws(JSONError) in try OrderFields(from: &scanner) }
      default: try scanner.skipValue()
      }
    }
  }

  var report: OrderListReport {
    get throws(WireError) {
      var orders: [OrderReport] = []
      for order in reports ?? [] { orders.append(try order.report) }
      var known: [OrderListReport.Member] = []
      for member in try required(members, "orders") { known.append(try required(member, "orders")) }
      return OrderListReport(
        listID: try required(listID, "orderListId"), clientOrderID: try required(clientOrderID, "listClientOrderId"),
        symbol: try required(symbol, "symbol"), contingency: try required(contingency, "contingencyType"),
        orderStatus: try required(orderStatus, "listOrderStatus"), time: try required(time, "transactionTime"),
        members: known, reports: orders)
    }
  }
}

/// One half of a cancel-replace.
private struct HalfFields {
  var result: String?
  private var order: OrderFields?
  private var code: Int64?
  private var message: String?

  /// Either an order or an error; both are objects, told apart by what they hold.
  mutating func readResponse(from scanner: inout JSONScanner) throws(JSONError) {
    guard try scanner.nextKind() == .object else { return try scanner.skipValue() }
    order = try OrderFields(from: &scanner) { (key, scanner) throws(JSONError) in
      switch key {
      case "code": code = try scanner.int64OrSkip()
      case "msg": message = try scanner.stringOrSkip()
      default: try scanner.skipValue()
      }
    }
  }

  func half(_ field: String) throws(WireError) -> ReplaceReport.Half {
    switch result {
    case "SUCCESS": return .done(try required(order, field).report)
    case "FAILURE":
      return .failed(VenueErrorBody(code: try required(code, field), message: try required(message, field)))
    case "NOT_ATTEMPTED": return .notAttempted
    case let word?: return .untold(word)
    case nil: throw .missing(field: field)
    }
  }
}

extension JSONScanner {
  /// Reads an order of a list, `{symbol, orderId, clientOrderId}` or `{s, i, c}`; nil where it names none.
  mutating func listMember() throws(JSONError) -> OrderListReport.Member? {
    var orderID: Int64?
    var clientOrderID: String?
    try beginObject()
    while let key = try nextKey() {
      switch key {
      case "orderId", "i": orderID = try int64OrSkip()
      case "clientOrderId", "c": clientOrderID = try stringOrSkip()
      default: try skipValue()
      }
    }
    guard let orderID, let clientOrderID else { return nil }
    return OrderListReport.Member(orderID: orderID, clientOrderID: clientOrderID)
  }
}
