// SPDX-License-Identifier: Apache-2.0

/// A day of the proleptic Gregorian calendar, in UTC.
public struct CalendarDay: Hashable, Sendable, Comparable {
  /// Days since 1970-01-01, which was a Thursday.
  public let daysSinceEpoch: Int64

  /// How long a day is, in milliseconds.
  public static let milliseconds: Int64 = 86_400_000

  /// Makes a day of a count of days since 1970-01-01.
  public init(daysSinceEpoch: Int64) { self.daysSinceEpoch = daysSinceEpoch }

  /// Makes the day of a date; the month may lie outside 1 to 12 and is carried into the year.
  public init(year: Int64, month: Int64, day: Int64) {
    // Days from civil, by Howard Hinnant: years start in March, so that the leap day is the last of a year.
    let months = year * 12 + month - 1
    let shifted = months - 2
    let marchYear = shifted.flooredQuotient(dividingBy: 12)
    let marchMonth = shifted.flooredRemainder(dividingBy: 12)
    let era = marchYear.flooredQuotient(dividingBy: 400)
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    daysSinceEpoch = era * 146_097 + dayOfEra - 719_468
  }

  /// Year, month (1 to 12) and day of the month (1 to 31).
  public var date: (year: Int64, month: Int64, day: Int64) {
    let shifted = daysSinceEpoch + 719_468
    let era = shifted.flooredQuotient(dividingBy: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }

  /// The first instant of the day.
  public var start: Instant { Instant(milliseconds: daysSinceEpoch * Self.milliseconds) }

  public static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.daysSinceEpoch < right.daysSinceEpoch }

  /// Reads `2026-11-20`; nil where there is no such day between 1970 and 9999.
  init?(ascii bytes: ArraySlice<UInt8>) {
    let bytes = Array(bytes)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = decimalNumber(bytes[0..<4]), let month = decimalNumber(bytes[5..<7]),
      let day = decimalNumber(bytes[8..<10]), year >= 1970, (1...12).contains(month), day >= 1
    else { return nil }
    self.init(year: year, month: month, day: day)
    guard date == (year, month, day) else { return nil }
  }
}

extension CalendarDay: CustomStringConvertible {
  /// `2026-11-20`.
  public var description: String {
    let (year, month, day) = date
    return "\(Instant.padded(year, to: 4))-\(Instant.padded(month, to: 2))-\(Instant.padded(day, to: 2))"
  }
}

extension Int64 {
  /// The quotient rounded towards the smaller number, for a divisor above 0.
  @inlinable
  public func flooredQuotient(dividingBy divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// What is left after ``flooredQuotient(dividingBy:)``: 0 or above.
  @inlinable
  public func flooredRemainder(dividingBy divisor: Int64) -> Int64 {
    let remainder = self % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }
}
