// SPDX-License-Identifier: Apache-2.0

import Documents

/// What a scalar without quotes stands for, by YAML 1.2's core schema (section 10.3.2).
enum PlainScalar {
  /// This.
  case value(Node.Content)
  /// A number that we don't take, and what to write in its place.
  case refused(advice: String)

  init(_ text: String) {
    switch text {
    case "", "~", "null", "Null", "NULL": self = .value(.null)
    case "true", "True", "TRUE": self = .value(.bool(true))
    case "false", "False", "FALSE": self = .value(.bool(false))
    case ".nan", ".NaN", ".NAN": self = .refused(advice: "there is no such number here; put quotes around a text")
    default: self = Self.number(text) ?? .value(.string(text))
    }
  }

  /// What the text is as a number; nil for any other text.
  private static func number(_ text: String) -> PlainScalar? {
    var unsigned = text[...]
    let isNegative = text.hasPrefix("-")
    if isNegative || text.hasPrefix("+") { unsigned = unsigned.dropFirst() }
    guard let first = unsigned.utf8.first, isDigit(first) || first == UInt8(ascii: ".") else { return nil }
    if [".inf", ".Inf", ".INF"].contains(unsigned) {
      return .refused(advice: "there is no infinity here; put quotes around a text")
    }
    if unsigned.hasPrefix("0x") || unsigned.hasPrefix("0o") {
      let digits = unsigned.dropFirst(2)
      let radix = unsigned.hasPrefix("0x") ? 16 : 8
      guard !digits.isEmpty, digits.utf8.allSatisfy({ isDigit($0, radix: radix) }) else { return nil }
      return .refused(advice: "write numbers in decimal, or put quotes around a text")
    }
    guard let plain = canonical(unsigned) else { return nil }
    if let number = NumberText((isNegative ? "-" : "") + plain) { return .value(.number(number)) }
    return .refused(advice: "a number doesn't begin with a zero; drop it, or put quotes around a text")
  }

  /// The number in JSON's form as far as YAML's form differs: `.5` and `5.`; nil for what is no number.
  private static func canonical(_ text: Substring) -> String? {
    let exponentStart = text.firstIndex { $0 == "e" || $0 == "E" } ?? text.endIndex
    let mantissa = text[..<exponentStart].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let whole = mantissa[0]
    let fraction = mantissa.count > 1 ? mantissa[1] : ""
    guard whole.utf8.allSatisfy({ isDigit($0) }), fraction.utf8.allSatisfy({ isDigit($0) }),
      !whole.isEmpty || !fraction.isEmpty
    else { return nil }
    var exponent = text[exponentStart...].dropFirst()
    if exponentStart < text.endIndex {
      if exponent.hasPrefix("-") || exponent.hasPrefix("+") { exponent = exponent.dropFirst() }
      guard !exponent.isEmpty, exponent.utf8.allSatisfy({ isDigit($0) }) else { return nil }
    }
    let point = fraction.isEmpty ? "" : "."
    return (whole.isEmpty ? "0" : String(whole)) + point + fraction + text[exponentStart...]
  }

  private static func isDigit(_ byte: UInt8, radix: Int = 10) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0")) < radix
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): radix == 16
    default: false
    }
  }
}
