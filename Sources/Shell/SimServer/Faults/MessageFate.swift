// SPDX-License-Identifier: Apache-2.0

import NIOCore
import TradingModel

/// What becomes of a message on which faults act.
struct MessageFate: Hashable {
  /// What is sent in its place, in order; nothing where it never comes.
  var texts: [ByteBuffer]
  /// By how many milliseconds it is late; nil where it isn't.
  var delay: Int64?
  /// The fault by which it changes places with the next one.
  var swappedBy: Int?
  /// The numbers of the faults that hit it.
  var hits: [Int] = []

  /// - Parameters:
  ///   - text: the message as it would be sent.
  ///   - faults: in the order of their effects.
  init(of text: ByteBuffer, _ facts: MessageFacts, _ form: MessageForm, faults: [AimedFault]) {
    var (before, text, copies): ([ByteBuffer], ByteBuffer, Int) = ([], text, 1)
    texts = []
    for aimed in faults where aimed.hits(facts) {
      switch aimed.fault.effect {
      case .silence, .lose, .loseClosing:
        hits = [aimed.id]
        return
      case .addFields: text = Self.withUnknownFields(text)
      case .addEvent: before.append(Self.unknownEvent(at: facts.time, form))
      case .cut: text = Self.cut(text, aimed.choice(facts))
      case .double: copies *= 2
      case .delay(let milliseconds): delay = max(delay ?? 0, milliseconds)
      case .swap:
        guard delay == nil, swappedBy == nil else { continue }
        swappedBy = aimed.id
      }
      hits.append(aimed.id)
    }
    texts = before + Array(repeating: text, count: copies)
  }

  /// A member that no document knows, of every kind.
  private static let unknownMember = Array("\"zz\":[\"new\",1.5e3,null,{\"zz\":true}]".utf8)

  /// The text with a member more at the beginning of every object.
  static func withUnknownFields(_ text: ByteBuffer) -> ByteBuffer {
    var result = ByteBuffer()
    var (isInText, isEscaped, followsBegin) = (false, false, false)
    for byte in text.readableBytesView {
      if followsBegin, byte != UInt8(ascii: "}") { result.writeInteger(UInt8(ascii: ",")) }
      followsBegin = !isInText && byte == UInt8(ascii: "{")
      if byte == UInt8(ascii: "\""), !isEscaped { isInText.toggle() }
      isEscaped = isInText && byte == UInt8(ascii: "\\") && !isEscaped
      result.writeInteger(byte)
      if followsBegin { result.writeBytes(unknownMember) }
    }
    return result
  }

  /// An event whose name no document knows.
  private static func unknownEvent(at time: Instant, _ form: MessageForm) -> ByteBuffer {
    let bytes = Array("{\"e\":\"zzNews\",\"E\":\(form.unit.number(time)),\"zz\":[1,{\"b\":\"c\"}]}".utf8)
    return form.isCombined ? StreamFrames.combined(bytes, name: form.stream) : ByteBuffer(bytes: bytes)
  }

  /// The beginning of a text: at least a byte, never all, still UTF-8.
  static func cut(_ text: ByteBuffer, _ dice: FaultDice) -> ByteBuffer {
    let bytes = text.readableBytesView
    guard bytes.count > 1 else { return text }
    var end = bytes.startIndex + 1 + dice.below(bytes.count - 1)
    while end > bytes.startIndex + 1, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return ByteBuffer(bytes: bytes[..<end])
  }
}
