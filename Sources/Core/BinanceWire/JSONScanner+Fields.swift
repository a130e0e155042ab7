// SPDX-License-Identifier: Apache-2.0

import Documents
import MarketData
import TradingModel

extension JSONScanner {
  /// Reads a decimal that is written as a string.
  mutating func readDecimal() throws(JSONError) -> Fixed {
    try readString { text in try? Fixed(ascii: text) }
  }

  /// Reads a decimal that is written as a string; a value of another kind is passed over, for nil.
  mutating func decimalOrSkip() throws(JSONError) -> Fixed? {
    guard try nextKind() == .string else { return try skipped() }
    return try readDecimal()
  }

  /// Reads milliseconds since 1970, of a year that a date can name: arithmetic on it can't overflow.
  mutating func readInstant() throws(JSONError) -> Instant {
    let instant = Instant(milliseconds: try readInt64())
    guard Instant.textRange.contains(instant) else { throw failure(.refusedValue) }
    return instant
  }

  /// Reads milliseconds since 1970; a value of another kind is passed over, for nil.
  mutating func instantOrSkip() throws(JSONError) -> Instant? {
    guard try nextKind() == .number else { return try skipped() }
    return try readInstant()
  }

  /// Reads a whole number; a value of another kind is passed over, for nil.
  mutating func int64OrSkip() throws(JSONError) -> Int64? {
    guard try nextKind() == .number else { return try skipped() }
    return try readInt64()
  }

  /// Reads a truth value; a value of another kind is passed over, for nil.
  mutating func boolOrSkip() throws(JSONError) -> Bool? {
    guard try nextKind() == .boolean else { return try skipped() }
    return try readBool()
  }

  /// Reads a string; a value of another kind is passed over, for nil.
  mutating func stringOrSkip() throws(JSONError) -> String? {
    guard try nextKind() == .string else { return try skipped() }
    return try readString()
  }

  private mutating func skipped<Value>() throws(JSONError) -> Value? {
    try skipValue()
    return nil
  }
}

extension RawSpan {
  /// Whether the bytes are those of a text.
  func isEqual(to text: StaticString) -> Bool {
    guard byteCount == text.utf8CodeUnitCount else { return false }
    return withUnsafeBytes { bytes in
      for index in bytes.indices where bytes[index] != text.utf8Start[index] { return false }
      return true
    }
  }

  /// The bytes as text.
  var text: String {
    withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
  }
}

extension Timeframe {
  /// The timeframe of its text (`5m`) as bytes, or nil where it is none of the sixteen.
  init?(ascii bytes: RawSpan) {
    guard (2...3).contains(bytes.byteCount) else { return nil }
    let code = bytes.withUnsafeBytes { $0.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } }
    guard let timeframe = Self.byCode(code) else { return nil }
    self = timeframe
  }

  private static func byCode(_ code: UInt32) -> Timeframe? {
    switch code {
    case 0x3173: .oneSecond
    case 0x316D: .oneMinute
    case 0x336D: .threeMinutes
    case 0x356D: .fiveMinutes
    case 0x31356D: .fifteenMinutes
    case 0x33306D: .thirtyMinutes
    case 0x3168: .oneHour
    case 0x3268: .twoHours
    case 0x3468: .fourHours
    case 0x3668: .sixHours
    case 0x3868: .eightHours
    case 0x313268: .twelveHours
    case 0x3164: .oneDay
    case 0x3364: .threeDays
    case 0x3177: .oneWeek
    case 0x314D: .oneMonth
    default: nil
    }
  }
}
