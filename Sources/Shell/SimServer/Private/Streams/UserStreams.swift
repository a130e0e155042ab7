// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import NIOCore
import Synchronization
import TradingModel
import WebSockets

/// Who listens to which account, on which connection to the WebSocket API.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/websocket-api/user-data-stream-requests
final class UserStreams: Sendable {
  /// One connection's interest in one account.
  struct Subscription: Sendable {
    let connection: WebSocketConnection
    /// Counted from 0 on each connection.
    let id: Int
    let account: VenueAccountID
    let unit: VenueTimeUnit
    /// Whether it ends with the session that is logged on.
    let isOfSession: Bool
  }

  private struct State: Sendable {
    var subscriptions: [Subscription] = []
    /// How many each connection has ever had.
    var counts: [ObjectIdentifier: Int] = [:]
    var line: UserLine
  }

  private let state: Mutex<State>
  private let faults: FaultBook

  private static let activeMax = 1000
  private static let countMax = 65_535

  init(faults: FaultBook) {
    self.faults = faults
    state = Mutex(State(line: UserLine(dice: faults.dice)))
  }

  /// Adds a subscription and returns its number.
  func subscribe(
    _ connection: WebSocketConnection, to account: VenueAccountID, unit: VenueTimeUnit, isOfSession: Bool
  ) throws(RestRefusal) -> Int {
    try state.withLock { (state) throws(RestRefusal) -> Int in
      let own = state.subscriptions.filter { $0.connection === connection }
      guard !own.contains(where: { $0.account == account }) else { throw .subscriptionActive }
      let id = state.counts[ObjectIdentifier(connection)] ?? 0
      guard id < Self.countMax, own.count < Self.activeMax else { throw .tooManySubscriptions }
      state.counts[ObjectIdentifier(connection)] = id + 1
      state.subscriptions.append(
        Subscription(connection: connection, id: id, account: account, unit: unit, isOfSession: isOfSession))
      return id
    }
  }

  /// What a connection listens to: the numbers of its subscriptions.
  func subscriptions(of connection: WebSocketConnection) -> [Int] {
    state.withLock { state in state.subscriptions.filter { $0.connection === connection }.map(\.id).sorted() }
  }

  /// Ends a connection's subscriptions: one, those of its session, or all; each is told so.
  func end(
    _ which: Ending, of connection: WebSocketConnection, at time: Instant
  ) throws(RestRefusal) {
    try state.withLock { (state) throws(RestRefusal) in
      let isMeant = { (subscription: Subscription) in
        guard subscription.connection === connection else { return false }
        return switch which {
        case .one(let id): subscription.id == id
        case .session: subscription.isOfSession
        case .all: true
        }
      }
      let ended = state.subscriptions.filter(isMeant)
      if case .one = which, ended.isEmpty { throw .subscriptionInactive }
      state.subscriptions.removeAll(where: isMeant)
      for subscription in ended {
        subscription.connection.send(text: UserEventFrames.terminated(subscription, at: time))
      }
    }
  }

  enum Ending {
    case one(Int)
    case session, all
  }

  /// Forgets a connection that has ended.
  func leave(_ connection: WebSocketConnection) {
    state.withLock { state in
      state.subscriptions.removeAll { $0.connection === connection }
      state.counts[ObjectIdentifier(connection)] = nil
      state.line.forget(connection)
    }
  }

  /// Tells what has happened on accounts, in its order.
  ///
  /// - Parameter skew: by how much the venue's clock is wrong, in milliseconds.
  func tell(_ events: [VenueEvent], at now: Instant, skew: Int64) {
    let active = faults.userEventFaults(at: now)
    let hits = state.withLock { state in
      state.line.begin(active)
      for event in events {
        for subscription in state.subscriptions where subscription.account == event.account {
          guard let frame = UserEventFrames(subscription, skew: skew).frame(of: event) else { continue }
          state.line.send(frame, event, to: subscription.connection)
        }
      }
      return state.line.takeHits()
    }
    for (id, hit) in hits { faults.note(hit.count, of: hit.name, id: id) }
  }

  /// Sends what faults have held up until a time.
  func release(upTo now: Instant) {
    let active = faults.userEventFaults(at: now)
    state.withLock { state in
      guard !active.isEmpty || !state.line.isClear else { return }
      state.line.begin(active)
      state.line.release(upTo: now)
    }
  }
}

extension RestRefusal {
  static let subscriptionActive = RestRefusal(code: -2035, message: "User Data Stream subscription already active.")
  static let subscriptionInactive = RestRefusal(code: -2036, message: "User Data Stream subscription not active.")
  static let tooManySubscriptions = RestRefusal(
    code: -2042, message: "Maximum number of subscription IDs reached.")
}
