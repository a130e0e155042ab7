// SPDX-License-Identifier: Apache-2.0

import Testing
import TradingModel

@testable import TestKit

@Suite struct TimeTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00.000Z", 0), ("1970-01-01T00:00:00.001Z", 1), ("2000-02-29T12:00:00.000Z", 951_825_600_000),
    ("2026-11-20T23:10:36.123Z", 1_795_216_236_123), ("2024-02-29T23:59:59.999Z", 1_709_251_199_999),
    ("2100-03-01T00:00:00.000Z", 4_107_542_400_000), ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
  ])
  func `prints and reads RFC 3339`(text: String, milliseconds: Int64) {
    #expect(Instant(milliseconds: milliseconds).description == text)
    #expect(Instant(text) == Instant(milliseconds: milliseconds))
  }

  @Test(arguments: [
    ("2026-11-20", "2026-11-20T00:00:00.000Z"), ("2026-11-20T23:10:36Z", "2026-11-20T23:10:36.000Z"),
    ("2026-11-20t23:10:36z", "2026-11-20T23:10:36.000Z"), ("2026-11-20T23:10:36.5Z", "2026-11-20T23:10:36.500Z"),
    ("2026-11-20T23:10:36.123456789Z", "2026-11-20T23:10:36.123Z"),
    ("2026-11-20T23:10:36+01:30", "2026-11-20T21:40:36.000Z"),
    ("2026-11-20T23:10:36.25-02:00", "2026-11-21T01:10:36.250Z"),
    ("2026-01-01T00:00:00+00:01", "2025-12-31T23:59:00.000Z"),
  ])
  func `reads short forms and offsets`(text: String, printed: String) {
    #expect(Instant(text)?.description == printed)
  }

  @Test(arguments: [
    "", "2026", "2026-11", "2026-11-20T", "2026-11-20T23:10", "2026-11-20T23:10:36", "2026-11-20 23:10:36Z",
    "2026-11-20T24:00:00Z", "2026-11-20T23:60:00Z", "2026-11-20T23:10:60Z", "2026-11-20T23:10:36.Z",
    "2026-11-20T23:10:36.1234567890Z", "2026-11-20T23:10:36ZZ", "2026-11-20T23:10:36+0100", "2026-11-20T23:10:36+24:00",
    "2026-11-20T23:10:36+01:60", "2026-11-31", "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
    "1969-12-31", "0000-01-01", "26-11-20", "2026/11/20", "2026-1-20", "+026-11-20", "2026-11-20Z", "²026-11-20",
    "1795216236123", "1970-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
  ])
  func `refuses other texts and days that don't exist`(text: String) {
    #expect(Instant(text) == nil)
  }

  @Test func `every millisecond of interest reads back as itself`() {
    var random = SplitMix(seed: 11)
    for _ in 0..<3000 {
      let instant = Instant(milliseconds: Int64.random(in: 0...253_402_300_799_999, using: &random))
      #expect(Instant(instant.description) == instant)
    }
  }

  @Test func `instants lie on days, before 1970 as well`() {
    #expect(Instant(milliseconds: -1).day.description == "1969-12-31")
    #expect(Instant(milliseconds: -1).description == "1969-12-31T23:59:59.999Z")
    #expect(Instant(milliseconds: -1).startOfDay == Instant(milliseconds: -86_400_000))
    #expect(Instant(milliseconds: 86_399_999).startOfDay == .epoch)
    #expect(Instant(milliseconds: 86_400_000).day == CalendarDay(daysSinceEpoch: 1))
    #expect(Instant(milliseconds: 5).milliseconds(since: Instant(milliseconds: 7)) == -2)
    #expect(Instant(milliseconds: 5).advanced(byMilliseconds: -7) == Instant(milliseconds: -2))
  }

  @Test func `days follow one another through 400 years, as the calendar has them`() {
    let lengths: [Int64] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var day = CalendarDay(year: 1900, month: 1, day: 1)
    for year in Int64(1900)..<2300 {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      for month in Int64(1)...12 {
        for date in 1...(lengths[Int(month) - 1] + (isLeap && month == 2 ? 1 : 0)) {
          #expect(day.date == (year, month, date))
          #expect(CalendarDay(year: year, month: month, day: date) == day)
          day = CalendarDay(daysSinceEpoch: day.daysSinceEpoch + 1)
        }
      }
    }
  }

  @Test(arguments: [(13, "2027-01-01"), (0, "2025-12-01"), (-11, "2025-01-01"), (25, "2028-01-01"), (12, "2026-12-01")])
  func `months beyond a year are carried`(month: Int64, day: String) {
    #expect(CalendarDay(year: 2026, month: month, day: 1).description == day)
  }

  @Test(arguments: [(7, 3, 2, 1), (-7, 3, -3, 2), (6, 3, 2, 0), (-6, 3, -2, 0), (0, 3, 0, 0), (-1, 3, -1, 2)])
  func `floors quotients`(number: Int64, divisor: Int64, quotient: Int64, remainder: Int64) {
    #expect(number.flooredQuotient(dividingBy: divisor) == quotient)
    #expect(number.flooredRemainder(dividingBy: divisor) == remainder)
  }
}
