// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Where the server listens: an IP address or `localhost`, and a port.
public struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
  /// `127.0.0.1`, `::1` or `localhost`.
  public let host: String
  /// 0 for any that is free.
  public let port: Int

  /// What a text must look like, for messages.
  static let remedy = "give an IP address or localhost, and a port, such as 127.0.0.1:8080 or [::1]:8080"

  /// An address of `host:port`, an IPv6 address in brackets; nil for anything else.
  public init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":") else { return nil }
    let digits = text[text.index(after: colon)...]
    guard !digits.isEmpty, digits.utf8.count <= 5, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let port = UInt16(digits)
    else { return nil }
    let place = text[..<colon]
    if place.hasPrefix("["), place.hasSuffix("]") {
      host = String(place.dropFirst().dropLast())
      guard Self.isIPv6(host) else { return nil }
    } else {
      host = place.lowercased()
      guard host == "localhost" || Self.isIPv4(host) else { return nil }
    }
    self.port = Int(port)
  }

  /// Whether only this machine can reach it.
  public var isLoopback: Bool {
    if host == "localhost" { return true }
    if Self.isIPv4(host) { return host.hasPrefix("127.") }
    var address = in6_addr()
    guard inet_pton(AF_INET6, host, &address) == 1 else { return false }
    return withUnsafeBytes(of: address) { $0.last == 1 && $0.dropLast().allSatisfy { $0 == 0 } }
  }

  /// `host:port`, an IPv6 address in brackets.
  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  private static func isIPv4(_ text: String) -> Bool {
    var address = in_addr()
    return inet_pton(AF_INET, text, &address) == 1
  }

  private static func isIPv6(_ text: String) -> Bool {
    var address = in6_addr()
    return inet_pton(AF_INET6, text, &address) == 1
  }
}
