// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOEmbedded
import NIOWebSocket
import Testing

@testable import WebSockets

/// Keepalive and time-outs, on the virtual clock of an embedded event loop.
@Suite struct WebSocketTimeTests {
  @Test func `ends as silent when nothing at all arrives, and not before`() throws {
    var configuration = WebSocketConfiguration()
    configuration.silenceTimeout = .seconds(60)
    let (channel, recorder, _) = try client(configuration)
    channel.embeddedEventLoop.advanceTime(by: .seconds(50))
    try channel.writeInbound(serverFrame(.pong, ""))
    channel.embeddedEventLoop.advanceTime(by: .seconds(59))
    #expect(recorder.end == nil)
    channel.embeddedEventLoop.advanceTime(by: .seconds(1))
    #expect(recorder.end == .silent(after: .seconds(60)))
  }

  @Test func `sends pings of its own`() throws {
    var configuration = WebSocketConfiguration()
    configuration.pingInterval = .seconds(20)
    let (channel, _, _) = try client(configuration)
    channel.embeddedEventLoop.advanceTime(by: .seconds(61))
    #expect(try opcodes(sentBy: channel) == [.ping, .ping, .ping])
    _ = try channel.finish()
  }

  @Test func `cuts the connection when the peer doesn't answer a close`() throws {
    let (channel, recorder, connection) = try client(WebSocketConfiguration())
    connection.close()
    channel.embeddedEventLoop.run()
    #expect(try opcodes(sentBy: channel) == [.connectionClose])
    channel.embeddedEventLoop.advanceTime(by: .seconds(4))
    #expect(recorder.end == nil)
    channel.embeddedEventLoop.advanceTime(by: .seconds(1))
    #expect(recorder.end == .closedByUs(.normal))
    #expect(!connection.send(text: "late"))
  }

  @Test func `answers only the newest ping of a peer that doesn't read, and keeps messages in order`() throws {
    let (channel, _, connection) = try client(WebSocketConfiguration())
    channel.isWritable = false
    try channel.writeInbound(serverFrame(.ping, "old"))
    try channel.writeInbound(serverFrame(.ping, "new"))
    connection.send(text: "a")
    connection.send(text: "b")
    channel.embeddedEventLoop.run()
    #expect(try opcodes(sentBy: channel) == [])
    #expect(connection.backlogBytes > 0)
    channel.isWritable = true
    channel.pipeline.fireChannelWritabilityChanged()
    #expect(try opcodes(sentBy: channel) == [.pong, .text, .text])
    #expect(connection.backlogBytes == 0)
    _ = try channel.finish()
  }

  @Test func `drops a connection whose backlog passes the bound`() throws {
    var configuration = WebSocketConfiguration()
    configuration.backlogBytesMax = 1000
    let (channel, recorder, connection) = try client(configuration)
    channel.isWritable = false
    let message = String(repeating: "x", count: 486)
    #expect(connection.send(text: message))
    #expect(connection.send(text: message))
    #expect(connection.backlogBytes == 1000)
    #expect(!connection.send(text: ""))
    channel.embeddedEventLoop.run()
    #expect(recorder.end == .backlogExceeded(limitBytes: 1000))
    #expect(connection.backlogBytes == 0)
  }

  private func client(
    _ configuration: WebSocketConfiguration
  ) throws -> (EmbeddedChannel, EndRecorder, WebSocketConnection) {
    let channel = EmbeddedChannel()
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    let recorder = EndRecorder()
    let bound = NIOLoopBound(recorder, eventLoop: channel.eventLoop)
    let connection = try WebSocketChannelHandler.install(
      in: channel, side: .client, configuration: configuration
    ) { _ in bound.value }
    return (channel, recorder, connection)
  }

  private func serverFrame(_ opcode: WebSocketOpcode, _ payload: String) -> ByteBuffer {
    ByteBuffer(bytes: RawPeer.frame(opcode, Array(payload.utf8), mask: nil))
  }

  /// The opcodes of the frames sent; every frame here is short and masked.
  private func opcodes(sentBy channel: EmbeddedChannel) throws -> [WebSocketOpcode] {
    var bytes: [UInt8] = []
    while let buffer = try channel.readOutbound(as: ByteBuffer.self) { bytes += Array(buffer: buffer) }
    var opcodes: [WebSocketOpcode] = []
    while bytes.count >= 2 {
      opcodes.append(try #require(WebSocketOpcode(encodedWebSocketOpcode: bytes[0] & 0x0F)))
      bytes.removeFirst(6 + Int(bytes[1] & 0x7F))
    }
    return opcodes
  }

  private final class EndRecorder: WebSocketHandler {
    var end: WebSocketEnd?

    func received(text: ByteBuffer) {}
    func ended(_ end: WebSocketEnd) { self.end = end }
  }
}
