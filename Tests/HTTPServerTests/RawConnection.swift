// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import NIOCore
import NIOPosix

/// A TCP connection that carries whatever a test writes.
enum RawConnection {
  typealias Channel = NIOAsyncChannel<ByteBuffer, ByteBuffer>

  /// Opens a connection for a while.
  static func open<Value: Sendable>(
    to address: ListenAddress, receiveBuffer: Int? = nil,
    _ use:
      @Sendable (NIOAsyncChannelInboundStream<ByteBuffer>, NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws
      -> Value
  ) async throws -> Value {
    var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
    if let receiveBuffer {
      bootstrap = bootstrap.channelOption(
        .socketOption(.so_rcvbuf), value: ChannelOptions.Types.SocketOption.Value(receiveBuffer))
    }
    let channel = try await bootstrap.connect(host: address.host, port: address.port) { channel in
      channel.eventLoop.makeCompletedFuture { try Channel(wrappingChannelSynchronously: channel) }
    }
    return try await channel.executeThenClose(use)
  }

  /// Writes a text and reads until the server closes.
  static func exchange(_ text: String, with address: ListenAddress) async throws -> String {
    try await open(to: address) { inbound, outbound in
      try await outbound.write(ByteBuffer(string: text))
      var answer = ""
      for try await buffer in inbound { answer += String(buffer: buffer) }
      return answer
    }
  }
}
