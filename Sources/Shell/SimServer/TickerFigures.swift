// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import TradingModel

/// What was traded of a pair in a window of time.
struct TickerFigures: Hashable, Sendable {
  let pair: Pair
  let openTime: Instant
  /// The last moment of the window, inclusive.
  let closeTime: Instant
  /// Nil without trades.
  let trades: TradeSummary?
  /// The price before the window, or its first one where there is none; 0 where nobody traded so far.
  let previousClose: Price

  var open: Price { trades?.open ?? previousClose }
  var high: Price { trades?.high ?? previousClose }
  var low: Price { trades?.low ?? previousClose }
  var last: Price { trades?.close ?? previousClose }
  var volume: Quantity { trades?.volume ?? .zero }
  var quoteVolume: Money { trades?.quoteVolume ?? .zero }

  var change: Fixed { last.value - open.value }

  /// In percent of the open, to three places.
  var changePercent: Fixed {
    guard open > .zero else { return .zero }
    return (try? Fixed(units: change.units * 100).divided(by: open.value, places: 3, rounding: .halfEven)) ?? .zero
  }

  /// Quote volume by volume, to eight places.
  var weightedAverage: Fixed {
    guard let trades else { return .zero }
    return (try? trades.quoteVolume.value.divided(by: trades.volume.value, places: 8, rounding: .halfEven)) ?? .zero
  }
}

/// From when on a ticker counts.
enum TickerWindow: Hashable, Sendable {
  /// So many milliseconds up to now.
  case rolling(Int64)
  /// So many milliseconds up to now, begun on a minute.
  case fromMinute(Int64)
  /// Today, in a time zone so many milliseconds ahead of UTC.
  case day(offset: Int64)

  /// The window at a time: its first moment, its last one (inclusive).
  func bounds(at now: Instant) -> (openTime: Instant, closeTime: Instant) {
    switch self {
    case .rolling(let length): return (now.advanced(byMilliseconds: -length), now)
    case .fromMinute(let length):
      return (Timeframe.oneMinute.openTime(containing: now.advanced(byMilliseconds: -length)), now)
    case .day(let offset):
      let day = ShiftedTimeframe(timeframe: .oneDay, offset: offset)
      let openTime = day.openTime(containing: now)
      return (openTime, day.openTime(openTime, offset: 1).advanced(byMilliseconds: -1))
    }
  }

  static let oneDay = TickerWindow.rolling(86_400_000)
}

extension SummaryCache {
  /// When the figures of a pair were made: while it rests they stand still as they were.
  private func standstill(of pair: Pair, at now: Instant) -> Instant {
    guard let rest = market.rest(of: pair, at: now), let span = market.span(of: pair),
      rest.lowerBound > span.lowerBound
    else { return now }
    return rest.lowerBound.advanced(byMilliseconds: -1)
  }

  /// A pair's figures over a window at `now`, inclusive.
  func ticker(of pair: Pair, over window: TickerWindow, at now: Instant) -> TickerFigures {
    let now = standstill(of: pair, at: now)
    let (openTime, closeTime) = window.bounds(at: now)
    let trades = summary(of: pair, from: openTime, to: min(closeTime, now).advanced(byMilliseconds: 1))
    let before = market.lastTrade(of: pair, at: openTime.advanced(byMilliseconds: -1))?.price
    return TickerFigures(
      pair: pair, openTime: openTime, closeTime: closeTime, trades: trades,
      previousClose: before ?? trades?.open ?? .zero)
  }

  /// The mean price of five minutes by volume, and when the last trade in them was; the last price where nobody traded.
  func averagePrice(of pair: Pair, at now: Instant) -> (price: Fixed, lastTrade: Instant)? {
    guard let last = market.lastTrade(of: pair, at: now) else { return nil }
    let figures = ticker(of: pair, over: .rolling(Self.averageMilliseconds), at: now)
    return (figures.trades == nil ? last.price.value : figures.weightedAverage, last.time)
  }

  /// Over how many minutes a price is averaged.
  static let averageMinutes = 5
  private static let averageMilliseconds = Int64(averageMinutes) * 60_000
}
