// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket

/// A TCP peer that sends exactly the bytes it is told to: for what a decent WebSocket implementation never does.
final class RawPeer: Sendable {
  private let channel: any Channel
  private let incoming: AsyncStream<ByteBuffer>

  private init(channel: any Channel, incoming: AsyncStream<ByteBuffer>) {
    self.channel = channel
    self.incoming = incoming
  }

  static func connect(to port: Int) async throws -> RawPeer {
    let (incoming, continuation) = AsyncStream<ByteBuffer>.makeStream()
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let handler = BytesHandler({ continuation.yield($1) }, ended: { continuation.finish() })
          try channel.pipeline.syncOperations.addHandler(handler)
        }
      }
      .connect(host: "127.0.0.1", port: port).get()
    return RawPeer(channel: channel, incoming: incoming)
  }

  /// Connects and does the handshake of a WebSocket.
  static func upgraded(to port: Int, path: String = "/echo") async throws -> RawPeer {
    let peer = try await connect(to: port)
    try await peer.send(upgradeRequest(path))
    _ = await peer.read(through: "\r\n\r\n")
    return peer
  }

  func send(_ text: String) async throws { try await send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get() }

  func close() async throws { try await channel.close().get() }

  func stopReading() async throws { try await channel.setOption(.autoRead, value: false).get() }

  /// Reads until the end mark was seen or the connection ended; what came is returned.
  func read(through mark: String) async -> String {
    var text = ""
    for await buffer in incoming {
      text += String(buffer: buffer)
      if text.contains(mark) { break }
    }
    return text
  }

  /// Reads this many bytes, or fewer if the connection ends before.
  func read(count: Int) async -> [UInt8] {
    var bytes: [UInt8] = []
    for await buffer in incoming {
      bytes += Array(buffer: buffer)
      if bytes.count >= count { break }
    }
    return bytes
  }

  func readToEnd() async -> [UInt8] { await read(count: Int.max) }

  static func upgradeRequest(_ path: String, extra: String = "", version: String = "13") -> String {
    "GET \(path) HTTP/1.1\r\nHost: test\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n"
      + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: \(version)\r\n\(extra)\r\n"
  }

  /// A frame of a client. Payloads of more than 125 bytes get the two-byte length.
  static func frame(
    _ opcode: WebSocketOpcode, _ payload: [UInt8], isFinal: Bool = true, mask: [UInt8]? = [1, 2, 3, 4]
  ) -> [UInt8] {
    var bytes = [(isFinal ? 0x80 : 0) | UInt8(webSocketOpcode: opcode)]
    let maskBit: UInt8 = mask == nil ? 0 : 0x80
    if payload.count <= 125 {
      bytes.append(maskBit | UInt8(payload.count))
    } else {
      bytes += [maskBit | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
    }
    guard let mask else { return bytes + payload }
    return bytes + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
  }
}

/// A TCP server that hands what it receives to a closure, on the event loop.
final class RawServer: Sendable {
  let port: Int
  private let channel: any Channel

  init(
    tls: NIOSSLContext? = nil, received: @escaping @Sendable (any Channel, ByteBuffer) -> Void
  ) async throws {
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
          try channel.pipeline.syncOperations.addHandler(BytesHandler(received, ended: {}))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    port = channel.localAddress?.port ?? 0
  }

  func stop() async throws { try await channel.close().get() }

  /// The server's half of a handshake, as bytes, for the request in the buffer.
  static func acceptance(of request: ByteBuffer) throws -> ByteBuffer {
    let lines = String(buffer: request).split(separator: "\r\n")
    let field = lines.first { $0.lowercased().hasPrefix("sec-websocket-key:") } ?? ""
    let key = field.drop { $0 != ":" }.dropFirst().drop { $0 == " " }
    let channel = EmbeddedChannel()
    defer { _ = try? channel.finish() }
    let upgrader = NIOTypedWebSocketServerUpgrader<Void>(
      shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
      upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() })
    let head = HTTPRequestHead(
      version: .http1_1, method: .GET, uri: "/",
      headers: ["Sec-WebSocket-Key": String(key), "Sec-WebSocket-Version": "13"])
    let headers = try upgrader.buildUpgradeResponse(
      channel: channel, upgradeRequest: head, initialResponseHeaders: [:]
    ).wait()
    let fields = headers.map { "\($0.name): \($0.value)\r\n" }.joined()
    return ByteBuffer(string: "HTTP/1.1 101 Switching Protocols\r\n\(fields)\r\n")
  }
}

private final class BytesHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let received: @Sendable (any Channel, ByteBuffer) -> Void
  private let ended: @Sendable () -> Void

  init(_ received: @escaping @Sendable (any Channel, ByteBuffer) -> Void, ended: @escaping @Sendable () -> Void) {
    self.received = received
    self.ended = ended
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    received(context.channel, Self.unwrapInboundIn(data))
  }

  func channelInactive(context: ChannelHandlerContext) { ended() }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
