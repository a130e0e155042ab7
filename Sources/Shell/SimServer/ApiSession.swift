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
  private let login: ApiLogin
  private let address: String
  private let now: @Sendable () -> Instant
  private let life: ConnectionLife
  private let unit: VenueTimeUnit
  private let showsLimits: Bool

  /// What opening a connection weighs.
  static let connectionWeight = 2

  init(
    connection: WebSocketConnection, desk: RestDesk, streams: UserStreams, query: QueryText, unit: VenueTimeUnit,
    life: ConnectionLife, now: @escaping @Sendable () -> Instant
  ) {
    self.connection = connection
    self.desk = desk
    self.unit = unit
    self.life = life
    self.now = now
    address = connection.remoteAddress?.ipAddress ?? ""
    showsLimits = query["returnRateLimits"] != "false"
    login = ApiLogin(
      connection: connection, desk: desk.privates, streams: streams, unit: unit, showsLimits: showsLimits, now: now())
    life.join(connection, at: ContinuousClock.now, venueTime: now())
    _ = desk.limits.spend(Self.connectionWeight, of: address, at: WallClock.now())
  }

  mutating func received(text: ByteBuffer) {
    let bytes = Array(text.readableBytesView)
    let arrived = now()
    let request: Result<ApiRequest, ApiRefusal>
    do throws(ApiRefusal) {
      request = .success(try ApiRequest(bytes))
    } catch {
      request = .failure(error)
    }
    if case .success(let known) = request, let delay = desk.faults.delay(of: known.method.faultNames, at: arrived) {
      // Whatever is asked meanwhile is answered before it.
      connection.eventLoop.scheduleTask(in: .milliseconds(delay)) { [self] in reply(to: request, arrived: arrived) }
    } else {
      reply(to: request, arrived: arrived)
    }
  }

  private func reply(to request: Result<ApiRequest, ApiRefusal>, arrived: Instant) {
    let wall = WallClock.now()
    do throws(ApiRefusal) {
      switch outcome(of: try request.get(), arrived: arrived, wall: wall) {
      case .reply(let reply): connection.send(text: ByteBuffer(bytes: reply.bytes))
      case .lost(let isSilent): if !isSilent { connection.drop() }
      }
    } catch {
      var reply = ApiReply(id: error.id, answer: RestAnswer(error.refusal), showsLimits: showsLimits)
      reply.used = desk.limits.spend(1, of: address, at: wall).used
      connection.send(text: ByteBuffer(bytes: reply.bytes))
    }
  }

  mutating func received(pong: ByteBuffer) {
    if pong.readableBytes > 0 { life.note(connection, at: ContinuousClock.now) }
  }

  mutating func ended(_ end: WebSocketEnd) {
    login.ended()
    life.leave(connection)
  }

  /// What a client gets: an answer, or nothing, on a connection that is cut or says nothing.
  private enum Outcome {
    case reply(ApiReply)
    case lost(isSilent: Bool)
  }

  private func outcome(of request: ApiRequest, arrived: Instant, wall: Instant) -> Outcome {
    let now = now()
    var reply = ApiReply(id: request.id, answer: RestAnswer([:]), showsLimits: request.showsLimits ?? showsLimits)
    let failure = desk.faults.failure(of: request.method.faultNames, at: now)
    if let failure, !failure.isApplied || !request.method.isOfAccount {
      reply.answer = RestAnswer(.failure(failure.status, code: failure.code))
      let verdict = RequestLimits.Verdict.made(failure.status, failure.retryAfterSeconds, at: wall)
      if let (refusal, retryAt) = verdict?.refusal {
        reply.answer = ApiReply.limited(refusal, until: retryAt, at: wall)
      }
      reply.used = verdict?.used
      return .reply(reply)
    }
    switch request.method {
    case .market(let route):
      let context = MarketRoutes.Context(
        now: now, unit: unit, isBySocket: true, skew: desk.routes.states.skew(at: now))
      let weighed = desk.routes.answer(route, request.query, context)
      reply.answer = weighed.answer
      spend(weighed.weight, wall, &reply)
    case .session(let method):
      reply.answer = answer(method, request, at: now)
      spend(SessionMethod.weight, wall, &reply)
    case .account(let operation):
      if login.isRevoked(at: now) {
        return .reply(ApiReply(id: .null, answer: RestAnswer(.rejectedKey), showsLimits: reply.showsLimits))
      }
      let served = desk.privates.serve(
        PrivateDesk.Call(
          operation: operation, access: login.access(request), unit: unit, address: address, isBySocket: true,
          arrived: arrived, now: now, wall: wall, failure: failure))
      guard let answer = served.answer else { return .lost(isSilent: served.isSilent) }
      (reply.answer, reply.used, reply.orderCounts) = (answer, served.used, served.orderCounts)
    }
    return .reply(reply)
  }

  private func answer(_ method: SessionMethod, _ request: ApiRequest, at now: Instant) -> RestAnswer {
    do throws(RestRefusal) {
      return RestAnswer(try login.answer(method, request, at: now))
    } catch {
      return RestAnswer(error)
    }
  }

  private func spend(_ weight: Int, _ wall: Instant, _ reply: inout ApiReply) {
    let verdict = desk.limits.spend(weight, of: address, at: wall)
    if let (refusal, retryAt) = verdict.refusal { reply.answer = ApiReply.limited(refusal, until: retryAt, at: wall) }
    reply.used = verdict.used
  }
}

extension ApiMethod {
  fileprivate var isOfAccount: Bool {
    if case .account = self { true } else { false }
  }
}
