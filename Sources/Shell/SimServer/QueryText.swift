// SPDX-License-Identifier: Apache-2.0

/// The parameters of a query as they were sent, decoded, in order.
struct QueryText: Hashable, Sendable {
  struct Parameter: Hashable, Sendable {
    let name: String
    let value: String
  }

  let parameters: [Parameter]

  init(parameters: [Parameter]) { self.parameters = parameters }

  /// Reads `a=1&b=%5B2%5D`; what can't be decoded stays as it is.
  ///
  /// - Parameter plusIsSpace: whether a plus sign is read as a space, as in a form; in stream names it is itself.
  init(_ text: String, plusIsSpace: Bool = true) {
    parameters = text.split(separator: "&").map { part in
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return Parameter(
        name: Self.decoded(String(sides[0]), plusIsSpace: plusIsSpace),
        value: sides.count == 2 ? Self.decoded(String(sides[1]), plusIsSpace: plusIsSpace) : "")
    }
  }

  subscript(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

  /// Undoes percent-encoding, and reads plus signs as spaces where that is wanted.
  static func decoded(_ text: String, plusIsSpace: Bool = true) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else { return text }
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
          return text
        }
        bytes.append(value)
        rest.removeFirst(2)
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
