// SPDX-License-Identifier: Apache-2.0

/// The number in a close frame (RFC 6455, 7.4).
public struct WebSocketCloseCode: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// 1000: done, nothing went wrong.
  public static let normal = WebSocketCloseCode(rawValue: 1000)
  /// 1001: the endpoint goes away, such as a server that shuts down.
  public static let goingAway = WebSocketCloseCode(rawValue: 1001)
  /// 1002: the peer broke the protocol.
  public static let protocolError = WebSocketCloseCode(rawValue: 1002)
  /// 1007: a text message that isn't UTF-8.
  public static let invalidPayload = WebSocketCloseCode(rawValue: 1007)
  /// 1008: the peer broke a rule of the endpoint's own.
  public static let policyViolation = WebSocketCloseCode(rawValue: 1008)
  /// 1009: a message larger than this side accepts.
  public static let messageTooBig = WebSocketCloseCode(rawValue: 1009)
  /// 1011: the endpoint failed.
  public static let internalError = WebSocketCloseCode(rawValue: 1011)

  public var description: String { String(rawValue) }

  /// Whether a peer may put this number into a frame; 1004 to 1006 and 1015 exist only in programs.
  var isAllowedInFrame: Bool {
    switch rawValue {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }
}
