// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import TradingModel

/// The candle of a stream that has not closed yet.
struct CandleInProgress {
  private let clock: ShiftedTimeframe
  /// Nil before its first trade.
  private var candle: Candle?
  private var trades: TradeSummary?

  /// The candle as it stands at a time.
  init(of pair: Pair, _ clock: ShiftedTimeframe, in venue: VenueMarket, at now: Instant) {
    self.clock = clock
    let openTime = clock.openTime(containing: now)
    candle = venue.market.candle(of: pair, from: openTime, upTo: now)
    trades = venue.summaries.summary(of: pair, from: openTime, to: now.advanced(byMilliseconds: 1))
  }

  /// Counts in a trade.
  mutating func add(_ trade: PublicTrade) {
    let openTime = clock.openTime(containing: trade.time)
    let part = TradeSummary(trade)
    if candle?.openTime == openTime, trades != nil { trades?.add(part) } else { trades = part }
    guard let sum = trades else { return }
    candle = Candle(
      openTime: openTime, open: sum.open, high: sum.high, low: sum.low, close: sum.close, volume: sum.volume)
  }

  /// The candle in which a time lies, where it has begun.
  func figures(at time: Instant) -> KlineFigures? {
    guard let candle, candle.openTime == clock.openTime(containing: time) else { return nil }
    return KlineFigures(candle: candle, nextOpenTime: clock.openTime(candle.openTime, offset: 1), trades: trades)
  }

  /// The candle that closes at a time, from the market's record; nil where that has none.
  mutating func close(at time: Instant, of pair: Pair, in venue: VenueMarket) -> KlineFigures? {
    let openTime = clock.openTime(time, offset: -1)
    let sum = candle?.openTime == openTime ? trades : nil
    candle = nil
    trades = nil
    return venue.market.candle(of: pair, from: openTime, upTo: time.advanced(byMilliseconds: -1)).map { closed in
      KlineFigures(candle: closed, nextOpenTime: time, trades: sum)
    }
  }
}
