// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Testing
import WebSockets

/// The server's side, mostly against a peer that sends raw bytes.
@Suite(.timeLimit(.minutes(5))) struct WebSocketServerTests {
  @Test func `answers plain HTTP and WebSockets on one port`() async throws {
    try await ServerHarness.run { server in
      let plain = try await RawPeer.connect(to: server.port)
      try await plain.send("GET /hello HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
      let answer = String(decoding: await plain.readToEnd(), as: UTF8.self)
      #expect(answer.hasPrefix("HTTP/1.1 200 OK") && answer.hasSuffix("hello"))
      let recorder = SocketRecorder()
      let connection = try await server.connect("/echo", recorder)
      connection.send(text: "ünï")
      connection.send(binary: ByteBuffer(bytes: [0, 255]))
      #expect(await recorder.next(2) == [.text("ünï"), .binary([0, 255])])
    }
  }

  @Test func `upgrades a connection that has carried plain requests before`() async throws {
    try await ServerHarness.run { server in
      let peer = try await RawPeer.connect(to: server.port)
      for _ in 0..<3 {
        try await peer.send("GET /hello HTTP/1.1\r\nHost: test\r\n\r\n")
        #expect(await peer.read(through: "hello").hasPrefix("HTTP/1.1 200 OK"))
      }
      try await peer.send(RawPeer.upgradeRequest("/echo"))
      #expect(await peer.read(through: "\r\n\r\n").contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
      try await peer.send(RawPeer.frame(.text, [0x68, 0x69]))
      #expect(await peer.read(count: 4) == [0x81, 2, 0x68, 0x69])
      try await peer.close()
    }
  }

  @Test func `answers an upgrade after the requests pipelined before it`() async throws {
    try await ServerHarness.run { server in
      let peer = try await RawPeer.connect(to: server.port)
      try await peer.send("GET /hello HTTP/1.1\r\nHost: test\r\n\r\n" + RawPeer.upgradeRequest("/echo"))
      let answer = await peer.read(through: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
      #expect(answer.hasPrefix("HTTP/1.1 200 OK"))
      #expect(answer.contains("helloHTTP/1.1 101"))
      try await peer.close()
    }
  }

  @Test(arguments: [
    (RawPeer.upgradeRequest("/closed?you"), "HTTP/1.1 403", "closed to you"),
    (RawPeer.upgradeRequest("/nowhere"), "HTTP/1.1 404", ""),
    (RawPeer.upgradeRequest("/hello"), "HTTP/1.1 200", "hello"),
    (RawPeer.upgradeRequest("/echo", version: "8"), "HTTP/1.1 426", ""),
    (RawPeer.upgradeRequest("/echo", extra: "Content-Length: 3\r\n") + "abc", "HTTP/1.1 400", ""),
    (RawPeer.upgradeRequest("/echo", extra: "Sec-WebSocket-Key: a\r\n"), "HTTP/1.1 400", ""),
    (
      "GET /hello HTTP/1.1\r\nHost: test\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n",
      "HTTP/1.1 200", "hello"
    ),
    ("GET /hello HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: close\r\n\r\n", "HTTP/1.1 200", "hello"),
  ])
  func `answers what it doesn't upgrade with HTTP and hangs up`(
    request: String, status: String, tail: String
  ) async throws {
    try await ServerHarness.run { server in
      let peer = try await RawPeer.connect(to: server.port)
      try await peer.send(request)
      let answer = String(decoding: await peer.readToEnd(), as: UTF8.self)
      #expect(answer.hasPrefix(status))
      #expect(answer.hasSuffix(tail))
      #expect(server.sockets.connectionCount == 0)
    }
  }

  @Test func `hands path, query and headers to the factory`() async throws {
    let seen = SocketRecorder()
    let admit: WebSocketServer.Admit = { request in
      let line = "\(request.path) \(request.query ?? "-") \(request.headers["X-A"])"
      return .accept { connection in
        connection.send(text: line)
        return EchoHandler(connection: connection)
      }
    }
    try await ServerHarness.run(admit: admit) { server in
      let client = WebSocketClient(group: MultiThreadedEventLoopGroup.singleton)
      _ = try await client.connect(
        to: server.url("/ws/a%40b?x=1&y"), headers: ["X-A": "1"], makeHandler: seen.factory)
      #expect(await seen.next() == .text("/ws/a%40b x=1&y [\"1\"]"))
    }
  }

  @Test func `joins the fragments of a client and answers a ping between them`() async throws {
    try await ServerHarness.run { server in
      let peer = try await RawPeer.upgraded(to: server.port)
      let bytes =
        RawPeer.frame(.text, Array("ab".utf8), isFinal: false) + RawPeer.frame(.ping, Array("42".utf8))
        + RawPeer.frame(.continuation, Array("cd".utf8))
      for byte in bytes { try await peer.send([byte]) }
      #expect(await peer.read(count: 10) == [0x8A, 2] + Array("42".utf8) + [0x81, 4] + Array("abcd".utf8))
      try await peer.close()
    }
  }

  struct Violation: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let code: UInt16

    init(_ name: String, _ bytes: [UInt8], _ code: UInt16) {
      testDescription = name
      self.bytes = bytes
      self.code = code
    }

    static let all = [
      Violation("half a character", RawPeer.frame(.text, [0xC3]), 1007),
      Violation("no mask", RawPeer.frame(.text, [0x61], mask: nil), 1002),
      Violation("nothing to continue", RawPeer.frame(.continuation, []), 1002),
      Violation("a fragmented ping", RawPeer.frame(.ping, [], isFinal: false), 1002),
      Violation("a long ping", RawPeer.frame(.ping, [UInt8](repeating: 0x61, count: 126)), 1002),
      Violation("a message too big", RawPeer.frame(.text, [UInt8](repeating: 0x61, count: 2000)), 1009),
      Violation("2^63-1 bytes", [0x81, 0xFF, 0x7F] + [UInt8](repeating: 0xFF, count: 7) + [1, 2, 3, 4], 1009),
      Violation("2^64-1 bytes", [0x81, 0xFF] + [UInt8](repeating: 0xFF, count: 8) + [1, 2, 3, 4], 1009),
    ]
  }

  @Test(arguments: Violation.all)
  func `closes on a broken protocol with the code that says how`(violation: Violation) async throws {
    var configuration = WebSocketConfiguration()
    configuration.messageBytesMax = 1000
    let recorder = SocketRecorder()
    let admit: WebSocketServer.Admit = { _ in .accept(recorder.factory) }
    try await ServerHarness.run(configuration: configuration, admit: admit) { server in
      let peer = try await RawPeer.upgraded(to: server.port)
      try await peer.send(violation.bytes)
      let answer = await peer.read(count: 4)
      #expect(answer.first == 0x88)
      #expect(answer.dropFirst(2).prefix(2).elementsEqual([UInt8(violation.code >> 8), UInt8(violation.code & 0xFF)]))
      try await peer.close()
      guard case .ended(.violation(let found, _)) = await recorder.next() else {
        Issue.record("another end")
        return
      }
      #expect(found.rawValue == violation.code)
    }
  }

  @Test func `isn't harmed by a client that vanishes in the middle of a frame`() async throws {
    let recorder = SocketRecorder()
    let admit: WebSocketServer.Admit = { request in
      request.path == "/echo" ? .accept { EchoHandler(connection: $0) } : .accept(recorder.factory)
    }
    try await ServerHarness.run(admit: admit) { server in
      let peer = try await RawPeer.upgraded(to: server.port, path: "/vanish")
      try await peer.send(Array(RawPeer.frame(.text, Array("half of it".utf8)).prefix(9)))
      try await peer.close()
      guard case .ended(.lost) = await recorder.next() else {
        Issue.record("not lost")
        return
      }
      let other = SocketRecorder()
      try await server.connect("/echo", other).send(text: "still here")
      #expect(await other.next() == .text("still here"))
    }
  }

  @Test func `drops every connection without a close frame`() async throws {
    try await ServerHarness.run { server in
      var recorders: [SocketRecorder] = []
      for _ in 0..<10 {
        let recorder = SocketRecorder()
        try await server.connect("/echo", recorder).send(text: "x")
        #expect(await recorder.next() == .text("x"))
        recorders.append(recorder)
      }
      #expect(server.sockets.connectionCount == 10)
      let connections = server.sockets.connections
      server.sockets.dropAll()
      for recorder in recorders {
        guard case .ended(.lost) = await recorder.next() else {
          Issue.record("not lost")
          return
        }
      }
      for connection in connections { #expect(await connection.waitForEnd() == .droppedByUs) }
      #expect(server.sockets.connectionCount == 0)
    }
  }

  @Test func `closes every connection with 1001 when it shuts down`() async throws {
    let recorder = SocketRecorder()
    try await ServerHarness.run { server in
      try await server.connect("/echo", recorder).send(text: "x")
      #expect(await recorder.next() == .text("x"))
    }
    #expect(await recorder.next() == .ended(.closedByPeer(.goingAway, reason: "")))
  }

  @Test func `cuts a client that reads too slowly, at the bound`() async throws {
    var configuration = WebSocketConfiguration()
    configuration.backlogBytesMax = 1 << 20
    let recorder = SocketRecorder()
    let admit: WebSocketServer.Admit = { _ in .accept(recorder.factory) }
    try await ServerHarness.run(configuration: configuration, admit: admit) { server in
      let peer = try await RawPeer.upgraded(to: server.port)
      try await peer.stopReading()
      let connection = try #require(server.sockets.connections.first)
      let message = ByteBuffer(repeating: 0x61, count: 1 << 16)
      var sent = 0
      // Two turns of the connection's loop after each message let the socket take what it can.
      while connection.send(text: message), sent < 4096 {
        sent += 1
        try await connection.eventLoop.submit {}.get()
      }
      #expect(sent < 4096)
      #expect(await recorder.next() == .ended(.backlogExceeded(limitBytes: 1 << 20)))
      try await peer.close()
    }
  }

  @Test func `serves many connections at once`() async throws {
    try await ServerHarness.run { server in
      try await withThrowingTaskGroup(of: [SocketEvent].self) { group in
        for number in 0..<200 {
          group.addTask {
            let recorder = SocketRecorder()
            let connection = try await server.connect("/echo", recorder)
            for part in 0..<20 { connection.send(text: "\(number) \(part)") }
            let events = await recorder.next(20)
            connection.close()
            return events
          }
        }
        for try await events in group {
          guard case .text(let first) = events.first else {
            Issue.record("no echo")
            return
          }
          let number = first.prefix { $0 != " " }
          #expect(events == (0..<20).map { .text("\(number) \($0)") })
        }
      }
    }
  }
}
