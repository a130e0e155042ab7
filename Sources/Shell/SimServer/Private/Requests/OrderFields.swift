// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import TradingModel

/// Reads one order of a request. In a list its parameters carry a prefix: `abovePrice` for `price`.
struct OrderFields {
  let parameters: RestParameters
  /// Empty for an order by itself.
  var prefix = ""
  /// Where the side is said; a list's legs share it.
  var sideName = "side"
  var quantityName = "quantity"

  /// The parameters that say what an order is, without those that the legs of a list share.
  private static let plain = [
    "type", "timeInForce", "price", "stopPrice", "trailingDelta", "icebergQty", "strategyId", "strategyType",
    "pegPriceType", "pegOffsetType", "pegOffsetValue",
  ]

  /// All names that may be read.
  var names: Set<String> {
    Set(Self.plain.map(name)).union([name("clientOrderId"), sideName, quantityName])
      .union(prefix.isEmpty ? ["quoteOrderQty"] : [])
  }

  /// A parameter's name in this place.
  private func name(_ plain: String) -> String {
    guard !prefix.isEmpty else { return plain == "clientOrderId" ? "newClientOrderId" : plain }
    return prefix + plain.prefix(1).uppercased() + plain.dropFirst()
  }

  /// The order that the parameters ask for.
  func order(
    of pair: Pair, prevention: SelfTradePrevention?, names mint: inout NameMint
  ) throws(RestRefusal) -> NewVenueOrder {
    let side = try side()
    guard let kind = VenueOrder.Kind(rawValue: try parameters.required(name("type"))) else { throw .badOrderType }
    let timeInForce = try timeInForce()
    for word in ["pegPriceType", "pegOffsetType", "pegOffsetValue"] where parameters.has(name(word)) {
      throw RestRefusal(code: -1014, message: "Unsupported order combination")
    }
    let order = VenueOrder(
      pair: pair, side: side, kind: kind, amount: try amount(of: kind),
      price: try parameters.decimal(name("price")).map(Price.init),
      stopPrice: try parameters.decimal(name("stopPrice")).map(Price.init),
      icebergQuantity: try iceberg(), trailingDelta: try parameters.number(name("trailingDelta")).map { Int($0) })
    let strategyType = try parameters.number(name("strategyType"))
    guard strategyType ?? 1_000_000 >= 1_000_000 else { throw .badStrategyType }
    return NewVenueOrder(
      order, timeInForce: timeInForce, clientOrderID: try parameters.clientID(name("clientOrderId")) ?? mint.next(),
      strategyID: try parameters.number(name("strategyId")), strategyType: strategyType.map { Int($0) },
      selfTradePrevention: prevention)
  }

  /// An iceberg order of nothing hidden is none.
  private func iceberg() throws(RestRefusal) -> Quantity? {
    guard let value = try parameters.decimal(name("icebergQty")), value.isPositive else { return nil }
    return Quantity(value)
  }

  private func side() throws(RestRefusal) -> Side {
    switch try parameters.required(sideName) {
    case "BUY": .buy
    case "SELL": .sell
    default: throw .badSide
    }
  }

  private func timeInForce() throws(RestRefusal) -> VenueTimeInForce? {
    guard let word = try parameters.text(name("timeInForce")) else { return nil }
    guard let value = VenueTimeInForce(rawValue: word) else { throw .badTimeInForce }
    return value
  }

  private func amount(of kind: VenueOrder.Kind) throws(RestRefusal) -> VenueOrder.Amount {
    let quantity = try parameters.decimal(quantityName)
    guard prefix.isEmpty, let value = try parameters.decimal("quoteOrderQty") else {
      guard let quantity else { throw .missing(quantityName) }
      return .base(Quantity(quantity))
    }
    guard kind == .market else { throw .notRequired("quoteOrderQty") }
    guard quantity == nil else { throw .badCombination }
    return .quote(Money(value))
  }
}

extension RestParameters {
  /// What prevents self-trades; nil for what the account says.
  func prevention() throws(RestRefusal) -> SelfTradePrevention? {
    guard let word = try text("selfTradePreventionMode") else { return nil }
    guard let mode = SelfTradePrevention(rawValue: word) else { throw .invalid("selfTradePreventionMode") }
    return mode
  }

  /// How much of an order its answer tells.
  func detail(usual: OrderDetail) throws(RestRefusal) -> OrderDetail {
    guard let word = try text("newOrderRespType") else { return usual }
    guard let detail = OrderDetail(rawValue: word) else { throw .invalid("newOrderRespType") }
    return detail
  }

  /// The order that a request is about.
  func orderName(
    _ id: String = "orderId", _ clientID: String = "origClientOrderId"
  ) throws(RestRefusal) -> VenueOrderName {
    let name = VenueOrderName(id: try number(id), clientOrderID: try self.clientID(clientID))
    guard name.id != nil || name.clientOrderID != nil else { throw .missingEither(id, clientID) }
    return name
  }
}

/// How much of an order an answer tells, `newOrderRespType`.
enum OrderDetail: String, Sendable {
  case short = "ACK"
  case result = "RESULT"
  case full = "FULL"
}

extension RestRefusal {
  static let badTimeInForce = RestRefusal(code: -1115, message: "Invalid timeInForce.")
  static let badOrderType = RestRefusal(code: -1116, message: "Invalid orderType.")
  static let badSide = RestRefusal(code: -1117, message: "Invalid side.")
  static let badStrategyType = RestRefusal(code: -1134, message: "strategyType was less than 1000000.")
  static let badCancelRestrictions = RestRefusal(code: -1145, message: "Invalid cancelRestrictions")
}
