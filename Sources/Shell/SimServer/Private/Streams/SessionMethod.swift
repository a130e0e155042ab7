// SPDX-License-Identifier: Apache-2.0

/// What a connection to the WebSocket API asks about itself: who it is, and what it listens to.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/websocket-api/authentication-requests
enum SessionMethod: String, Sendable {
  case logon = "session.logon"
  case status = "session.status"
  case logout = "session.logout"
  case subscriptions = "session.subscriptions"
  case subscribe = "userDataStream.subscribe"
  case subscribeSigned = "userDataStream.subscribe.signature"
  case unsubscribe = "userDataStream.unsubscribe"

  static let weight = 2
}
