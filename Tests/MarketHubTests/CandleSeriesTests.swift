// SPDX-License-Identifier: Apache-2.0

import MarketData
import Testing
import TradingModel

@testable import MarketHub

let bitcoin = Pair("BTC/USDT")!
let minuteKey = SeriesKey(pair: bitcoin, timeframe: .oneMinute)

/// The candle of a minute counted from 1970.
func candle(_ minute: Int, close: Int = 100) -> Candle {
  Candle(
    openTime: at(minute), open: Price(100), high: Price(Fixed(max(100, close))), low: Price(Fixed(min(100, close))),
    close: Price(Fixed(close)), volume: Quantity(1))
}

/// When a minute begins.
func at(_ minute: Int) -> Instant { Instant(milliseconds: Int64(minute) * 60_000) }

private func arrival(_ minute: Int) -> CandleSeries.Arrival {
  CandleSeries.Arrival(candle: candle(minute), receivedAt: nil)
}

/// A series that is live and has closed minutes 1 to 10.
private func liveSeries(depth: Int = 10) -> CandleSeries {
  var series = CandleSeries(key: minuteKey, depth: depth)
  _ = merge(&series, (1...11).map { candle($0) })
  return series
}

@discardableResult
private func merge(
  _ series: inout CandleSeries, _ rows: [Candle], settled: Int = 0, isLastAttempt: Bool = false
) -> CandleSeries.MergeOutcome {
  let request = series.request ?? CandleSeries.Request(from: nil, limit: 1)
  return series.merge(rows, answering: request, settled: at(settled), isLastAttempt: isLastAttempt)
}

private func minutes(_ series: CandleSeries) -> [Int] {
  series.closed.map { Int($0.openTime.milliseconds / 60_000) }
}

private func minutes(_ arrivals: [CandleSeries.Arrival]) -> [Int] {
  arrivals.map { Int($0.candle.openTime.milliseconds / 60_000) }
}

@Suite struct CandleSeriesTests {
  @Test func `begins with history, and keeps the candle in progress apart`() {
    let series = liveSeries()
    #expect(minutes(series) == Array(1...10))
    #expect(series.current == candle(11))
    #expect(series.phase == .live)
    #expect(series.request == nil)
  }

  @Test func `takes the last row for closed once it is settled`() {
    var series = CandleSeries(key: minuteKey, depth: 10)
    merge(&series, (1...10).map { candle($0) }, settled: 11)
    #expect(minutes(series) == Array(1...10))
  }

  @Test func `takes no row for closed that was asked for before the stream began the next one`() throws {
    var series = CandleSeries(key: minuteKey, depth: 10)
    let request = try #require(series.request)
    #expect(series.take(arrival(11), isClosed: false) == .noted)
    // What the venue had of minute 10 when it was asked: not all of it.
    let outcome = series.merge((1...10).map { candle($0) }, answering: request, settled: at(0), isLastAttempt: false)
    #expect(outcome.isMissing)
    #expect(minutes(series) == Array(1...9))
    let handedOn = merge(&series, [candle(10), candle(11)]).handOn
    #expect(minutes(handedOn) == [10])
    #expect(series.phase == .live)
  }

  @Test func `takes the last row for closed once the stream has begun the next one`() {
    var series = CandleSeries(key: minuteKey, depth: 10)
    #expect(series.take(arrival(11), isClosed: false) == .noted)
    merge(&series, (1...10).map { candle($0) })
    #expect(minutes(series) == Array(1...10))
    #expect(series.current == candle(11))
  }

  @Test func `hands a closed candle on when it is the next one`() {
    var series = liveSeries()
    #expect(series.take(arrival(11), isClosed: true) == .handOn)
    #expect(series.closed.last == candle(11))
    #expect(series.current == nil)
  }

  @Test(arguments: [
    (10, true, FeedFault.duplicateCandle), (10, false, .lateCandle), (9, true, .lateCandle), (3, false, .lateCandle),
  ])
  func `skips a candle that it had`(minute: Int, isClosed: Bool, fault: FeedFault) {
    var series = liveSeries()
    #expect(series.take(arrival(minute), isClosed: isClosed) == .fault(fault))
    #expect(series == liveSeries())
  }

  @Test func `skips candles that can't be true`() {
    var series = liveSeries()
    var wrong = candle(11)
    wrong.low = Price(200)
    let implausible = CandleSeries.Arrival(candle: wrong, receivedAt: nil)
    #expect(series.take(implausible, isClosed: true) == .fault(.implausibleCandle))
    let oblique = Candle(
      openTime: at(11).advanced(byMilliseconds: 1), open: Price(1), high: Price(1), low: Price(1), close: Price(1),
      volume: .zero)
    let misaligned = CandleSeries.Arrival(candle: oblique, receivedAt: nil)
    #expect(series.take(misaligned, isClosed: true) == .fault(.misalignedCandle))
    #expect(series == liveSeries())
  }

  @Test func `holds candles beyond a gap until it is filled, and hands on all in order`() {
    var series = liveSeries()
    #expect(series.take(arrival(13), isClosed: true) == .gap(missing: 2))
    #expect(series.take(arrival(14), isClosed: true) == .noted)
    #expect(series.take(arrival(14), isClosed: true) == .fault(.duplicateCandle))
    #expect(series.request == CandleSeries.Request(from: at(11), limit: CandleSeries.fillMax, seen: at(14)))
    let outcome = merge(&series, (11...13).map { candle($0) }, settled: 14)
    #expect(minutes(outcome.handOn) == [11, 12, 13, 14])
    #expect(series.phase == .live)
    #expect(minutes(series) == Array(1...14))
  }

  @Test func `notices a closing message that was lost by the next candle's update`() {
    var series = liveSeries()
    #expect(series.take(arrival(12), isClosed: false) == .gap(missing: 1))
    let outcome = merge(&series, [candle(11, close: 90), candle(12)])
    #expect(outcome.handOn == [CandleSeries.Arrival(candle: candle(11, close: 90), receivedAt: nil)])
    #expect(series.phase == .live)
    #expect(series.current == candle(12))
  }

  @Test func `goes on at once where the stream itself closes the gap`() {
    var series = liveSeries()
    _ = series.take(arrival(12), isClosed: true)
    #expect(series.take(arrival(11), isClosed: true) == .handOn)
    #expect(series.nextWaiting() == arrival(12))
    #expect(series.nextWaiting() == nil)
  }

  @Test func `tolerates candles that the venue doesn't have`() {
    var series = liveSeries()
    _ = series.take(arrival(20), isClosed: true)
    let outcome = merge(&series, [candle(11), candle(20), candle(21)])
    #expect(minutes(outcome.handOn) == [11, 20])
    #expect(outcome.faults == [.venueGap])
    #expect(series.phase == .live)
  }

  @Test func `asks again for candles that the venue should have, then gives up what nothing confirms`() {
    var series = liveSeries()
    _ = series.take(arrival(5000), isClosed: true)
    var outcome = merge(&series, [candle(11)])
    #expect(outcome.isMissing)
    #expect(series.phase == .filling)
    outcome = merge(&series, [candle(11)], isLastAttempt: true)
    #expect(outcome.faults == [.unconfirmedCandle])
    #expect(series.phase == .live)
    #expect(series.take(arrival(11), isClosed: true) == .handOn)
  }

  @Test func `gives up a candle in progress that nothing confirms`() {
    var series = liveSeries()
    _ = series.take(arrival(5000), isClosed: false)
    #expect(merge(&series, [candle(11)]).isMissing)
    #expect(merge(&series, [candle(11)], isLastAttempt: true).faults == [.unconfirmedCandle])
    #expect(series.current == nil)
    #expect(series.take(arrival(11), isClosed: true) == .handOn)
  }

  @Test func `runs on from the stream without history, and takes it in later`() {
    var series = CandleSeries(key: minuteKey, depth: 10)
    #expect(series.take(arrival(20), isClosed: true) == .noted)
    #expect(minutes(series.goOnWithoutHistory()) == [20])
    #expect(series.take(arrival(22), isClosed: true) == .handOn)
    let outcome = merge(&series, (15...24).map { candle($0, close: 90) })
    #expect(minutes(outcome.handOn) == [23])
    #expect(minutes(series) == Array(15...23))
    #expect(series.closed.allSatisfy { $0.close == Price(90) })
    #expect(series.phase == .live)
    #expect(series.goOnWithoutHistory() == [])
  }

  @Test func `is bounded by a thousand, or the depth where that is more`() {
    var series = liveSeries()
    for minute in 11...2000 { _ = series.take(arrival(minute), isClosed: true) }
    #expect(minutes(series) == Array(1001...2000))
    series.deepen(to: 1500)
    #expect(series.request == CandleSeries.Request(from: nil, limit: 1501, seen: at(2000)))
    merge(&series, (501...2001).map { candle($0) })
    #expect(minutes(series) == Array(501...2000))
    #expect(series.request == nil)
  }

  @Test func `keeps a bounded number of candles waiting`() {
    var series = liveSeries()
    var outcome = CandleSeries.StreamOutcome.noted
    for minute in 20...(20 + CandleSeries.pendingMax) { outcome = series.take(arrival(minute), isClosed: true) }
    #expect(outcome == .fault(.pendingOverflow))
    let rows = (11...(21 + CandleSeries.pendingMax)).map { candle($0) }
    #expect(minutes(merge(&series, rows).handOn) == Array(11...(20 + CandleSeries.pendingMax)))
  }

  @Test func `passes over rows that can't be true`() {
    var series = CandleSeries(key: minuteKey, depth: 10)
    var wrong = candle(3)
    wrong.high = .zero
    let outcome = merge(&series, [candle(1), wrong, candle(2), candle(2), candle(1), candle(4)], settled: 9)
    #expect(minutes(series) == [1, 2, 4])
    #expect(outcome.faults == [.implausibleCandle, .implausibleCandle, .implausibleCandle])
  }

  @Test func `finds nothing missed after an interruption that cost nothing`() {
    var series = liveSeries()
    series.suspectGap()
    #expect(series.take(arrival(11), isClosed: true) == .handOn)
    let outcome = merge(&series, [candle(12)])
    #expect(outcome.handOn == [])
    #expect(series.phase == .live)
  }

  @Test func `months follow each other by the calendar`() {
    let key = SeriesKey(pair: bitcoin, timeframe: .oneMonth)
    let months = ["2024-01-01", "2024-02-01", "2024-03-01"].map { Instant($0)! }
    func month(_ index: Int) -> CandleSeries.Arrival {
      let one = Price(1)
      return CandleSeries.Arrival(
        candle: Candle(openTime: months[index], open: one, high: one, low: one, close: one, volume: .zero),
        receivedAt: nil)
    }
    var series = CandleSeries(key: key, depth: 1)
    merge(&series, [month(0).candle, month(1).candle])
    #expect(series.take(month(1), isClosed: true) == .handOn)
    #expect(series.take(month(2), isClosed: true) == .handOn)
  }
}
