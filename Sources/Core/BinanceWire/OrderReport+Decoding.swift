// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// The fields of an order in an answer, gathered because keys have no order.
struct OrderFields {
  private var symbol: String?
  private var orderID: Int64?
  private var listID: Int64?
  private var clientOrderID: String?
  private var canceledClientOrderID: String?
  private var words: (status: String?, side: String?, kind: String?, timeInForce: String?, expiry: String?)
  private var price: Fixed?
  private var stopPrice: Fixed?
  private var quantity: Fixed?
  private var filled: Fixed?
  private var cost: Fixed?
  private var orderedValue: Fixed?
  private var transactTime: Instant?
  private var time: Instant?
  private var updateTime: Instant?
  private var strategyID: Int64?
  private var fills: [FillFields]?

  /// - Parameter readOther: reads the value of a key that no order has.
  init(
    from scanner: inout JSONScanner,
    _ readOther: (JSONKey, inout JSONScanner) throws(JSONError) -> Void = { (_, scanner) throws(JSONError) in
      try scanner.skipValue()
    }
  ) throws(JSONError) {
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      if try readIdentity(key, from: &scanner) { continue }
      if try readAmount(key, from: &scanner) { continue }
      if try readRest(key, from: &scanner) { continue }
      try readOther(key, &scanner)
    }
  }

  private mutating func readIdentity(_ key: JSONKey, from scanner: inout JSONScanner) throws(JSONError) -> Bool {
    switch key {
    case "symbol": symbol = try scanner.stringOrSkip()
    case "orderId": orderID = try scanner.int64OrSkip()
    case "orderListId": listID = try scanner.int64OrSkip()
    case "clientOrderId": clientOrderID = try scanner.stringOrSkip()
    case "origClientOrderId": canceledClientOrderID = try scanner.stringOrSkip()
    case "strategyId": strategyID = try scanner.int64OrSkip()
    default: return false
    }
    return true
  }

  private mutating func readAmount(_ key: JSONKey, from scanner: inout JSONScanner) throws(JSONError) -> Bool {
    switch key {
    case "price": price = try scanner.decimalOrSkip()
    case "stopPrice": stopPrice = try scanner.decimalOrSkip()
    // An amended order spells these without "orig" and with one m.
    case "origQty", "qty": quantity = try scanner.decimalOrSkip()
    case "executedQty": filled = try scanner.decimalOrSkip()
    case "cummulativeQuoteQty", "cumulativeQuoteQty": cost = try scanner.decimalOrSkip()
    case "origQuoteOrderQty", "quoteOrderQty": orderedValue = try scanner.decimalOrSkip()
    default: return false
    }
    return true
  }

  private mutating func readRest(_ key: JSONKey, from scanner: inout JSONScanner) throws(JSONError) -> Bool {
    switch key {
    case "status": words.status = try scanner.stringOrSkip()
    case "side": words.side = try scanner.stringOrSkip()
    case "type": words.kind = try scanner.stringOrSkip()
    case "timeInForce": words.timeInForce = try scanner.stringOrSkip()
    case "expiryReason": words.expiry = try scanner.stringOrSkip()
    case "transactTime": transactTime = try scanner.instantOrSkip()
    case "time": time = try scanner.instantOrSkip()
    case "updateTime": updateTime = try scanner.instantOrSkip()
    case "fills": fills = try scanner.elementsOrSkip { (scanner) throws(JSONError) in try FillFields(from: &scanner) }
    default: return false
    }
    return true
  }

  var report: OrderReport {
    get throws(WireError) {
      var answered: [AnswerFill]?
      if let fills {
        answered = []
        for fill in fills { answered?.append(try fill.answerFill) }
      }
      return OrderReport(
        symbol: try required(symbol, "symbol"), orderID: try required(orderID, "orderId"),
        listID: listID.flatMap { $0 < 0 ? nil : $0 }, clientOrderID: try required(clientOrderID, "clientOrderId"),
        canceledClientOrderID: canceledClientOrderID.flatMap { $0.isEmpty ? nil : $0 },
        status: words.status.map(WireOrderStatus.init), side: words.side.flatMap(Side.init(wireWord:)),
        kind: words.kind, timeInForce: words.timeInForce, price: price.map(Price.init),
        stopPrice: stopPrice.map(Price.init), quantity: quantity.map(Quantity.init), filled: filled.map(Quantity.init),
        cost: cost.map(Money.init), orderedValue: orderedValue.map(Money.init),
        time: transactTime ?? updateTime ?? time, createdAt: time, strategyID: strategyID,
        expiryReason: words.expiry.flatMap { $0 == "NONE" ? nil : $0 }, fills: answered)
    }
  }
}

/// The fields of a fill, in the answer to an order or in `myTrades`.
struct FillFields {
  private var symbol: String?
  private var id: Int64?
  private var orderID: Int64?
  private var price: Fixed?
  private var quantity: Fixed?
  private var commission: Fixed?
  private var commissionAsset: String?
  private var time: Instant?
  private var isBuyer: Bool?
  private var isMaker: Bool?

  init(from scanner: inout JSONScanner) throws(JSONError) {
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      switch key {
      case "symbol": symbol = try scanner.stringOrSkip()
      case "id", "tradeId": id = try scanner.int64OrSkip()
      case "orderId": orderID = try scanner.int64OrSkip()
      case "price": price = try scanner.decimalOrSkip()
      case "qty": quantity = try scanner.decimalOrSkip()
      case "commission": commission = try scanner.decimalOrSkip()
      case "commissionAsset": commissionAsset = try scanner.stringOrSkip()
      case "time": time = try scanner.instantOrSkip()
      case "isBuyer": isBuyer = try scanner.boolOrSkip()
      case "isMaker": isMaker = try scanner.boolOrSkip()
      default: try scanner.skipValue()
      }
    }
  }

  var answerFill: AnswerFill {
    get throws(WireError) {
      AnswerFill(
        tradeID: try required(id, "tradeId"), price: Price(try required(price, "price")),
        quantity: Quantity(try required(quantity, "qty")), commission: try required(commission, "commission"),
        commissionAsset: try required(commissionAsset, "commissionAsset"))
    }
  }

  var trade: AccountTrade {
    get throws(WireError) {
      AccountTrade(
        symbol: try required(symbol, "symbol"), tradeID: try required(id, "id"),
        orderID: try required(orderID, "orderId"), price: Price(try required(price, "price")),
        quantity: Quantity(try required(quantity, "qty")), commission: try required(commission, "commission"),
        commissionAsset: try required(commissionAsset, "commissionAsset"), time: try required(time, "time"),
        isBuyer: try required(isBuyer, "isBuyer"), isMaker: try required(isMaker, "isMaker"))
    }
  }
}

/// A field that the message needs.
func required<Value>(_ value: Value?, _ field: String) throws(WireError) -> Value {
  guard let value else { throw .missing(field: field) }
  return value
}

extension Side {
  /// The side of the venue's word, or nil.
  init?(wireWord: String) {
    switch wireWord {
    case "BUY": self = .buy
    case "SELL": self = .sell
    default: return nil
    }
  }
}

extension JSONScanner {
  /// Reads the elements of an array; a value of another kind is passed over, for nil.
  mutating func elementsOrSkip<Element>(
    _ read: (inout JSONScanner) throws(JSONError) -> Element
  ) throws(JSONError) -> [Element]? {
    guard try nextKind() == .array else {
      try skipValue()
      return nil
    }
    var elements: [Element] = []
    try beginArray()
    while try nextElement() { elements.append(try read(&self)) }
    return elements
  }
}
