// SPDX-License-Identifier: Apache-2.0

import Documents

/// A request that can't be read, with the identity by which its answer is known.
struct ApiRefusal: Error, Sendable {
  let id: Node
  let refusal: RestRefusal
}

/// A request of the WebSocket API, read.
struct ApiRequest: Sendable {
  let id: Node
  let method: ApiMethod
  /// The parameters without what is about the answer.
  let query: QueryText
  /// Everything, as it is signed.
  let signed: [QueryText.Parameter]
  /// Whether the answer shows the limits; nil as the connection has it.
  let showsLimits: Bool?

  init(_ bytes: [UInt8]) throws(ApiRefusal) {
    let node: Node
    do throws(JSONError) {
      node = try JSONParser(maximumDepth: 16, maximumBytes: 1 << 18).parse(bytes)
    } catch {
      throw ApiRefusal(id: .null, refusal: .badJSON)
    }
    let id = node["id"] ?? .null
    guard case .object = node.content, id.isNull || id.int64 != nil || (id.string?.utf8.count ?? .max) <= 36 else {
      throw ApiRefusal(id: .null, refusal: .badJSON)
    }
    self.id = id
    guard let name = node["method"]?.string else { throw ApiRefusal(id: id, refusal: .missing("method")) }
    guard let method = ApiMethod(name: name) else { throw ApiRefusal(id: id, refusal: .unknownMethod) }
    self.method = method
    var parameters: [QueryText.Parameter] = []
    var signed: [QueryText.Parameter] = []
    var showsLimits: Bool?
    if let params = node["params"], !params.isNull {
      guard case .object(let members) = params.content else { throw ApiRefusal(id: id, refusal: .badJSON) }
      for member in members where !member.value.isNull {
        let parameter = QueryText.Parameter(name: member.key, value: member.value.string ?? member.value.json())
        signed.append(parameter)
        if member.key == "returnRateLimits" {
          showsLimits = member.value.bool
        } else {
          parameters.append(parameter)
        }
      }
    }
    query = QueryText(parameters: parameters)
    self.signed = signed
    self.showsLimits = showsLimits
  }
}

/// What a request of the WebSocket API is about.
enum ApiMethod: Hashable, Sendable {
  case market(MarketRoutes.Route)
  case account(PrivateOperation)
  case session(SessionMethod)

  init?(name: String) {
    let name = name.hasPrefix("v3/") ? String(name.dropFirst(3)) : name
    if let route = Self.route(of: name) {
      self = .market(route)
    } else if let operation = PrivateOperation(socketMethod: name) {
      self = .account(operation)
    } else if let method = SessionMethod(rawValue: name) {
      self = .session(method)
    } else {
      return nil
    }
  }

  /// By what faults are aimed at it: the path that does the same by REST, or its own name.
  var faultNames: [String] {
    switch self {
    case .market(let route): [route.rawValue]
    case .account(let operation): operation.faultNames
    case .session(let method): [method.rawValue]
    }
  }

  private static func route(of name: String) -> MarketRoutes.Route? {
    renamed[name] ?? MarketRoutes.Route(rawValue: name).flatMap { sameNamed.contains($0) ? $0 : nil }
  }

  private static let sameNamed: Set<MarketRoutes.Route> = [
    .ping, .time, .exchangeInfo, .executionRules, .depth, .klines, .uiKlines, .avgPrice, .ticker, .referencePrice,
  ]

  private static let renamed: [String: MarketRoutes.Route] = [
    "trades.recent": .trades, "trades.historical": .historicalTrades, "trades.aggregate": .aggTrades,
    "blockTrades.historical": .historicalBlockTrades,
    "ticker.24hr": .dayTicker, "ticker.tradingDay": .tradingDayTicker, "ticker.price": .priceTicker,
    "ticker.book": .bookTicker, "referencePrice.calculation": .referenceCalculation,
  ]
}
