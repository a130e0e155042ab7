// SPDX-License-Identifier: Apache-2.0

/// Takes a query string apart.
public enum QueryString {
  /// A name with its value.
  public struct Item: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The value; empty where there is none.
    public let value: String
  }

  /// The items of a query string, in order.
  ///
  /// - Throws: `malformed` for bad percent-encoding, or what is not UTF-8.
  public static func items(_ query: String) throws(ControlError) -> [Item] {
    var items: [Item] = []
    for part in query.split(separator: "&") {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = sides.count == 2 ? sides[1] : ""
      guard let name = decoded(sides[0], plusIsSpace: true), let text = decoded(value, plusIsSpace: true) else {
        throw .malformed("the query has a bad percent-encoding: '\(String(part).brief)'")
      }
      items.append(Item(name: name, value: text))
    }
    return items
  }

  /// A text without its percent-encoding; nil where that is broken, or gives no UTF-8.
  public static func decoded(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
          return nil
        }
        bytes.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
