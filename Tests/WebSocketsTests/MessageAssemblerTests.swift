// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOWebSocket
import Testing

@testable import WebSockets

@Suite struct MessageAssemblerTests {
  typealias Step = MessageAssembler.Step

  @Test func `joins fragments and lets control frames through between them`() {
    var assembler = MessageAssembler(messageBytesMax: 100, fragmentsMax: 3, peerMasks: false)
    #expect(assembler.receive(frame(.text, "a", isFinal: false)) == .incomplete)
    #expect(assembler.receive(frame(.ping, "p")) == .ping(ByteBuffer(string: "p")))
    #expect(assembler.receive(frame(.continuation, "b", isFinal: false)) == .incomplete)
    #expect(assembler.receive(frame(.continuation, "c")) == .text(ByteBuffer(string: "abc")))
    #expect(assembler.receive(frame(.binary, "d")) == .binary(ByteBuffer(string: "d")))
  }

  @Test func `joins fragments before it looks for UTF-8, for a character may be split`() {
    var assembler = MessageAssembler(messageBytesMax: 100, fragmentsMax: 3, peerMasks: false)
    #expect(assembler.receive(frame(.text, [0xE2, 0x82], isFinal: false)) == .incomplete)
    #expect(assembler.receive(frame(.continuation, [0xAC])) == .text(ByteBuffer(string: "€")))
  }

  @Test func `bounds the bytes and the number of fragments`() {
    var narrow = MessageAssembler(messageBytesMax: 3, fragmentsMax: 9, peerMasks: false)
    #expect(narrow.receive(frame(.text, "ab", isFinal: false)) == .incomplete)
    #expect(narrow.receive(frame(.continuation, "cd")) == .violation(.messageTooBig, "more than 3 bytes"))
    var few = MessageAssembler(messageBytesMax: 100, fragmentsMax: 2, peerMasks: false)
    #expect(few.receive(frame(.text, "", isFinal: false)) == .incomplete)
    #expect(few.receive(frame(.continuation, "", isFinal: false)) == .incomplete)
    #expect(few.receive(frame(.continuation, "")) == .violation(.messageTooBig, "more than 2 fragments"))
  }

  @Test(arguments: [
    (WebSocketOpcode.continuation, [UInt8](), WebSocketCloseCode.protocolError),
    (.text, [0xFF], .invalidPayload),
    (.text, [0xED, 0xA0, 0x80], .invalidPayload),
    (.connectionClose, [0x03], .protocolError),
    (.connectionClose, [0x03, 0xED], .protocolError),
    (.connectionClose, [0x03, 0xE8, 0xFF], .invalidPayload),
  ])
  func `names the violation`(opcode: WebSocketOpcode, payload: [UInt8], code: WebSocketCloseCode) {
    var assembler = MessageAssembler(messageBytesMax: 100, fragmentsMax: 9, peerMasks: false)
    guard case .violation(let found, _) = assembler.receive(frame(opcode, payload)) else {
      Issue.record("no violation")
      return
    }
    #expect(found == code)
  }

  @Test func `refuses a message inside a message, reserved bits, unknown opcodes and wrong masks`() throws {
    var assembler = MessageAssembler(messageBytesMax: 100, fragmentsMax: 9, peerMasks: false)
    _ = assembler.receive(frame(.text, "a", isFinal: false))
    #expect(isProtocolError(assembler.receive(frame(.text, "b"))))
    assembler = MessageAssembler(messageBytesMax: 100, fragmentsMax: 9, peerMasks: false)
    let reserved = WebSocketFrame(fin: true, rsv1: true, opcode: .text, data: ByteBuffer())
    #expect(isProtocolError(assembler.receive(reserved)))
    let unknown = try #require(WebSocketOpcode(encodedWebSocketOpcode: 0x3))
    #expect(isProtocolError(assembler.receive(frame(unknown, ""))))
    let masked = WebSocketFrame(fin: true, opcode: .text, maskKey: [1, 2, 3, 4], data: ByteBuffer())
    #expect(isProtocolError(assembler.receive(masked)))
    var server = MessageAssembler(messageBytesMax: 100, fragmentsMax: 9, peerMasks: true)
    #expect(isProtocolError(server.receive(frame(.text, "a"))))
  }

  @Test func `reads a close frame with and without code`() {
    var assembler = MessageAssembler(messageBytesMax: 100, fragmentsMax: 9, peerMasks: false)
    #expect(assembler.receive(frame(.connectionClose, "")) == .close(nil, reason: ""))
    #expect(assembler.receive(frame(.connectionClose, [0x03, 0xE8, 0x6F])) == .close(.normal, reason: "o"))
  }

  private func isProtocolError(_ step: Step) -> Bool {
    if case .violation(.protocolError, _) = step { true } else { false }
  }

  private func frame(_ opcode: WebSocketOpcode, _ text: String, isFinal: Bool = true) -> WebSocketFrame {
    frame(opcode, Array(text.utf8), isFinal: isFinal)
  }

  private func frame(_ opcode: WebSocketOpcode, _ bytes: [UInt8], isFinal: Bool = true) -> WebSocketFrame {
    WebSocketFrame(fin: isFinal, opcode: opcode, data: ByteBuffer(bytes: bytes))
  }
}
