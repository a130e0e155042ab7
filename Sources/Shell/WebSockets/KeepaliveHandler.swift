// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOWebSocket

/// Sends pings at the configured interval, and tells the handler behind it when no frame at all has arrived for too
/// long.
final class KeepaliveHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias InboundOut = WebSocketFrame

  /// Sent down the pipeline once, when nothing arrived for this long.
  struct Silence {
    let duration: Duration
  }

  private let pingInterval: Duration?
  private let silenceTimeout: Duration?
  private let connection: WebSocketConnection
  private var heardAt = NIODeadline.uptimeNanoseconds(0)
  private var silenceCheck: Scheduled<Void>?
  private var nextPing: Scheduled<Void>?

  init(configuration: WebSocketConfiguration, connection: WebSocketConnection) {
    pingInterval = configuration.pingInterval
    silenceTimeout = configuration.silenceTimeout
    self.connection = connection
  }

  func handlerAdded(context: ChannelHandlerContext) {
    heardAt = context.eventLoop.now
    if let silenceTimeout { checkSilence(in: TimeAmount(silenceTimeout), timeout: silenceTimeout, context) }
    if let pingInterval { ping(every: TimeAmount(pingInterval), context) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    silenceCheck?.cancel()
    nextPing?.cancel()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    heardAt = context.eventLoop.now
    context.fireChannelRead(data)
  }

  private func checkSilence(in delay: TimeAmount, timeout: Duration, _ context: ChannelHandlerContext) {
    silenceCheck = context.eventLoop.assumeIsolated().scheduleTask(in: delay) {
      let left = self.heardAt + TimeAmount(timeout) - context.eventLoop.now
      if left > .nanoseconds(0) {
        self.checkSilence(in: left, timeout: timeout, context)
      } else {
        context.fireUserInboundEventTriggered(Silence(duration: timeout))
      }
    }
  }

  private func ping(every interval: TimeAmount, _ context: ChannelHandlerContext) {
    nextPing = context.eventLoop.assumeIsolated().scheduleTask(in: interval) {
      self.connection.ping()
      self.ping(every: interval, context)
    }
  }
}
