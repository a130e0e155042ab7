// SPDX-License-Identifier: Apache-2.0

import Documents
import NIOCore
import TradingModel
import WebSockets

/// One client's connection to the WebSocket API: answers its requests in their order.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/websocket-api/request-format
struct ApiSession: WebSocketHandler {
  private let connection: WebSocketConnection
  private let desk: RestDesk
  private let address: String
  private let now: @Sendable () -> Instant
  private let life: ConnectionLife
  private let unit: VenueTimeUnit
  private let showsLimits: Bool

  /// What opening a connection weighs.
  static let connectionWeight = 2

  init(
    connection: WebSocketConnection, desk: RestDesk, query: QueryText, unit: VenueTimeUnit, life: ConnectionLife,
    now: @escaping @Sendable () -> Instant
  ) {
    self.connection = connection
    self.desk = desk
    self.unit = unit
    self.life = life
    self.now = now
    address = connection.remoteAddress?.ipAddress ?? ""
    showsLimits = query["returnRateLimits"] != "false"
    life.join(connection, at: ContinuousClock.now, venueTime: now())
    _ = desk.limits.spend(Self.connectionWeight, of: address, at: WallClock.now())
  }

  mutating func received(text: ByteBuffer) {
    let bytes = Array(text.readableBytesView)
    let request: Result<ApiRequest, ApiRefusal>
    do throws(ApiRefusal) {
      request = .success(try ApiRequest(bytes))
    } catch {
      request = .failure(error)
    }
    if case .success(let known) = request, let delay = desk.faults.delay(of: known.route.rawValue, at: now()) {
      // Whatever is asked meanwhile is answered before it.
      connection.eventLoop.scheduleTask(in: .milliseconds(delay)) { [self] in reply(to: request) }
    } else {
      reply(to: request)
    }
  }

  private func reply(to request: Result<ApiRequest, ApiRefusal>) {
    connection.send(text: ByteBuffer(bytes: answer(to: request)))
  }

  mutating func received(pong: ByteBuffer) {
    if pong.readableBytes > 0 { life.note(connection, at: ContinuousClock.now) }
  }

  mutating func ended(_ end: WebSocketEnd) { life.leave(connection) }

  private func context(at now: Instant) -> MarketRoutes.Context {
    MarketRoutes.Context(now: now, unit: unit, isBySocket: true, skew: desk.routes.states.skew(at: now))
  }

  private func answer(to request: Result<ApiRequest, ApiRefusal>) -> [UInt8] {
    let wall = WallClock.now()
    do throws(ApiRefusal) {
      return answer(to: try request.get(), at: wall).bytes
    } catch {
      var reply = Reply(id: error.id, answer: RestAnswer(error.refusal), showsLimits: showsLimits)
      reply.used = desk.limits.spend(1, of: address, at: wall).used
      return reply.bytes
    }
  }

  private func answer(to request: ApiRequest, at wall: Instant) -> Reply {
    let showsLimits = request.showsLimits ?? showsLimits
    let now = now()
    var verdict: RequestLimits.Verdict?
    var answer: RestAnswer
    if let failure = desk.faults.failure(of: request.route.rawValue, at: now) {
      answer = RestAnswer(.failure(failure.status))
      verdict = .made(failure.status, failure.retryAfterSeconds, at: wall)
    } else {
      let weighed = desk.routes.answer(
        request.route, request.query, context(at: now))
      answer = weighed.answer
      verdict = desk.limits.spend(weighed.weight, of: address, at: wall)
    }
    if let (refusal, retryAt) = verdict?.refusal { answer = Self.limited(refusal, until: retryAt, at: wall) }
    return Reply(id: request.id, answer: answer, showsLimits: showsLimits, used: verdict?.used)
  }

  private static func limited(_ refusal: RestRefusal, until retryAt: Instant, at wall: Instant) -> RestAnswer {
    RestAnswer(
      status: refusal.status,
      [
        "code": .number(refusal.code), "msg": .string(refusal.message),
        "data": ["serverTime": .number(wall.milliseconds), "retryAfter": .number(retryAt.milliseconds)],
      ])
  }

  /// An answer with the frame around it.
  private struct Reply {
    let id: Node
    var answer: RestAnswer
    let showsLimits: Bool
    var used: Int?

    var bytes: [UInt8] {
      var writer = JSONWriter()
      writer.beginObject()
      writer.key("id")
      writer.node(id)
      writer.key("status")
      writer.number(answer.status)
      writer.key(answer.status == 200 ? "result" : "error")
      writer.raw(answer.body)
      if showsLimits, let used {
        writer.key("rateLimits")
        writer.node([
          [
            "rateLimitType": "REQUEST_WEIGHT", "interval": "MINUTE", "intervalNum": 1,
            "limit": .number(RequestLimits.weightPerMinute), "count": .number(used),
          ]
        ])
      }
      writer.endObject()
      return writer.bytes
    }
  }
}

/// A request that can't be read, with the identity by which its answer is known.
struct ApiRefusal: Error, Sendable {
  let id: Node
  let refusal: RestRefusal
}

/// A request of the WebSocket API, read.
struct ApiRequest: Sendable {
  let id: Node
  let route: MarketRoutes.Route
  let query: QueryText
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
    guard let method = node["method"]?.string else { throw ApiRefusal(id: id, refusal: .missing("method")) }
    guard let route = Self.route(of: method) else { throw ApiRefusal(id: id, refusal: .unknownMethod) }
    self.route = route
    var parameters: [QueryText.Parameter] = []
    var showsLimits: Bool?
    if let params = node["params"], !params.isNull {
      guard case .object(let members) = params.content else { throw ApiRefusal(id: id, refusal: .badJSON) }
      for member in members where !member.value.isNull {
        if member.key == "returnRateLimits" {
          showsLimits = member.value.bool
        } else {
          parameters.append(.init(name: member.key, value: member.value.string ?? member.value.json()))
        }
      }
    }
    query = QueryText(parameters: parameters)
    self.showsLimits = showsLimits
  }

  private static func route(of method: String) -> MarketRoutes.Route? {
    let name = method.hasPrefix("v3/") ? String(method.dropFirst(3)) : method
    return renamed[name] ?? MarketRoutes.Route(rawValue: name).flatMap { sameNamed.contains($0) ? $0 : nil }
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
