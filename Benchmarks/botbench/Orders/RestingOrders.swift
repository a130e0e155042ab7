// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import NIOFoundationCompat
import TradingModel

/// A request to place an order or to take one back, as it came over the WebSocket API.
struct OrderRequestFrame: Sendable {
  let id: Int64
  let method: String
  private let parameters: [String: String]

  init(_ frame: ByteBuffer) throws {
    guard let object = try JSONSerialization.jsonObject(with: Data(buffer: frame)) as? [String: Any],
      let id = (object["id"] as? NSNumber)?.int64Value, let method = object["method"] as? String
    else { throw UnreadableFrame() }
    (self.id, self.method) = (id, method)
    parameters = (object["params"] as? [String: Any] ?? [:]).compactMapValues { $0 as? String }
  }

  /// A parameter that is a text; "0" where there is none.
  func text(_ name: String) -> String { parameters[name] ?? "0" }

  /// The method, which stands at the same place in every frame of ours, without reading all of it.
  static func method(of frame: ByteBuffer) -> String {
    let parts = frame.readableBytesView.split(separator: UInt8(ascii: "\""), maxSplits: 6)
    return parts.count > 5 ? String(decoding: parts[5], as: UTF8.self) : ""
  }

  private struct UnreadableFrame: Error {}
}

/// The venue's book of the account: market orders are filled at once, others rest until they are taken back.
struct RestingOrders {
  private struct Resting {
    let number: Int
    let request: OrderRequestFrame
    let time: Instant
  }

  private var resting: [String: Resting] = [:]
  private var lastNumber = 0

  /// All orders that rest, as the venue lists them.
  var list: String {
    "[" + resting.map { Self.text($0.value, status: "NEW", filled: "0", cost: "0") }.joined(separator: ",") + "]"
  }

  /// Does what is asked, and answers as the venue does.
  mutating func result(of request: OrderRequestFrame, at time: Instant) -> String {
    if request.method == "order.cancel" {
      guard let order = resting.removeValue(forKey: request.text("origClientOrderId")) else { return "{}" }
      return Self.text(order, status: "CANCELED", filled: "0", cost: "0")
    }
    lastNumber += 1
    let order = Resting(number: lastNumber, request: request, time: time)
    guard request.text("type") == "MARKET" else {
      resting[request.text("newClientOrderId")] = order
      return Self.text(order, status: "NEW", filled: "0", cost: "0")
    }
    let quantity = request.text("quantity")
    let cost = Fixed(units: (Fixed(quantity) ?? .zero).units * OrderBots.price.value.units / Fixed.unitsPerOne)
    return Self.text(order, status: "FILLED", filled: quantity, cost: cost.description)
  }

  private static func text(_ order: Resting, status: String, filled: String, cost: String) -> String {
    let request = order.request
    let fill = """
      {"price":"\(OrderBots.price)","qty":"\(filled)","commission":"0","commissionAsset":"USDT",\
      "tradeId":\(order.number)}
      """
    return """
      {"symbol":"\(request.text("symbol"))","orderId":\(order.number),"orderListId":-1,\
      "clientOrderId":"\(request.text("newClientOrderId"))","origClientOrderId":"\(request.text("newClientOrderId"))",\
      "transactTime":\(order.time.milliseconds),"price":"\(request.text("price"))",\
      "origQty":"\(request.text("quantity"))","executedQty":"\(filled)","origQuoteOrderQty":"0",\
      "cummulativeQuoteQty":"\(cost)","status":"\(status)","timeInForce":"GTC","type":"\(request.text("type"))",\
      "side":"\(request.text("side"))","fills":[\(status == "FILLED" ? fill : "")]}
      """
  }
}
