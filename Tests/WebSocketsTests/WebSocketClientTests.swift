// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import NIOWebSocket
import Testing
import WebSockets

@Suite(.timeLimit(.minutes(5))) struct WebSocketClientTests {
  @Test func `hears the frames that arrive in one segment with the acceptance`() async throws {
    let server = try await RawServer { channel, request in
      var answer = (try? RawServer.acceptance(of: request)) ?? ByteBuffer()
      answer.writeBytes(RawPeer.frame(.text, Array("one".utf8), mask: nil))
      answer.writeBytes(RawPeer.frame(.text, Array("two".utf8), mask: nil))
      answer.writeBytes(RawPeer.frame(.connectionClose, [0x03, 0xE8, 0x6F, 0x6B], mask: nil))
      channel.writeAndFlush(answer, promise: nil)
    }
    let recorder = SocketRecorder()
    let connection = try await connect(to: server.port, recorder)
    let end = WebSocketEnd.closedByPeer(.normal, reason: "ok")
    #expect(await recorder.next(4) == [.text("one"), .text("two"), .ended(end)])
    #expect(await connection.waitForEnd() == end)
    try await server.stop()
  }

  @Test func `answers a ping with its payload, and hears pings and pongs`() async throws {
    let sides = SocketRecorder()
    let admit: WebSocketServer.Admit = { _ in
      .accept { connection in
        connection.ping(ByteBuffer(string: "1735689600000"))
        return sides.factory(connection)
      }
    }
    try await ServerHarness.run(admit: admit) { server in
      let recorder = SocketRecorder()
      let connection = try await server.connect("/", recorder)
      #expect(await recorder.next() == .ping("1735689600000"))
      #expect(await sides.next() == .pong("1735689600000"))
      connection.ping(ByteBuffer(string: "mine"))
      #expect(await recorder.next() == .pong("mine"))
      connection.pong()
      #expect(await sides.next(2) == [.ping("mine"), .pong("")])
    }
  }

  @Test func `closes after what was sent, and both sides know why`() async throws {
    let sides = SocketRecorder()
    let admit: WebSocketServer.Admit = { _ in .accept(sides.factory) }
    try await ServerHarness.run(admit: admit) { server in
      let connection = try await server.connect()
      connection.send(text: "last words")
      connection.close(.normal, reason: "bye")
      #expect(!connection.send(text: "too late"))
      #expect(await connection.waitForEnd() == .closedByUs(.normal))
      #expect(await sides.next(3) == [.text("last words"), .ended(.closedByPeer(.normal, reason: "bye"))])
    }
  }

  @Test func `refuses a message that is too big, and tells the server`() async throws {
    let sides = SocketRecorder()
    let admit: WebSocketServer.Admit = { _ in
      .accept { connection in
        connection.send(text: String(repeating: "x", count: 100_000))
        return sides.factory(connection)
      }
    }
    try await ServerHarness.run(admit: admit) { server in
      var configuration = WebSocketConfiguration()
      configuration.messageBytesMax = 10_000
      let connection = try await server.connect(configuration: configuration)
      let detail = "a frame of more than 10000 bytes"
      #expect(await connection.waitForEnd() == .violation(.messageTooBig, detail))
      #expect(await sides.next() == .ended(.closedByPeer(.messageTooBig, reason: detail)))
    }
  }

  @Test func `says which status refused it`() async throws {
    try await ServerHarness.run { server in
      await #expect(throws: WebSocketConnectError.refused(status: 403, retryAfterSeconds: nil)) {
        _ = try await server.connect("/closed")
      }
      await #expect(throws: WebSocketConnectError.refused(status: 404, retryAfterSeconds: nil)) {
        _ = try await server.connect("/nowhere")
      }
    }
    let banning = try await RawServer { channel, _ in
      channel.writeAndFlush(
        ByteBuffer(string: "HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n"), promise: nil)
    }
    await #expect(throws: WebSocketConnectError.refused(status: 429, retryAfterSeconds: 7)) {
      _ = try await connect(to: banning.port)
    }
    try await banning.stop()
  }

  @Test(arguments: [
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n",
    "HTTP/1.1 101 Switching Protocols\r\n\r\n", "SSH-2.0-OpenSSH\r\n\r\n", "",
  ])
  func `refuses an answer that isn't the handshake`(answer: String) async throws {
    let server = try await RawServer { channel, _ in
      channel.writeAndFlush(ByteBuffer(string: answer)).whenComplete { _ in channel.close(promise: nil) }
    }
    let error = await #expect(throws: WebSocketConnectError.self) { _ = try await connect(to: server.port) }
    guard case .brokenHandshake = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    try await server.stop()
  }

  @Test func `says when nobody listens`() async throws {
    // A privileged port that is nobody's: another test may get any ephemeral one.
    let error = await #expect(throws: WebSocketConnectError.self) { _ = try await connect(to: 1) }
    guard case .unreachable = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `gives up on a server that doesn't answer`() async throws {
    let server = try await RawServer { _, _ in }
    var impatient = WebSocketConfiguration()
    impatient.connectTimeout = .milliseconds(50)
    let configuration = impatient
    await #expect(throws: WebSocketConnectError.timedOut(after: .milliseconds(50))) {
      _ = try await connect(to: server.port, configuration: configuration)
    }
    try await server.stop()
  }

  @Test func `stops a handshake when its task is cancelled`() async throws {
    let (requests, arrived) = AsyncStream<Void>.makeStream()
    let server = try await RawServer { _, _ in arrived.yield() }
    let attempt = Task { try await connect(to: server.port) }
    for await _ in requests { break }
    attempt.cancel()
    await #expect(throws: WebSocketConnectError.cancelled) { _ = try await attempt.value }
    try await server.stop()
  }

  @Test func `knows a connection as lost when the server vanishes`() async throws {
    let server = try await RawServer { channel, request in
      var answer = (try? RawServer.acceptance(of: request)) ?? ByteBuffer()
      answer.writeBytes(RawPeer.frame(.text, Array("cut short".utf8), mask: nil).prefix(5))
      channel.writeAndFlush(answer).whenComplete { _ in channel.close(promise: nil) }
    }
    let recorder = SocketRecorder()
    let connection = try await connect(to: server.port, recorder)
    guard case .lost = await connection.waitForEnd() else {
      Issue.record("not lost")
      return
    }
    try await server.stop()
  }

  private func connect(
    to port: Int, _ recorder: SocketRecorder = SocketRecorder(),
    configuration: WebSocketConfiguration = WebSocketConfiguration()
  ) async throws(WebSocketConnectError) -> WebSocketConnection {
    guard let url = WebSocketURL("ws://127.0.0.1:\(port)/") else { throw .unreachable("port \(port)") }
    return try await WebSocketClient(group: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
      .connect(to: url, makeHandler: recorder.factory)
  }
}
