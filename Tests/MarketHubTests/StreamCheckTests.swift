// SPDX-License-Identifier: Apache-2.0

import Logging
import MarketData
import Ports
import Testing
import TradingModel

@testable import MarketHub
@testable import TestKit

private func trade(_ price: String, quantity: String = "1", at second: Int64 = 100) -> PublicTrade {
  PublicTrade(
    id: 1, time: Instant(milliseconds: second * 1000), price: Price(Fixed(price)!),
    quantity: Quantity(Fixed(quantity)!),
    isBuyerMaker: false)
}

private let now = StreamCheck.Now(time: Instant(milliseconds: 100_000), rate: 1)

@Suite struct StreamCheckTests {
  @Test(arguments: [
    (105, 1.0, []), (106, 1.0, [FeedFault.aheadOfTime]), (40, 1.0, []), (39, 1.0, [.behindTime]),
    (39, 2.0, []), (106, 0.0, [.aheadOfTime]), (109, 2.0, []),
  ])
  func `finds a message whose time is off, at the pace of the venue's clock`(
    second: Int64, rate: Double, faults: [FeedFault]
  ) {
    var check = StreamCheck()
    let now = StreamCheck.Now(time: Instant(milliseconds: 100_000), rate: rate)
    #expect(check.suspicions(of: trade("1", at: second), now: now) == faults)
  }

  @Test func `takes a fifth for a jump before it knows what is usual, and then twelve deviations`() {
    var check = StreamCheck()
    #expect(check.suspicions(of: trade("100"), now: now) == [])
    #expect(check.suspicions(of: trade("119"), now: now) == [])
    #expect(check.suspicions(of: trade("150"), now: now) == [.priceJump])
    check = StreamCheck()
    for index in 0..<600 { #expect(check.suspicions(of: trade(index % 2 == 0 ? "100" : "100.5"), now: now) == []) }
    #expect(check.suspicions(of: trade("104"), now: now) == [], "within twelve times half a percent")
    #expect(check.suspicions(of: trade("115"), now: now) == [.priceJump])
    #expect(check.suspicions(of: trade("115.5"), now: now) == [], "a jump to a new level is one jump")
  }

  @Test func `compares with nothing across an interruption`() {
    var check = StreamCheck()
    _ = check.suspicions(of: trade("100"), now: now)
    check.startOver()
    #expect(check.suspicions(of: trade("200"), now: now) == [])
  }

  @Test func `finds a volume a thousand times the mean`() {
    var check = StreamCheck()
    for _ in 0..<100 { #expect(check.suspicions(of: trade("100"), now: now) == []) }
    #expect(check.suspicions(of: trade("100", quantity: "1001"), now: now) == [.unusualVolume])
    #expect(check.suspicions(of: trade("100", quantity: "999"), now: now) == [])
  }

  @Test func `finds crossed best prices`() {
    var check = StreamCheck()
    let quote = Quote(bid: Price(2), bidQuantity: Quantity(1), ask: Price(2), askQuantity: Quantity(1))
    #expect(check.suspicions(of: quote) == [.crossedQuote])
  }

  @Test func `finds a candle that goes back, and goes on from the newest`() {
    var check = StreamCheck()
    func find(_ high: Int, _ volume: Int, isClosed: Bool = false) -> [FeedFault] {
      let candle = Candle(
        openTime: Instant(milliseconds: 60_000), open: Price(10), high: Price(Fixed(high)), low: Price(9),
        close: Price(10), volume: Quantity(Fixed(volume)))
      return check.suspicions(of: candle, isClosed: isClosed, timeframe: .oneMinute, now: now)
    }
    #expect(find(11, 5) == [])
    #expect(find(11, 4) == [.regressedCandle])
    #expect(find(10, 6) == [.regressedCandle])
    #expect(find(11, 6) == [])
    #expect(find(11, 5, isClosed: true) == [.aheadOfTime, .regressedCandle])
  }

  @Test func `keeps a share of good messages that forgets`() {
    var check = StreamCheck()
    #expect(check.quality == StreamQuality(share: 1, messages: 0, faulty: 0))
    for _ in 0..<139 { check.count(isGood: false) }
    #expect(abs(check.quality.share - 0.5) < 0.01)
    for _ in 0..<139 { check.count(isGood: true) }
    #expect(abs(check.quality.share - 0.75) < 0.01)
    #expect(check.quality.messages == 278)
    #expect(check.quality.faulty == 139)
  }
}

@Suite struct AnomalyRingTests {
  private func anomaly(_ detail: String, _ fault: FeedFault = .priceJump) -> FeedAnomaly {
    FeedAnomaly(
      fault: fault, stream: .trades(bitcoin), firstAt: .epoch, lastAt: .epoch, count: 1, detail: detail)
  }

  @Test func `keeps one that goes on as one`() {
    var ring = AnomalyRing()
    ring.add(anomaly("first"))
    ring.add(anomaly("other", .duplicateTrade))
    let later = Instant(milliseconds: 5)
    let isExtended = ring.extend(.priceJump, on: .trades(bitcoin), times: 2, at: later)
    #expect(isExtended)
    let isSame = ring.extend(.priceJump, on: .quotes(bitcoin), times: 1, at: later)
    #expect(!isSame)
    #expect(ring.newest(10).map(\.detail) == ["other", "first"])
    #expect(ring.newest(10).map(\.count) == [1, 3])
    #expect(ring.newest(10)[1].lastAt == later)
  }

  @Test func `forgets the oldest`() {
    var ring = AnomalyRing()
    for index in 0...AnomalyRing.capacity { ring.add(anomaly("\(index)")) }
    #expect(ring.newest(5000).count == AnomalyRing.capacity)
    #expect(ring.newest(5000).last?.detail == "1")
    #expect(ring.newest(0) == [])
  }
}
