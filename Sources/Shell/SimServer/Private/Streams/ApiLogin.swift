// SPDX-License-Identifier: Apache-2.0

import Documents
import Synchronization
import TradingModel
import WebSockets

/// Who a connection to the WebSocket API is, and what it listens to.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/websocket-api/authentication-requests
final class ApiLogin: Sendable {
  private struct Session: Sendable {
    let holder: KeyRing.Holder
    let since: Instant
  }

  private let connection: WebSocketConnection
  private let desk: PrivateDesk
  private let streams: UserStreams
  private let unit: VenueTimeUnit
  private let showsLimits: Bool
  private let connectedSince: Instant
  private let session = Mutex<Session?>(nil)

  init(
    connection: WebSocketConnection, desk: PrivateDesk, streams: UserStreams, unit: VenueTimeUnit, showsLimits: Bool,
    now: Instant
  ) {
    self.connection = connection
    self.desk = desk
    self.streams = streams
    self.unit = unit
    self.showsLimits = showsLimits
    connectedSince = now
  }

  /// How a request says who sends it: by its own key, or by the session.
  func access(_ request: ApiRequest) -> PrivateDesk.Access {
    do throws(RestRefusal) {
      let parameters = try RestParameters(request.query)
      if parameters.has("apiKey") {
        return .key(request.query["apiKey"], SignedText(parameters: request.signed), parameters)
      }
      if let holder = session.withLock({ $0?.holder }) { return .session(holder, parameters) }
      throw .missing("apiKey")
    } catch {
      return .refused(error)
    }
  }

  /// Whether the key of the session was taken away; the session is over then.
  func isRevoked(at now: Instant) -> Bool {
    session.withLock { session in
      guard let key = session?.holder.key.apiKey, desk.faults.isRevoked(key, at: now) else { return false }
      session = nil
      return true
    }
  }

  /// Answers what is asked about the connection.
  func answer(_ method: SessionMethod, _ request: ApiRequest, at now: Instant) throws(RestRefusal) -> Node {
    let parameters = try RestParameters(request.query)
    switch method {
    case .logon:
      try parameters.allowSigned([])
      guard parameters.has("apiKey") else { throw .missing("apiKey") }
      let signed = try desk.admit(access(request), at: now)
      guard signed.holder.key.canLogOn else { throw .notForSessions }
      let change = Session(holder: signed.holder, since: now)
      session.withLock { $0 = change }
      return status(at: now)
    case .status:
      try parameters.allow([])
      return status(at: now)
    case .logout:
      try parameters.allow([])
      session.withLock { $0 = nil }
      try streams.end(.session, of: connection, at: now)
      return status(at: now)
    case .subscriptions:
      return .array(streams.subscriptions(of: connection).map { ["subscriptionId": .number($0)] })
    case .subscribe:
      guard let holder = session.withLock({ $0?.holder }) else { throw .notLoggedOn }
      return try subscribe(holder, isOfSession: true)
    case .subscribeSigned:
      try parameters.allowSigned([])
      guard parameters.has("apiKey") else { throw .missing("apiKey") }
      return try subscribe(try desk.admit(access(request), at: now).holder, isOfSession: false)
    case .unsubscribe:
      try parameters.allow(["subscriptionId"])
      let id = try parameters.number("subscriptionId").map { Int(clamping: $0) }
      try streams.end(id.map { .one($0) } ?? .all, of: connection, at: now)
      return [:]
    }
  }

  private func subscribe(_ holder: KeyRing.Holder, isOfSession: Bool) throws(RestRefusal) -> Node {
    guard let account = desk.trading.accountID(holder.account) else { throw .rejectedKey }
    let id = try streams.subscribe(connection, to: account, unit: unit, isOfSession: isOfSession)
    return ["subscriptionId": .number(id)]
  }

  private func status(at now: Instant) -> Node {
    let session = session.withLock { $0 }
    return [
      "apiKey": session.map { .string($0.holder.key.apiKey) } ?? .null,
      "authorizedSince": session.map { .time($0.since, unit) } ?? .null,
      "connectedSince": .time(connectedSince, unit), "returnRateLimits": .bool(showsLimits),
      "serverTime": .time(desk.clock(at: now), unit),
      "userDataStream": .bool(!streams.subscriptions(of: connection).isEmpty),
    ]
  }

  /// Forgets what the connection listened to.
  func ended() { streams.leave(connection) }
}

extension RestRefusal {
  static let notLoggedOn = RestRefusal(
    status: 401, code: -1002, message: "You are not authorized to execute this request.")
  static let notForSessions = RestRefusal(
    code: -4056, message: "HMAC_SHA256 or RSA API key is not supported.")
}
