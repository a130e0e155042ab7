// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// How long a candle is: Binance's sixteen intervals. Boundaries are in UTC; weeks open on Monday, months on the 1st.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints#klinecandlestick-data
public enum Timeframe: String, Hashable, Sendable, CaseIterable {
  /// One second.
  case oneSecond = "1s"
  /// One minute.
  case oneMinute = "1m"
  /// Three minutes.
  case threeMinutes = "3m"
  /// Five minutes.
  case fiveMinutes = "5m"
  /// Fifteen minutes.
  case fifteenMinutes = "15m"
  /// Thirty minutes.
  case thirtyMinutes = "30m"
  /// One hour.
  case oneHour = "1h"
  /// Two hours.
  case twoHours = "2h"
  /// Four hours.
  case fourHours = "4h"
  /// Six hours.
  case sixHours = "6h"
  /// Eight hours.
  case eightHours = "8h"
  /// Twelve hours.
  case twelveHours = "12h"
  /// One UTC day.
  case oneDay = "1d"
  /// Three UTC days, counted from 1970-01-01.
  case threeDays = "3d"
  /// A week from Monday 00:00 UTC.
  case oneWeek = "1w"
  /// A calendar month in UTC.
  case oneMonth = "1M"

  /// The venue's text: `5m`. Minutes are `m`, months `M`.
  public var text: String { rawValue }

  /// How long a candle is in milliseconds; for a month the shortest, 28 days.
  public var milliseconds: Int64 {
    switch self {
    case .oneSecond: 1000
    case .oneMinute: 60_000
    case .threeMinutes: 180_000
    case .fiveMinutes: 300_000
    case .fifteenMinutes: 900_000
    case .thirtyMinutes: 1_800_000
    case .oneHour: 3_600_000
    case .twoHours: 7_200_000
    case .fourHours: 14_400_000
    case .sixHours: 21_600_000
    case .eightHours: 28_800_000
    case .twelveHours: 43_200_000
    case .oneDay: 86_400_000
    case .threeDays: 259_200_000
    case .oneWeek: 604_800_000
    case .oneMonth: 2_419_200_000
    }
  }

  /// The open time of the candle that an instant falls into.
  public func openTime(containing instant: Instant) -> Instant {
    switch self {
    case .oneMonth:
      let (year, month, _) = instant.day.date
      return CalendarDay(year: year, month: month, day: 1).start
    case .oneWeek:
      let monday = CalendarDay(daysSinceEpoch: -3).start.milliseconds  // 1969-12-29
      let sinceMonday = instant.milliseconds - monday
      return Instant(milliseconds: instant.milliseconds - sinceMonday.flooredRemainder(dividingBy: milliseconds))
    default:
      let rest = instant.milliseconds.flooredRemainder(dividingBy: milliseconds)
      return Instant(milliseconds: instant.milliseconds - rest)
    }
  }

  /// The open time that follows an open time; it is also when that candle closes.
  public func openTime(after openTime: Instant) -> Instant {
    self.openTime(openTime, offset: 1)
  }

  /// The open time so many candles later, or earlier for a negative offset.
  public func openTime(_ openTime: Instant, offset: Int) -> Instant {
    guard self == .oneMonth else { return openTime.advanced(byMilliseconds: milliseconds * Int64(offset)) }
    let (year, month, _) = openTime.day.date
    return CalendarDay(year: year, month: month + Int64(offset), day: 1).start
  }

  /// How many candles open from one open time (inclusive) up to another (exclusive); 0 where there are none.
  public func count(from first: Instant, to last: Instant) -> Int {
    guard first < last else { return 0 }
    guard self == .oneMonth else { return Int((last.milliseconds(since: first) + milliseconds - 1) / milliseconds) }
    let (firstYear, firstMonth, _) = first.day.date
    let (lastYear, lastMonth, _) = last.day.date
    let months = Int((lastYear - firstYear) * 12 + lastMonth - firstMonth)
    return self.openTime(first, offset: months) < last ? months + 1 : months
  }
}

extension Timeframe: Comparable {
  public static func < (left: Timeframe, right: Timeframe) -> Bool { left.milliseconds < right.milliseconds }
}

extension Timeframe: CustomStringConvertible {
  public var description: String { rawValue }
}
