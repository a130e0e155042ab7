// SPDX-License-Identifier: Apache-2.0

public import HummingbirdCore
import Logging
import NIOCore
import Synchronization

/// Serves WebSockets on the port of a Hummingbird application, and knows every live connection.
///
/// Give `httpServer()` to the application as its `server`. Plain requests reach the router as ever; requests to open a
/// WebSocket are put to `admit`, also on a connection that has carried plain requests before. When the server shuts down
/// gracefully every connection is closed with 1001.
public final class WebSocketServer: Sendable {
  /// Decides about one request, on the event loop of its connection; must not block.
  public typealias Admit = @Sendable (WebSocketRequest) -> WebSocketAdmission

  let configuration: WebSocketConfiguration
  let admit: Admit
  private let live = Mutex<[ObjectIdentifier: WebSocketConnection]>([:])

  public init(configuration: WebSocketConfiguration = WebSocketConfiguration(), admit: @escaping Admit) {
    self.configuration = configuration
    self.admit = admit
  }

  /// The server of a Hummingbird `Application`, for HTTP and WebSockets on one port.
  public func httpServer(configuration: HTTP1Channel.Configuration = .init()) -> HTTPServerBuilder {
    HTTPServerBuilder { responder in
      WebSocketServerChannel(http: HTTP1Channel(responder: responder, configuration: configuration), server: self)
    }
  }

  /// The connections that are open now, in no order.
  public var connections: [WebSocketConnection] { live.withLock { Array($0.values) } }

  /// How many connections are open now.
  public var connectionCount: Int { live.withLock { $0.count } }

  /// Begins the closing handshake with every live connection.
  public func closeAll(_ code: WebSocketCloseCode = .goingAway, reason: String = "") {
    for connection in connections { connection.close(code, reason: reason) }
  }

  /// Cuts the TCP connection of every live WebSocket at once, without close frames; clients see them as lost. Plain HTTP
  /// connections stay.
  public func dropAll() {
    for connection in connections { connection.drop() }
  }

  /// Counts a connection among the live ones until it ends.
  func track(_ connection: WebSocketConnection) {
    live.withLock { $0[ObjectIdentifier(connection)] = connection }
    connection.ended.whenComplete { _ in
      self.live.withLock { $0[ObjectIdentifier(connection)] = nil }
    }
  }
}
