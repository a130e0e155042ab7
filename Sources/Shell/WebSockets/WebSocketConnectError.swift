// SPDX-License-Identifier: Apache-2.0

/// Why no connection came about. Nothing was sent over it, so every case may be tried again; what differs is when.
public enum WebSocketConnectError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The address couldn't be resolved, or nobody listens there.
  case unreachable(String)
  /// No answer within the configured time.
  case timedOut(after: Duration)
  /// TLS failed: an unknown or wrong certificate, no common version, no trust roots.
  case untrusted(String)
  /// The server answered with an HTTP status other than 101; `retryAfterSeconds` from its `Retry-After`, if any.
  case refused(status: Int, retryAfterSeconds: Int?)
  /// The server's answer isn't the handshake of a WebSocket, or it hung up before the end of it.
  case brokenHandshake(String)
  /// The calling task was cancelled.
  case cancelled

  public var description: String {
    switch self {
    case .unreachable(let detail): "unreachable: \(detail)"
    case .timedOut(let duration): "no answer within \(duration)"
    case .untrusted(let detail): "TLS failed: \(detail)"
    case .refused(let status, let seconds):
      "refused with HTTP status \(status)" + (seconds.map { ", retry after \($0) s" } ?? "")
    case .brokenHandshake(let detail): "not a WebSocket handshake: \(detail)"
    case .cancelled: "cancelled"
    }
  }
}
