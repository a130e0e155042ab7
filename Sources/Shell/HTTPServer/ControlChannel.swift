// SPDX-License-Identifier: Apache-2.0

import ControlAPI
import Documents
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// Hummingbird's HTTP/1 channel, whose answers to what is no HTTP are problem documents too.
struct ControlChannel: ServerChildChannel {
  typealias Value = HTTP1Channel.Value

  let http: HTTP1Channel

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    http.setup(channel: channel, logger: logger).flatMapThrowing { value in
      let pipeline = channel.pipeline.syncOperations
      let encoder = try pipeline.handler(type: HTTPResponseEncoder.self)
      try pipeline.addHandler(ParserErrorHandler(), position: .after(encoder))
      return value
    }
  }

  func handle(value: Value, logger: Logger) async {
    await http.handle(value: value, logger: logger)
  }
}

/// Gives a problem document to the answer of Hummingbird to what is no HTTP, which has no body.
///
/// NB: Hummingbird 2.28 answers a request that its decoder refuses with 400, `Connection: close` and nothing else, and
/// has no hook for it but the channel. Our own answers always have a type.
final class ParserErrorHandler: ChannelOutboundHandler {
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .head(var head) = Self.unwrapOutboundIn(data), head.status == .badRequest,
      !head.headers.contains(name: "Content-Type")
    else { return context.write(data, promise: promise) }
    let problem = ControlError.malformed("this is not a request of HTTP, or its headers are too large").problem
    let body = problem.node.jsonBytes()
    head.headers.replaceOrAdd(name: "Content-Type", value: Problem.mediaType)
    head.headers.replaceOrAdd(name: "Content-Length", value: String(body.count))
    context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
    context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: promise)
  }
}
