// SPDX-License-Identifier: Apache-2.0

import MarketData
import Testing
import TradingModel

@Suite struct TradeSequenceTests {
  private func trade(_ id: Int64, at milliseconds: Int64) -> PublicTrade {
    PublicTrade(
      id: id, time: Instant(milliseconds: milliseconds), price: Price(1), quantity: Quantity(1), isBuyerMaker: true)
  }

  @Test(arguments: [
    (11, 5, TradeSequence<PublicTrade>.Verdict.next), (10, 5, .duplicate), (9, 5, .duplicate), (9, 4, .duplicate),
    (13, 6, .gap(from: 11, missing: 2)), (3, 6, .restart), (10, 6, .restart),
  ])
  func `judges a trade by its number and time`(
    id: Int64, milliseconds: Int64, verdict: TradeSequence<PublicTrade>.Verdict
  ) {
    var sequence = TradeSequence<PublicTrade>()
    #expect(sequence.judge(trade(10, at: 5)) == .next)
    sequence.take(trade(10, at: 5))
    #expect(sequence.judge(trade(id, at: milliseconds)) == verdict)
    #expect(sequence.last == trade(10, at: 5))
  }
}
