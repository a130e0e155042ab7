// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import TradingModel

/// Tells what happens on one pair, in the order of venue time.
struct PairFeed {
  /// What is sent on the streams of the pair.
  enum Event {
    case trade(PublicTrade)
    case quote(Quote, updateID: Int64)
    case candle(Timeframe, KlineFigures, isClosed: Bool, at: Instant)
  }

  private let pair: Pair
  private let market: any MarketRecord
  /// How the best prices follow from trades, and in which hour.
  private var book: (hour: Instant, model: QuoteModel)
  private let step: Quantity
  private var tape: MarketTape
  private var watched: Set<Timeframe> = []
  /// The candles in progress, and the numbers of their trades.
  private var current: [Timeframe: Current] = [:]

  private struct Current {
    var candle: Candle
    var numbers: ClosedRange<Int64>?
  }

  /// Something that is due at a time whether or not somebody trades.
  private struct Mark {
    let time: Instant
    let isClose: Bool
    let timeframe: Timeframe
  }

  init?(pair: Pair, market: any MarketRecord) {
    guard let rules = market.rules(of: pair) else { return nil }
    self.pair = pair
    self.market = market
    book = (.epoch, QuoteModel(rules: rules, spreadTicks: market.spreadTicks(of: pair)))
    step = rules.lot.step
    tape = MarketTape(of: pair, on: market)
  }

  /// From now on these candles are told, as of a time up to which everything has been told.
  mutating func watch(_ timeframes: some Sequence<Timeframe>, at now: Instant) {
    var next: [Timeframe: Current] = [:]
    for timeframe in timeframes {
      next[timeframe] = current[timeframe] ?? begun(timeframe, at: now)
    }
    current = next
    watched = Set(timeframes)
  }

  /// Hands out what happens after one time and up to another (inclusive).
  ///
  /// A candle is told as closed before the trades of the next one. Of a candle in progress the newest state on the
  /// stream's grid is told, once per call and candle.
  mutating func advance(after last: Instant, upTo now: Instant, _ take: (Event) -> Void) {
    let range = last.advanced(byMilliseconds: 1)..<now.advanced(byMilliseconds: 1)
    var marks = marks(after: last, upTo: now)[...]
    for trade in tape.trades(in: range) {
      while let mark = marks.first, mark.time < trade.time || (mark.isClose && mark.time == trade.time) {
        tell(mark, take)
        marks.removeFirst()
      }
      count(trade)
      take(.trade(trade))
      take(.quote(quote(after: trade), updateID: trade.id))
    }
    for mark in marks { tell(mark, take) }
  }

  private mutating func quote(after trade: PublicTrade) -> Quote {
    let hour = Timeframe.oneHour.openTime(containing: trade.time)
    if book.hour != hour, let model = market.quoteModel(of: pair, at: trade.time) { book = (hour, model) }
    return book.model.quote(after: trade)
  }

  private mutating func count(_ trade: PublicTrade) {
    for timeframe in watched {
      let openTime = timeframe.openTime(containing: trade.time)
      if var begun = current[timeframe], begun.candle.openTime == openTime {
        begun.candle.add(trade)
        begun.numbers = (begun.numbers?.lowerBound ?? trade.id)...trade.id
        current[timeframe] = begun
      } else {
        current[timeframe] = Current(
          candle: Candle(
            openTime: openTime, open: trade.price, high: trade.price, low: trade.price, close: trade.price,
            volume: trade.quantity), numbers: trade.id...trade.id)
      }
    }
  }

  private mutating func tell(_ mark: Mark, _ take: (Event) -> Void) {
    let timeframe = mark.timeframe
    guard mark.isClose else {
      guard let begun = current[timeframe], begun.candle.openTime == timeframe.openTime(containing: mark.time) else {
        return
      }
      let figures = KlineFigures(
        candle: begun.candle, nextOpenTime: timeframe.openTime(after: begun.candle.openTime),
        tradeNumbers: begun.numbers, step: step)
      take(.candle(timeframe, figures, isClosed: false, at: mark.time))
      return
    }
    current[timeframe] = nil
    let openTime = timeframe.openTime(mark.time, offset: -1)
    let last = mark.time.advanced(byMilliseconds: -1)
    guard let candle = market.candle(of: pair, from: openTime, upTo: last) else { return }
    let figures = market.figures(of: candle, pair: pair, nextOpenTime: mark.time, now: mark.time)
    take(.candle(timeframe, figures, isClosed: true, at: mark.time))
  }

  private func begun(_ timeframe: Timeframe, at now: Instant) -> Current? {
    let openTime = timeframe.openTime(containing: now)
    return market.candle(of: pair, from: openTime, upTo: now).map { candle in
      let figures = market.figures(
        of: candle, pair: pair, nextOpenTime: timeframe.openTime(after: openTime), now: now)
      return Current(candle: candle, numbers: figures.tradeNumbers)
    }
  }

  private func marks(after last: Instant, upTo now: Instant) -> [Mark] {
    var marks: [Mark] = []
    for timeframe in watched {
      var openTime = timeframe.openTime(containing: last)
      var told = last
      while told < now {
        let close = timeframe.openTime(after: openTime)
        if let update = update(of: timeframe, after: max(told, openTime), before: close, upTo: now) {
          marks.append(Mark(time: update, isClose: false, timeframe: timeframe))
        }
        if close <= now { marks.append(Mark(time: close, isClose: true, timeframe: timeframe)) }
        told = close
        openTime = close
      }
    }
    return marks.sorted { left, right in
      if left.time != right.time { return left.time < right.time }
      if left.isClose != right.isClose { return left.isClose }
      return left.timeframe < right.timeframe
    }
  }

  /// The last time on the stream's grid after one time, before a close, and up to a time (inclusive).
  private func update(
    of timeframe: Timeframe, after last: Instant, before close: Instant, upTo now: Instant
  ) -> Instant? {
    let grid: Int64 = timeframe == .oneSecond ? 1000 : 2000
    let newest = min(close.advanced(byMilliseconds: -1), now)
    let due = newest.advanced(byMilliseconds: -newest.milliseconds.flooredRemainder(dividingBy: grid))
    return due > last ? due : nil
  }
}

extension Candle {
  /// Counts in a trade of the same interval.
  fileprivate mutating func add(_ trade: PublicTrade) {
    if volume == .zero {
      (open, high, low) = (trade.price, trade.price, trade.price)
    }
    high = max(high, trade.price)
    low = min(low, trade.price)
    close = trade.price
    volume = volume + trade.quantity
  }
}
