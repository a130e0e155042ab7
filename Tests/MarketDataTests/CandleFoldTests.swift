// SPDX-License-Identifier: Apache-2.0

import MarketData
import Testing
import TradingModel

@testable import TestKit

/// So many small candles from a time on, each with figures of its own.
private func small(_ timeframe: Timeframe, from start: Instant, count: Int, seed: UInt64 = 1) -> [Candle] {
  var random = SplitMix(seed: seed)
  return (0..<count).map { index in
    let prices = (0..<4).map { _ in Int.random(in: 100...200, using: &random) }
    return Candle(
      openTime: timeframe.openTime(start, offset: index), open: Price(Fixed(prices[0])),
      high: Price(Fixed(prices.max()!)), low: Price(Fixed(prices.min()!)), close: Price(Fixed(prices[1])),
      volume: Quantity(Fixed(Int.random(in: 0...9, using: &random))))
  }
}

/// The candle of an interval, put together in another way.
private func expected(_ timeframe: Timeframe, at openTime: Instant, of small: [Candle]) -> Candle? {
  let end = timeframe.openTime(after: openTime)
  let parts = small.filter { $0.openTime >= openTime && $0.openTime < end }
  guard let first = parts.first, let last = parts.last else { return nil }
  return Candle(
    openTime: openTime, open: first.open, high: parts.map(\.high).max()!, low: parts.map(\.low).min()!,
    close: last.close, volume: parts.map(\.volume).reduce(.zero, +))
}

private let steps: [(Timeframe, Timeframe)] = [
  (.oneMinute, .threeMinutes), (.oneMinute, .fiveMinutes), (.fiveMinutes, .oneHour), (.oneHour, .fourHours),
  (.fourHours, .eightHours), (.sixHours, .twelveHours), (.oneHour, .oneDay), (.oneDay, .threeDays),
  (.oneDay, .oneWeek), (.eightHours, .oneWeek), (.oneDay, .oneMonth), (.twelveHours, .oneMonth),
]

@Suite struct CandleFoldTests {
  @Test func `knows of what each of the sixteen is made`() {
    let table: [(Timeframe, Set<Timeframe>)] = [
      (.oneSecond, []), (.oneMinute, [.oneSecond]), (.threeMinutes, [.oneSecond, .oneMinute]),
      (.fiveMinutes, [.oneSecond, .oneMinute]),
      (.eightHours, Set(Timeframe.allCases.filter { $0 <= .fourHours })),
      (.twelveHours, Set(Timeframe.allCases.filter { $0 <= .sixHours })),
      (.threeDays, Set(Timeframe.allCases.filter { $0 <= .oneDay })),
      (.oneWeek, Set(Timeframe.allCases.filter { $0 <= .oneDay })),
      (.oneMonth, Set(Timeframe.allCases.filter { $0 <= .oneDay })),
    ]
    for (timeframe, bases) in table {
      #expect(Set(Timeframe.allCases.filter { timeframe.isMade(of: $0) }) == bases, "\(timeframe)")
    }
    // Bybit's: no second, no eight hours, no three days.
    let offered = Set(Timeframe.allCases).subtracting([.oneSecond, .eightHours, .threeDays])
    #expect(Timeframe.eightHours.base(in: offered) == .fourHours)
    #expect(Timeframe.threeDays.base(in: offered) == .oneDay)
    #expect(Timeframe.oneSecond.base(in: offered) == nil)
    #expect(Timeframe.oneMonth.countMax(of: .oneDay) == 31)
    #expect(Timeframe.oneWeek.countMax(of: .oneHour) == 168)
  }

  @Test(arguments: Timeframe.allCases)
  func `is made of candles on whose boundaries its own lie`(timeframe: Timeframe) {
    // Months and leap days, weeks and the turn of years.
    for base in Timeframe.allCases where timeframe.isMade(of: base) {
      var openTime = timeframe.openTime(containing: CalendarDay(year: 2023, month: 11, day: 7).start)
      for _ in 0..<200 {
        #expect(base.openTime(containing: openTime) == openTime)
        openTime = timeframe.openTime(after: openTime)
      }
    }
  }

  @Test(arguments: steps)
  func `makes candles of smaller ones, with months and weeks in their places`(base: Timeframe, timeframe: Timeframe) {
    let start = timeframe.openTime(containing: CalendarDay(year: 2024, month: 2, day: 1).start)
    let candles = small(base, from: start, count: timeframe.countMax(of: base) * 3)
    let folded = FoldedCandle.fold(candles, into: timeframe)
    #expect(folded.count >= 3)
    for (index, made) in folded.enumerated() {
      let openTime = timeframe.openTime(start, offset: index)
      #expect(made.candle == expected(timeframe, at: openTime, of: candles))
      #expect(made.beginsWhole)
      #expect(made.endsWhole(timeframe: timeframe, base: base) || index == folded.count - 1)
    }
  }

  @Test(arguments: steps)
  func `closes a candle with the last smaller one`(base: Timeframe, timeframe: Timeframe) {
    let start = timeframe.openTime(containing: CalendarDay(year: 2024, month: 2, day: 1).start)
    let candles = small(base, from: start, count: timeframe.countMax(of: base) * 3)
    var fold = CandleFold(into: timeframe, of: base)
    var closed: [Candle] = []
    for candle in candles {
      let progress = fold.take(candle, isClosed: false)
      #expect(progress?.isClosed == false)
      let taken = fold.take(candle, isClosed: true)
      let isEnd =
        timeframe.openTime(containing: base.openTime(after: candle.openTime)) == base.openTime(after: candle.openTime)
      #expect(taken?.isClosed == isEnd)
      #expect(progress?.candle == taken?.candle)
      if isEnd, let taken { closed.append(taken.candle) }
    }
    #expect(closed.count >= 2)
    for candle in closed { #expect(candle == expected(timeframe, at: candle.openTime, of: candles)) }
  }

  @Test(arguments: 0..<50)
  func `makes a right candle or none, whatever is lost, doubled or late`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let candles = small(.oneMinute, from: Instant(milliseconds: 120_000), count: 300, seed: seed)
    var fold = CandleFold(into: .fiveMinutes, of: .oneMinute)
    var closed: [Instant] = []
    var late: Candle?
    for candle in candles {
      let fate = Int.random(in: 0..<30, using: &random)
      if fate != 0 { _ = fold.take(candle, isClosed: false) }
      for given in (fate == 1 || fate == 2 ? [] : [candle]) + (fate == 3 ? [candle] : []) + [late].compactMap({ $0 }) {
        guard let made = fold.take(given, isClosed: true), made.isClosed else { continue }
        #expect(made.candle == expected(.fiveMinutes, at: made.candle.openTime, of: candles), "seed \(seed)")
        closed.append(made.candle.openTime)
      }
      late = fate == 2 ? candle : nil
      if fate == 4 { fold.startOver() }
    }
    #expect(closed == Array(Set(closed)).sorted())
    #expect(closed.count > 10)
    #expect(
      closed.first.map { $0 >= Instant(milliseconds: 300_000) } == true, "the first was not seen from its beginning")
  }

  @Test func `takes what is missing in between for missing at the venue`() {
    let candles = small(.oneMinute, from: .epoch, count: 15).filter {
      ![0, 6, 7, 14].contains($0.openTime.milliseconds / 60_000)
    }
    let folded = FoldedCandle.fold(candles, into: .fiveMinutes)
    #expect(folded.map(\.beginsWhole) == [false, true, true])
    #expect(folded.map { $0.endsWhole(timeframe: .fiveMinutes, base: .oneMinute) } == [true, true, false])
    #expect(folded[1].candle == expected(.fiveMinutes, at: Instant(milliseconds: 300_000), of: candles))
  }
}
