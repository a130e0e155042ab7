// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

extension UserEvent {
  /// Reads an event, bare or wrapped.
  ///
  /// - Parameter name: which event it says it is: its `e`.
  static func decode(_ bytes: RawSpan, named name: String) throws(WireError) -> UserEvent {
    switch name {
    case "executionReport": .execution(try ExecutionFields.read(bytes).report)
    case "outboundAccountPosition": try PositionFields.read(bytes).event
    case "balanceUpdate": try DeltaFields.read(bytes).balance
    case "externalLockUpdate": try DeltaFields.read(bytes).externalLock
    case "listStatus": try ListStatusFields.read(bytes).event
    case "eventStreamTerminated": .terminated
    case "serverShutdown": .serverShutdown
    default: .other(name)
    }
  }
}

/// The fields of an execution report.
private struct ExecutionFields: EventFields {
  private var symbol: String?
  private var identity: (client: String?, original: String?, order: Int64?, list: Int64?, execution: Int64?)
  private var words: (side: String?, kind: String?, status: String?, execution: String?)
  private var reasons: (reject: String?, expiry: String?)
  private var order: (quantity: Fixed?, price: Fixed?, filled: Fixed?, cost: Fixed?)
  private var last: (id: Int64?, price: Fixed?, quantity: Fixed?, commission: Fixed?, asset: String?, isMaker: Bool?)
  private var strategyID: Int64?
  private var time: Instant?

  mutating func read(_ key: JSONKey, from scanner: inout JSONScanner) throws(JSONError) {
    switch key {
    case "s": symbol = try scanner.stringOrSkip()
    case "c": identity.client = try scanner.stringOrSkip()
    case "C": identity.original = try scanner.stringOrSkip()
    case "i": identity.order = try scanner.int64OrSkip()
    case "g": identity.list = try scanner.int64OrSkip()
    case "I": identity.execution = try scanner.int64OrSkip()
    case "S": words.side = try scanner.stringOrSkip()
    case "o": words.kind = try scanner.stringOrSkip()
    case "X": words.status = try scanner.stringOrSkip()
    case "x": words.execution = try scanner.stringOrSkip()
    case "r": reasons.reject = try scanner.stringOrSkip()
    case "eR": reasons.expiry = try scanner.stringOrSkip()
    case "j": strategyID = try scanner.int64OrSkip()
    case "T": time = try scanner.instantOrSkip()
    default: try readAmount(key, from: &scanner)
    }
  }

  private mutating func readAmount(_ key: JSONKey, from scanner: inout JSONScanner) throws(JSONError) {
    switch key {
    case "q": order.quantity = try scanner.decimalOrSkip()
    case "p": order.price = try scanner.decimalOrSkip()
    case "z": order.filled = try scanner.decimalOrSkip()
    case "Z": order.cost = try scanner.decimalOrSkip()
    case "t": last.id = try scanner.int64OrSkip()
    case "L": last.price = try scanner.decimalOrSkip()
    case "l": last.quantity = try scanner.decimalOrSkip()
    case "n": last.commission = try scanner.decimalOrSkip()
    case "N": last.asset = try scanner.stringOrSkip()
    case "m": last.isMaker = try scanner.boolOrSkip()
    default: try scanner.skipValue()
    }
  }

  var report: ExecutionReport {
    get throws(WireError) {
      let execution = try required(words.execution, "x")
      let side = try required(words.side.flatMap(Side.init(wireWord:)), "S")
      return ExecutionReport(
        execution: execution, executionID: identity.execution, symbol: try required(symbol, "s"),
        orderID: try required(identity.order, "i"), listID: identity.list.flatMap { $0 < 0 ? nil : $0 },
        clientOrderID: try clientOrderID(execution), side: side, kind: try required(words.kind, "o"),
        status: WireOrderStatus(word: try required(words.status, "X")),
        quantity: Quantity(try required(order.quantity, "q")), price: Price(try required(order.price, "p")),
        filled: Quantity(try required(order.filled, "z")), cost: Money(try required(order.cost, "Z")),
        reason: [reasons.reject, reasons.expiry].compactMap { $0 }.first { $0 != "NONE" && !$0.isEmpty },
        strategyID: strategyID, time: try required(time, "T"), trade: try trade(execution))
    }
  }

  /// A cancel reports under an identity of its own and tells the order's beside it; an amended order has a new one.
  private func clientOrderID(_ execution: String) throws(WireError) -> String {
    let client = try required(identity.client, "c")
    guard execution != "REPLACED", let original = identity.original, !original.isEmpty else { return client }
    return original
  }

  private func trade(_ execution: String) throws(WireError) -> ExecutionTrade? {
    guard execution == "TRADE" else { return nil }
    let commission = try required(last.commission, "n")
    let asset = commission.isZero ? last.asset : try required(last.asset, "N")
    return ExecutionTrade(
      tradeID: try required(last.id, "t"), price: Price(try required(last.price, "L")),
      quantity: Quantity(try required(last.quantity, "l")), commission: commission, commissionAsset: asset,
      isMaker: try required(last.isMaker, "m"))
  }
}

/// The fields of `outboundAccountPosition`.
private struct PositionFields: EventFields {
  private var time: Instant?
  private var balances: [AccountReport.AssetBalance?]?

  mutating func read(_ key: JSONKey, from scanner: inout JSONScanner) throws(JSONError) {
    switch key {
    case "u": time = try scanner.instantOrSkip()
    case "B": balances = try scanner.elementsOrSkip { (scanner) throws(JSONError) in try scanner.assetBalance() }
    default: try scanner.skipValue()
    }
  }

  var event: UserEvent {
    get throws(WireError) {
      var known: [AccountReport.AssetBalance] = []
      for balance in try required(balances, "B") { known.append(try required(balance, "B")) }
      return .position(known, at: try required(time, "u"))
    }
  }
}

/// The fields of `balanceUpdate` and `externalLockUpdate`.
private struct DeltaFields: EventFields {
  private var asset: String?
  private var delta: Fixed?
  private var time: Instant?

  mutating func read(_ key: JSONKey, from scanner: inout JSONScanner) throws(JSONError) {
    switch key {
    case "a": asset = try scanner.stringOrSkip()
    case "d": delta = try scanner.decimalOrSkip()
    case "T": time = try scanner.instantOrSkip()
    default: try scanner.skipValue()
    }
  }

  var balance: UserEvent {
    get throws(WireError) {
      .balance(asset: try required(asset, "a"), delta: try required(delta, "d"), at: try required(time, "T"))
    }
  }

  var externalLock: UserEvent {
    get throws(WireError) {
      .externalLock(asset: try required(asset, "a"), delta: try required(delta, "d"), at: try required(time, "T"))
    }
  }
}

/// The fields of `listStatus`.
private struct ListStatusFields: EventFields {
  private var id: Int64?
  private var clientOrderID: String?
  private var orderStatus: String?
  private var members: [OrderListReport.Member?]?
  private var time: Instant?

  mutating func read(_ key: JSONKey, from scanner: inout JSONScanner) throws(JSONError) {
    switch key {
    case "g": id = try scanner.int64OrSkip()
    case "C": clientOrderID = try scanner.stringOrSkip()
    case "L": orderStatus = try scanner.stringOrSkip()
    case "O": members = try scanner.elementsOrSkip { (scanner) throws(JSONError) in try scanner.listMember() }
    case "T": time = try scanner.instantOrSkip()
    default: try scanner.skipValue()
    }
  }

  var event: UserEvent {
    get throws(WireError) {
      var known: [OrderListReport.Member] = []
      for member in try required(members, "O") { known.append(try required(member, "O")) }
      return .list(
        id: try required(id, "g"), clientOrderID: try required(clientOrderID, "C"),
        orderStatus: try required(orderStatus, "L"), members: known, at: try required(time, "T"))
    }
  }
}
