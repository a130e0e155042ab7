// SPDX-License-Identifier: Apache-2.0

/// Bytes as hexadecimal digits.
enum HexText {
  /// The bytes of an even number of digits of either case; nil for anything else.
  static func decoded(_ text: String) -> [UInt8]? {
    let digits = text.utf8.map { UInt8(hexDigit: $0) }
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digits[index], let low = digits[index + 1] else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }
}

/// Bytes as RFC 4648 base64.
enum Base64Text {
  /// The bytes of a padded text; nil for anything else.
  static func decoded(_ text: String) -> [UInt8]? {
    let characters = Array(text.utf8)
    guard !characters.isEmpty, characters.count.isMultiple(of: 4) else { return nil }
    let padding = characters.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard padding <= 2 else { return nil }
    var bytes: [UInt8] = []
    var (bits, count): (UInt32, Int) = (0, 0)
    for character in characters.dropLast(padding) {
      guard let value = alphabet.firstIndex(of: character) else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 6
      guard count >= 8 else { continue }
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
    }
    return bytes
  }

  /// What stands between the lines `-----BEGIN …-----` and `-----END …-----`.
  static func decodedPEM(_ text: String) -> [UInt8]? {
    let lines = text.split { $0.isNewline }.map { $0.filter { !$0.isWhitespace } }
    guard let begin = lines.firstIndex(where: { $0.hasPrefix("-----BEGIN") }),
      let end = lines.lastIndex(where: { $0.hasPrefix("-----END") }), begin < end
    else { return nil }
    return decoded(lines[(begin + 1)..<end].joined())
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}

extension UInt8 {
  /// The value of a hexadecimal digit.
  fileprivate init?(hexDigit: UInt8) {
    switch hexDigit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self = hexDigit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self = hexDigit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self = hexDigit - UInt8(ascii: "A") + 10
    default: return nil
    }
  }
}
