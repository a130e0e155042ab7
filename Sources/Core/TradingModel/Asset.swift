// SPDX-License-Identifier: Apache-2.0

/// What is bought, sold and held: `BTC`, `USDT`.
public struct Asset: Hashable, Sendable, Comparable, LosslessStringConvertible {
  /// The code in capitals.
  public let code: String

  /// An asset of its code: 1 to 20 capital letters and digits, or letters beyond ASCII as some venues list them.
  ///
  /// ASCII letters in lower case are raised. Nil where the rule is broken.
  public init?(_ text: String) {
    guard (1...20).contains(text.unicodeScalars.count) else { return nil }
    var code = ""
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        let byte = UInt8(ascii: scalar)
        guard byte.isUppercaseLetter || byte.isLowercaseLetter || byte.isDigit else { return nil }
        code.unicodeScalars.append(byte.isLowercaseLetter ? Unicode.Scalar(byte - 32) : scalar)
      } else {
        guard scalar.properties.isAlphabetic else { return nil }
        code.unicodeScalars.append(scalar)
      }
    }
    self.code = code
  }

  public var description: String { code }

  public static func < (left: Asset, right: Asset) -> Bool { left.code < right.code }
}
