// SPDX-License-Identifier: Apache-2.0

/// A point in time by the venue's clock: milliseconds since 1970-01-01 00:00 UTC, leap seconds not counted.
@frozen
public struct Instant: Hashable, Sendable, Comparable {
  /// Milliseconds since 1970-01-01 00:00 UTC.
  public let milliseconds: Int64

  /// Makes an instant of milliseconds since 1970-01-01 00:00 UTC.
  @inlinable
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// 1970-01-01 00:00 UTC.
  public static let epoch = Instant(milliseconds: 0)

  /// The years that a text can name and an instant should lie in: 1970 to 9999.
  public static let textRange =
    Instant(milliseconds: 0)...Instant(milliseconds: 253_402_300_799_999)

  @inlinable
  public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

  /// The instant a number of milliseconds later (or earlier, for a negative one).
  @inlinable
  public func advanced(byMilliseconds milliseconds: Int64) -> Instant {
    Instant(milliseconds: self.milliseconds + milliseconds)
  }

  /// How many milliseconds have gone by since another instant; negative where it lies ahead.
  @inlinable
  public func milliseconds(since other: Instant) -> Int64 { milliseconds - other.milliseconds }

  /// The start of the UTC day.
  public var startOfDay: Instant {
    Instant(milliseconds: milliseconds - milliseconds.flooredRemainder(dividingBy: CalendarDay.milliseconds))
  }

  /// The UTC day.
  public var day: CalendarDay {
    CalendarDay(daysSinceEpoch: milliseconds.flooredQuotient(dividingBy: CalendarDay.milliseconds))
  }
}

extension Instant: CustomStringConvertible, LosslessStringConvertible {
  /// RFC 3339 in UTC with milliseconds: `2026-11-20T23:10:36.000Z`.
  public var description: String {
    var rest = milliseconds.flooredRemainder(dividingBy: CalendarDay.milliseconds)
    let millisecond = rest % 1000
    rest /= 1000
    let time = [rest / 3600, rest / 60 % 60, rest % 60].map { Self.padded($0, to: 2) }.joined(separator: ":")
    return "\(day)T\(time).\(Self.padded(millisecond, to: 3))Z"
  }

  /// Reads RFC 3339 with `Z` or an offset, or a UTC date alone (`2026-11-20`); nil for anything else, and
  /// outside ``textRange``.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10, let day = CalendarDay(ascii: bytes[0..<10]) else { return nil }
    guard bytes.count > 10 else {
      self = day.start
      return
    }
    guard let time = TimeOfDayReader(bytes: bytes[10...]).milliseconds else { return nil }
    let instant = day.start.advanced(byMilliseconds: time)
    guard Self.textRange.contains(instant) else { return nil }
    self = instant
  }

  static func padded(_ number: Int64, to width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: Swift.max(0, width - text.utf8.count)) + text
  }
}

/// Reads `T23:10:36.123Z` or `T23:10:36+01:00`.
private struct TimeOfDayReader {
  var bytes: ArraySlice<UInt8>

  /// Milliseconds since the start of the UTC day (negative or above a day for an offset), or nil.
  var milliseconds: Int64? {
    var reader = self
    return reader.read()
  }

  private mutating func read() -> Int64? {
    guard let separator = bytes.popFirst(), separator == UInt8(ascii: "T") || separator == UInt8(ascii: "t") else {
      return nil
    }
    guard let hour = digits(2), hour < 24, skip(":"), let minute = digits(2), minute < 60, skip(":"),
      let second = digits(2), second < 60
    else { return nil }
    var milliseconds = ((hour * 60 + minute) * 60 + second) * 1000
    if skip(".") {
      guard let fraction = fraction() else { return nil }
      milliseconds += fraction
    }
    guard let offset = offset(), bytes.isEmpty else { return nil }
    return milliseconds - offset
  }

  private mutating func fraction() -> Int64? {
    var milliseconds: Int64 = 0
    var count = 0
    while let byte = bytes.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), count < 9 {
      if count < 3 { milliseconds = milliseconds * 10 + Int64(byte - UInt8(ascii: "0")) }
      count += 1
      bytes.removeFirst()
    }
    guard count > 0 else { return nil }
    for _ in Swift.min(count, 3)..<3 { milliseconds *= 10 }
    return milliseconds
  }

  private mutating func offset() -> Int64? {
    if skip("Z") || skip("z") { return 0 }
    let sign: Int64 = skip("-") ? -1 : 1
    if sign > 0, !skip("+") { return nil }
    guard let hour = digits(2), hour < 24, skip(":"), let minute = digits(2), minute < 60 else { return nil }
    return sign * (hour * 60 + minute) * 60_000
  }

  private mutating func digits(_ count: Int) -> Int64? {
    guard bytes.count >= count, let number = decimalNumber(bytes.prefix(count)) else { return nil }
    bytes.removeFirst(count)
    return number
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard bytes.first == UInt8(ascii: character) else { return false }
    bytes.removeFirst()
    return true
  }
}

/// The number that ASCII digits spell, or nil where one is no digit.
func decimalNumber(_ bytes: ArraySlice<UInt8>) -> Int64? {
  var number: Int64 = 0
  for byte in bytes {
    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
    number = number * 10 + Int64(byte - UInt8(ascii: "0"))
  }
  return number
}
