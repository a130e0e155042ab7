// SPDX-License-Identifier: Apache-2.0

public import NIOCore
public import NIOHTTP1

/// A client's request to open a WebSocket.
public struct WebSocketRequest: Sendable {
  /// The path as sent, still percent-encoded; starts with `/`.
  public let path: String
  /// What follows the `?`, still percent-encoded; nil without one.
  public let query: String?
  public let headers: HTTPHeaders
  /// The client's address; nil where the system doesn't tell.
  public let remoteAddress: SocketAddress?

  init(head: HTTPRequestHead, remoteAddress: SocketAddress?) {
    let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = parts.first.map(String.init) ?? "/"
    query = parts.count == 2 ? String(parts[1]) : nil
    headers = head.headers
    self.remoteAddress = remoteAddress
  }
}

/// What a server does with a request to open a WebSocket.
public enum WebSocketAdmission: Sendable {
  /// Opens the connection; the factory makes its handler.
  case accept(WebSocketHandlerFactory)
  /// Answers with this status and body and hangs up.
  case refuse(HTTPResponseStatus, body: String = "", contentType: String = "text/plain; charset=utf-8")
  /// Treats it as a plain HTTP request: the router answers, typically with its own 404; then the server hangs up.
  case passToRouter
}
