// SPDX-License-Identifier: Apache-2.0

import MarketData
import Testing
import TradingModel

@Suite struct TimeframeTests {
  @Test func `has Binance's sixteen intervals, shortest first`() {
    let texts = Timeframe.allCases.map(\.text)
    #expect(
      texts == [
        "1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M",
      ])
    #expect(Timeframe.allCases == Timeframe.allCases.sorted())
    #expect(Set(texts).count == 16)
  }

  @Test(arguments: ["", "1", "m", "5M", "1H", "60m", "7m", "1y", " 1m", "1m ", "01m"])
  func `refuses other intervals`(text: String) {
    #expect(Timeframe(rawValue: text) == nil)
  }

  /// All of Friday 2026-11-20T23:10:36.123Z, but the last two rows.
  @Test(arguments: [
    ("1s", "2026-11-20T23:10:36Z", "2026-11-20T23:10:37Z"), ("1m", "2026-11-20T23:10:00Z", "2026-11-20T23:11:00Z"),
    ("3m", "2026-11-20T23:09:00Z", "2026-11-20T23:12:00Z"), ("5m", "2026-11-20T23:10:00Z", "2026-11-20T23:15:00Z"),
    ("15m", "2026-11-20T23:00:00Z", "2026-11-20T23:15:00Z"), ("30m", "2026-11-20T23:00:00Z", "2026-11-20T23:30:00Z"),
    ("1h", "2026-11-20T23:00:00Z", "2026-11-21"), ("2h", "2026-11-20T22:00:00Z", "2026-11-21"),
    ("4h", "2026-11-20T20:00:00Z", "2026-11-21"), ("6h", "2026-11-20T18:00:00Z", "2026-11-21"),
    ("8h", "2026-11-20T16:00:00Z", "2026-11-21"), ("12h", "2026-11-20T12:00:00Z", "2026-11-21"),
    ("1d", "2026-11-20", "2026-11-21"), ("3d", "2026-11-18", "2026-11-21"), ("1w", "2026-11-16", "2026-11-23"),
    ("1M", "2026-11-01", "2026-12-01"),
  ])
  func `knows the candle that an instant falls into, and the next`(text: String, open: String, next: String) throws {
    let timeframe = try #require(Timeframe(rawValue: text))
    let openTime = timeframe.openTime(containing: at("2026-11-20T23:10:36.123Z"))
    #expect(openTime == at(open))
    #expect(timeframe.openTime(after: openTime) == at(next))
  }

  @Test(arguments: [
    ("2026-11-15T23:59:59.999Z", "2026-11-09"), ("2026-11-16", "2026-11-16"),
    ("2026-11-22T23:59:59.999Z", "2026-11-16"),
    ("1970-01-05", "1970-01-05"), ("2024-02-29T12:00:00Z", "2024-02-26"), ("2027-01-01", "2026-12-28"),
  ])
  func `a week opens on Monday`(instant: String, monday: String) {
    #expect(Timeframe.oneWeek.openTime(containing: at(instant)) == at(monday))
  }

  @Test(arguments: Timeframe.allCases)
  func `before 1970 boundaries go on`(timeframe: Timeframe) {
    let openTime = timeframe.openTime(containing: Instant(milliseconds: -1))
    #expect(openTime <= Instant(milliseconds: -1))
    #expect(timeframe.openTime(after: openTime) > Instant(milliseconds: -1))
    #expect(timeframe.openTime(containing: openTime) == openTime)
  }

  @Test(arguments: [
    ("2026-01-01", 1, "2026-02-01"), ("2026-12-01", 1, "2027-01-01"), ("2026-01-01", -1, "2025-12-01"),
    ("2024-02-01", 12, "2025-02-01"), ("2026-11-01", -500, "1985-03-01"), ("2026-11-01", 0, "2026-11-01"),
  ])
  func `months have their own lengths`(openTime: String, offset: Int, expected: String) {
    #expect(Timeframe.oneMonth.openTime(at(openTime), offset: offset) == at(expected))
  }

  @Test(arguments: Timeframe.allCases)
  func `counting and offsetting agree`(timeframe: Timeframe) {
    let first = timeframe.openTime(containing: at("2024-02-29T12:34:56Z"))
    for count in [0, 1, 2, 7, 12, 13, 500, 1000] {
      let last = timeframe.openTime(first, offset: count)
      #expect(timeframe.count(from: first, to: last) == count)
      #expect(timeframe.openTime(last, offset: -count) == first)
      #expect(timeframe.openTime(containing: last) == last)
      // An instant inside candle number `count` has one more opened up to it.
      #expect(timeframe.count(from: first, to: last.advanced(byMilliseconds: 1)) == count + 1)
    }
    #expect(timeframe.count(from: timeframe.openTime(after: first), to: first) == 0)
  }

  @Test(arguments: Timeframe.allCases)
  func `boundaries follow one another without hole or overlap`(timeframe: Timeframe) {
    var openTime = timeframe.openTime(containing: at("2023-12-30T22:11:00Z"))
    for _ in 0..<200 {
      let next = timeframe.openTime(after: openTime)
      #expect(timeframe.openTime(containing: next) == next)
      #expect(timeframe.openTime(containing: next.advanced(byMilliseconds: -1)) == openTime)
      openTime = next
    }
  }
}

func at(_ text: String) -> Instant { Instant(text)! }
