// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOWebSocket

/// Turns the frames of one direction into messages and holds them against RFC 6455, section 5.
struct MessageAssembler {
  /// What one frame led to.
  enum Step: Equatable {
    case incomplete
    case text(ByteBuffer)
    case binary(ByteBuffer)
    case ping(ByteBuffer)
    case pong(ByteBuffer)
    case close(WebSocketCloseCode?, reason: String)
    case violation(WebSocketCloseCode, String)
  }

  private struct Fragments {
    var isText: Bool
    var count: Int
    var payload: ByteBuffer
  }

  private let messageBytesMax: Int
  private let fragmentsMax: Int
  /// A server's peer masks every frame, a client's peer none.
  private let peerMasks: Bool
  private var fragments: Fragments?

  init(messageBytesMax: Int, fragmentsMax: Int, peerMasks: Bool) {
    self.messageBytesMax = messageBytesMax
    self.fragmentsMax = fragmentsMax
    self.peerMasks = peerMasks
  }

  mutating func receive(_ frame: WebSocketFrame) -> Step {
    guard frame.reservedBits.isEmpty else { return .violation(.protocolError, "a reserved bit is set") }
    guard (frame.maskKey != nil) == peerMasks else {
      return .violation(.protocolError, peerMasks ? "a frame without mask" : "a masked frame from a server")
    }
    let payload = frame.unmaskedData
    switch frame.opcode {
    case .text: return start(isText: true, payload, isFinal: frame.fin)
    case .binary: return start(isText: false, payload, isFinal: frame.fin)
    case .continuation: return append(payload, isFinal: frame.fin)
    case .ping: return .ping(payload)
    case .pong: return .pong(payload)
    case .connectionClose: return Self.close(payload)
    default: return .violation(.protocolError, "unknown opcode")
    }
  }

  private mutating func start(isText: Bool, _ payload: ByteBuffer, isFinal: Bool) -> Step {
    guard fragments == nil else {
      return .violation(.protocolError, "a new message before the end of the fragmented one")
    }
    if isFinal { return Self.message(isText: isText, payload) }
    fragments = Fragments(isText: isText, count: 1, payload: payload)
    return .incomplete
  }

  private mutating func append(_ payload: ByteBuffer, isFinal: Bool) -> Step {
    guard var assembled = fragments else {
      return .violation(.protocolError, "a continuation without a message to continue")
    }
    fragments = nil
    assembled.count += 1
    guard assembled.count <= fragmentsMax else {
      return .violation(.messageTooBig, "more than \(fragmentsMax) fragments")
    }
    guard assembled.payload.readableBytes + payload.readableBytes <= messageBytesMax else {
      return .violation(.messageTooBig, "more than \(messageBytesMax) bytes")
    }
    assembled.payload.writeImmutableBuffer(payload)
    if isFinal { return Self.message(isText: assembled.isText, assembled.payload) }
    fragments = assembled
    return .incomplete
  }

  private static func message(isText: Bool, _ payload: ByteBuffer) -> Step {
    guard isText else { return .binary(payload) }
    return isUTF8(payload) ? .text(payload) : .violation(.invalidPayload, "a text message that isn't UTF-8")
  }

  private static func close(_ payload: ByteBuffer) -> Step {
    var payload = payload
    if payload.readableBytes == 0 { return .close(nil, reason: "") }
    guard let number = payload.readInteger(as: UInt16.self) else {
      return .violation(.protocolError, "half a close code")
    }
    let code = WebSocketCloseCode(rawValue: number)
    guard code.isAllowedInFrame else { return .violation(.protocolError, "close code \(number)") }
    guard isUTF8(payload) else { return .violation(.invalidPayload, "a close reason that isn't UTF-8") }
    return .close(code, reason: String(buffer: payload))
  }

  private static func isUTF8(_ payload: ByteBuffer) -> Bool {
    guard #available(macOS 26, *) else {
      return String(validating: payload.readableBytesView, as: UTF8.self) != nil
    }
    return (try? UTF8Span(validating: payload.readableBytesUInt8Span)) != nil
  }
}
