// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// The address of a WebSocket endpoint: `ws://host[:port][/path][?query]`, or `wss://` for TLS.
///
/// Parsing is strict: no user information, no fragment, no blanks or control characters, a port from 1 to 65535. An
/// IPv6 address stands in square brackets.
public struct WebSocketURL: Sendable, Hashable, CustomStringConvertible {
  /// True for `wss`.
  public let isSecure: Bool
  /// Host name or IP address, without brackets.
  public let host: String
  /// 1…65535; 80 for `ws` and 443 for `wss` unless the text says otherwise.
  public let port: Int
  /// Path and query as sent in the request line; starts with `/`.
  public let target: String

  /// Parses an address; nil for anything that isn't one.
  public init?(_ text: String) {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !text.contains("#") else { return nil }
    let lowercased = text.lowercased()
    let rest: Substring
    if lowercased.hasPrefix("wss://") {
      isSecure = true
      rest = text.dropFirst(6)
    } else if lowercased.hasPrefix("ws://") {
      isSecure = false
      rest = text.dropFirst(5)
    } else {
      return nil
    }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    guard let (host, port) = Self.hostAndPort(of: authority) else { return nil }
    self.host = host
    self.port = port ?? (isSecure ? 443 : 80)
    let tail = rest.dropFirst(authority.count)
    target = tail.hasPrefix("/") ? String(tail) : "/" + tail
  }

  private init(isSecure: Bool, host: String, port: Int, target: String) {
    self.isSecure = isSecure
    self.host = host
    self.port = port
    self.target = target
  }

  /// The same endpoint with another path and query.
  ///
  /// - Parameter target: starts with `/`.
  public func with(target: String) -> WebSocketURL {
    precondition(target.hasPrefix("/"), "a request target starts with a slash")
    return WebSocketURL(isSecure: isSecure, host: host, port: port, target: target)
  }

  public var description: String { "\(isSecure ? "wss" : "ws")://\(hostHeader)\(target)" }

  /// The value of the `Host` header: the port only where it isn't the scheme's own.
  var hostHeader: String {
    let bracketed = host.contains(":") ? "[\(host)]" : host
    return port == (isSecure ? 443 : 80) ? bracketed : "\(bracketed):\(port)"
  }

  /// The name to put into TLS' server name indication; nil for an IP address, which it must not carry (RFC 6066, 3).
  var tlsServerName: String? {
    let isAddress = (try? SocketAddress(ipAddress: host, port: port)) != nil
    return isAddress ? nil : host
  }

  private static func hostAndPort(of authority: Substring) -> (String, Int?)? {
    guard !authority.contains("@") else { return nil }
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { return nil }
      let host = String(authority[authority.index(after: authority.startIndex)..<end])
      guard (try? SocketAddress(ipAddress: host, port: 1)) != nil else { return nil }
      let after = authority[authority.index(after: end)...]
      if after.isEmpty { return (host, nil) }
      guard after.hasPrefix(":"), let port = port(after.dropFirst()) else { return nil }
      return (host, port)
    }
    let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let host = parts.first, !host.isEmpty, !host.contains("[") else { return nil }
    guard parts.count == 2 else { return (String(host), nil) }
    guard let port = port(parts[1]) else { return nil }
    return (String(host), port)
  }

  private static func port(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(text) else { return nil }
    return (1...65535).contains(port) ? port : nil
  }
}
