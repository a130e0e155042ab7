// SPDX-License-Identifier: Apache-2.0

/// Bounds and times of a WebSocket connection, for either side.
public struct WebSocketConfiguration: Sendable, Hashable {
  /// Where the certificates come from that vouch for a `wss` server.
  public enum TrustRoots: Sendable, Hashable {
    /// The machine's own.
    case system
    /// A PEM file or a folder of them.
    case path(String)
  }

  /// Bytes that one incoming message may have, whole or in fragments; more ends the connection with 1009.
  public var messageBytesMax = 16 * 1024 * 1024
  /// Fragments that one incoming message may have; more ends the connection with 1009.
  public var fragmentsMax = 4096
  /// Bytes that may wait to be sent; more drops the connection with `backlogExceeded`. A message larger than this can
  /// never be sent.
  public var backlogBytesMax = 8 * 1024 * 1024
  /// From the start of `connect` to the end of the handshake. Client only.
  public var connectTimeout: Duration = .seconds(10)
  /// How long a closing handshake may take before the TCP connection is cut.
  public var closeTimeout: Duration = .seconds(5)
  /// How often to send a ping of our own; nil for never.
  public var pingInterval: Duration?
  /// The connection ends as `silent` when no frame at all has arrived for this long; nil for never.
  public var silenceTimeout: Duration?
  /// Client only, for `wss`.
  public var trustRoots: TrustRoots = .system

  public init() {}
}
