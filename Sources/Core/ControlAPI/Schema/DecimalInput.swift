// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// Reads a decimal of a request exactly: a string, or a JSON number as it is written, exponents included.
enum DecimalInput {
  /// Why a value is no decimal.
  enum Fault: Error, Hashable {
    /// It is neither string nor number, or no decimal at all.
    case noDecimal
    /// It has too many digits in front of the point.
    case tooLarge
    /// It has too many digits behind the point.
    case tooPrecise
    /// It is negative where that makes no sense.
    case negative

    /// What is added to what would be right.
    var explanation: String? {
      switch self {
      case .noDecimal, .negative: nil
      case .tooLarge: "it can have at most 15 digits before the point"
      case .tooPrecise: "it can have at most \(Fixed.decimalPlaces) decimal places"
      }
    }
  }

  /// How many digits a number with an exponent may have.
  static let longestText = 40

  /// How many digits a string may have before the point.
  static let wholeDigits = 15

  /// The regular expression of a decimal string; what is accepted always matches it.
  static func pattern(allowsNegative: Bool) -> String {
    "^\(allowsNegative ? "-?" : "")[0-9]{1,\(wholeDigits)}(\\.[0-9]{1,\(Fixed.decimalPlaces)})?$"
  }

  /// The value of a string or number.
  static func value(of node: Node, allowsNegative: Bool = true) throws(Fault) -> Fixed {
    let text: String
    switch node.content {
    case .string(let string): text = try measured(string)
    case .number(let number): text = try plain(number.text)
    default: throw .noDecimal
    }
    if !allowsNegative, text.hasPrefix("-") { throw .negative }
    do {
      return try Fixed(text: text)
    } catch {
      switch error {
      case .malformed: throw .noDecimal
      case .tooLarge: throw .tooLarge
      case .tooPrecise: throw .tooPrecise
      }
    }
  }

  /// A string that has no more digits than the pattern allows, zeros that say nothing included.
  private static func measured(_ text: String) throws(Fault) -> String {
    guard text.utf8.allSatisfy(isDecimalByte) else { throw .noDecimal }
    let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
    let whole = digits.prefix { $0 != UInt8(ascii: ".") }
    guard whole.count <= wholeDigits else { throw .tooLarge }
    guard digits.count - whole.count <= Fixed.decimalPlaces + 1 else { throw .tooPrecise }
    return text
  }

  private static func isDecimalByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
  }

  /// A JSON number without its exponent: `1.5e3` is `1500`.
  private static func plain(_ text: String) throws(Fault) -> String {
    let parts = text.lowercased().split(separator: "e", maxSplits: 1)
    guard parts.count == 2 else { return text }
    guard let exponent = Int(parts[1]) else { throw .tooLarge }
    let isNegative = parts[0].hasPrefix("-")
    let numbers = parts[0].drop { $0 == "-" }.split(separator: ".", maxSplits: 1)
    let whole = String(numbers[0])
    let fraction = numbers.count == 2 ? String(numbers[1]) : ""
    let digits = Array((whole + fraction).utf8)
    guard digits.contains(where: { $0 != 0x30 }) else { return "0" }
    guard exponent <= 40, exponent >= -40, digits.count <= longestText else {
      throw exponent > 0 ? .tooLarge : .tooPrecise
    }
    return (isNegative ? "-" : "") + placed(digits, point: whole.utf8.count + exponent)
  }

  /// Digits with the point behind the first so many.
  private static func placed(_ digits: [UInt8], point: Int) -> String {
    var digits = digits
    var point = point
    if point <= 0 {
      digits.insert(contentsOf: Array(repeating: 0x30, count: 1 - point), at: 0)
      point = 1
    }
    if point > digits.count { digits += Array(repeating: 0x30, count: point - digits.count) }
    var whole = Array(digits[..<point].drop { $0 == 0x30 })
    if whole.isEmpty { whole = [0x30] }
    var fraction = Array(digits[point...])
    while fraction.last == 0x30 { fraction.removeLast() }
    let text = String(decoding: whole, as: UTF8.self)
    return fraction.isEmpty ? text : text + "." + String(decoding: fraction, as: UTF8.self)
  }
}

extension Schema.Bounds {
  /// Whether a value lies within.
  func hold(for value: Fixed) -> Bool {
    if let minimum, value < minimum || (excludesMinimum && value == minimum) { return false }
    if let maximum, value > maximum { return false }
    return true
  }

  /// Whether a minus sign can make sense.
  var allowsNegative: Bool { minimum.map(\.isNegative) ?? true }

  /// What goes on after "must be".
  var expectation: String {
    let lower = minimum.map { excludesMinimum ? "above \($0)" : "at least \($0)" }
    let upper = maximum.map { "at most \($0)" }
    let bounds = [lower, upper].compactMap { $0 }.joined(separator: " and ")
    return bounds.isEmpty ? "a decimal such as \"0.5\"" : "a decimal \(bounds)"
  }
}
