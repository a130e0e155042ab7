// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// A timeframe whose boundaries lie so many milliseconds before UTC's, as in another time zone.
public struct ShiftedTimeframe: Sendable {
  /// How long a candle is.
  public let timeframe: Timeframe
  /// By how many milliseconds the boundaries lie before UTC's.
  public let offset: Int64

  /// A timeframe in a time zone.
  public init(timeframe: Timeframe, offset: Int64) {
    self.timeframe = timeframe
    self.offset = offset
  }

  /// The open time of the candle that an instant falls into.
  public func openTime(containing instant: Instant) -> Instant {
    timeframe.openTime(containing: instant.advanced(byMilliseconds: offset)).advanced(byMilliseconds: -offset)
  }

  /// The open time so many candles later, or earlier for a negative offset.
  public func openTime(_ openTime: Instant, offset count: Int) -> Instant {
    timeframe.openTime(openTime.advanced(byMilliseconds: offset), offset: count).advanced(byMilliseconds: -offset)
  }

  func openTime(atOrAfter instant: Instant) -> Instant {
    let openTime = openTime(containing: instant)
    return openTime == instant ? instant : self.openTime(openTime, offset: 1)
  }

  /// Whether every boundary is one of the level's too.
  func isMadeUp(of level: Timeframe) -> Bool {
    if level == timeframe { return offset == 0 || (level <= .oneDay && offset % level.milliseconds == 0) }
    guard level <= .oneDay, level < timeframe, offset % level.milliseconds == 0 else { return false }
    // Beyond a day every timeframe is whole days.
    return (timeframe > .oneDay ? CalendarDay.milliseconds : timeframe.milliseconds) % level.milliseconds == 0
  }
}
