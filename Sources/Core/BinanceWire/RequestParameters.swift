// SPDX-License-Identifier: Apache-2.0

import Documents

/// The parameters of a request, in the order in which they are sent, with the texts that are signed.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security
public struct RequestParameters: Hashable, Sendable {
  /// A value as it is written.
  public enum Value: Hashable, Sendable {
    /// A text; decimals are texts too.
    case text(String)
    /// A whole number.
    case number(Int64)
    /// A truth value.
    case flag(Bool)

    /// The value as it is signed, and as it stands in a query before it is encoded.
    public var text: String {
      switch self {
      case .text(let text): text
      case .number(let number): String(number)
      case .flag(let flag): flag ? "true" : "false"
      }
    }
  }

  /// A name and its value.
  public struct Parameter: Hashable, Sendable {
    /// The venue's name for it.
    public let name: String
    /// What it is set to.
    public let value: Value
  }

  /// The parameters in their order.
  public private(set) var items: [Parameter] = []

  /// No parameters.
  public init() {}

  /// Adds a parameter at the end.
  public mutating func add(_ parameter: Parameter) { items.append(parameter) }

  /// Adds a text at the end; nil adds nothing.
  public mutating func add(_ name: String, _ text: String?) {
    if let text { items.append(Parameter(name: name, value: .text(text))) }
  }

  /// Adds a whole number at the end; nil adds nothing.
  public mutating func add(_ name: String, _ number: (some FixedWidthInteger)?) {
    if let number { items.append(Parameter(name: name, value: .number(Int64(number)))) }
  }

  /// Adds a truth value at the end; nil adds nothing.
  public mutating func add(_ name: String, _ flag: Bool?) {
    if let flag { items.append(Parameter(name: name, value: .flag(flag))) }
  }

  /// The value of a name, or nil.
  public subscript(_ name: String) -> Value? { items.first { $0.name == name }?.value }

  /// The query of a REST request: `name=value` in order, percent-encoded. This is also the text that is signed.
  public var query: String {
    items.map { "\($0.name.percentEncoded)=\($0.value.text.percentEncoded)" }.joined(separator: "&")
  }

  /// The text that is signed for the WebSocket API: all parameters but `signature`, by name, not encoded.
  public var webSocketPayload: String {
    items.filter { $0.name != "signature" }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      .map { "\($0.name)=\($0.value.text)" }.joined(separator: "&")
  }

  /// Writes the parameters as an object, in order.
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    for item in items {
      writer.key(item.name)
      switch item.value {
      case .text(let text): writer.string(text)
      case .number(let number): writer.number(number)
      case .flag(let flag): writer.bool(flag)
      }
    }
    writer.endObject()
  }
}

extension String {
  /// The text with every byte escaped but the unreserved ones of RFC 3986: ASCII letters, digits and `-._~`.
  public var percentEncoded: String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
