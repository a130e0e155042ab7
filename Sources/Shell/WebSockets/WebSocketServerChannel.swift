// SPDX-License-Identifier: Apache-2.0

import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// A child channel of Hummingbird's server: its own HTTP/1 channel, with a gate in front that can turn the connection
/// into a WebSocket.
struct WebSocketServerChannel: ServerChildChannel {
  typealias Value = HTTP1Channel.Value

  let http: HTTP1Channel
  let server: WebSocketServer

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    http.setup(channel: channel, logger: logger).flatMapThrowing { value in
      let pipeline = channel.pipeline.syncOperations
      let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
      let encoder = try pipeline.handler(type: HTTPResponseEncoder.self)
      let state = try pipeline.handler(type: HTTPConnectionStateHandler.self)
      let gate = UpgradeGate(server: server, httpHandlers: [decoder, state, encoder])
      try pipeline.addHandler(gate, position: .after(decoder))
      return value
    }
  }

  func handle(value: Value, logger: Logger) async {
    // Once upgraded, Hummingbird waits here for a request that never comes, until the connection ends.
    await http.handle(value: value, logger: logger)
  }
}
