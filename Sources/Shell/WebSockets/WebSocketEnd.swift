// SPDX-License-Identifier: Apache-2.0

/// Why a connection ended; every connection ends for exactly one reason.
public enum WebSocketEnd: Sendable, Hashable, CustomStringConvertible {
  /// The peer sent a close frame; code is nil if its frame was empty.
  case closedByPeer(WebSocketCloseCode?, reason: String)
  /// This side asked for the closing handshake, whether or not the peer still answered it.
  case closedByUs(WebSocketCloseCode)
  /// This side cut the TCP connection without a close frame.
  case droppedByUs
  /// The TCP connection ended or failed without a close frame.
  case lost(String)
  /// Nothing at all arrived for the configured time.
  case silent(after: Duration)
  /// The peer reads too slowly: more than the configured number of bytes would have waited to be sent.
  case backlogExceeded(limitBytes: Int)
  /// The peer broke the protocol; the code was sent to it.
  case violation(WebSocketCloseCode, String)

  public var description: String {
    switch self {
    case .closedByPeer(let code, let reason):
      "closed by the peer with \(code.map(\.description) ?? "no code")" + (reason.isEmpty ? "" : ": \(reason)")
    case .closedByUs(let code): "closed by this side with \(code)"
    case .droppedByUs: "dropped by this side"
    case .lost(let detail): "lost: \(detail)"
    case .silent(let duration): "nothing arrived for \(duration)"
    case .backlogExceeded(let limit): "the peer reads too slowly: more than \(limit) bytes were waiting"
    case .violation(let code, let detail): "the peer broke the protocol (\(code)): \(detail)"
    }
  }
}
