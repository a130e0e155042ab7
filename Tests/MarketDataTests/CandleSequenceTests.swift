// SPDX-License-Identifier: Apache-2.0

import MarketData
import Testing
import TradingModel

@Suite struct CandleSequenceTests {
  /// After the candle of 10:00 was taken, in five-minute candles.
  @Test(arguments: [
    ("10:05:00", CandleSequence.Verdict.next),
    ("10:00:00", .duplicate),
    ("09:55:00", .late),
    ("10:10:00", .gap(from: at("2026-11-20T10:05:00Z"), missing: 1)),
    ("11:00:00", .gap(from: at("2026-11-20T10:05:00Z"), missing: 11)),
    ("10:06:00", .misaligned),
    ("10:04:59.999", .misaligned),
    ("09:54:00", .misaligned),
  ])
  func `judges a candle by its open time`(time: String, verdict: CandleSequence.Verdict) {
    let sequence = CandleSequence(timeframe: .fiveMinutes, last: at("2026-11-20T10:00:00Z"))
    let openTime = at("2026-11-20T\(time)Z")
    #expect(sequence.judge(openTime) == verdict)
    var taking = sequence
    #expect(taking.take(openTime) == verdict)
    #expect(taking.last == (verdict == .next ? openTime : sequence.last))
  }

  @Test func `takes any aligned candle first`() {
    var sequence = CandleSequence(timeframe: .oneHour)
    #expect(sequence.take(at("2026-11-20T10:30:00Z")) == .misaligned)
    #expect(sequence.last == nil)
    #expect(sequence.take(at("2026-11-20T10:00:00Z")) == .next)
    #expect(sequence.last == at("2026-11-20T10:00:00Z"))
  }

  @Test func `counts missing months and weeks`() {
    let months = CandleSequence(timeframe: .oneMonth, last: at("2026-01-01"))
    #expect(months.judge(at("2026-02-01")) == .next)
    #expect(months.judge(at("2026-05-01")) == .gap(from: at("2026-02-01"), missing: 3))
    #expect(months.judge(at("2026-02-02")) == .misaligned)
    let weeks = CandleSequence(timeframe: .oneWeek, last: at("2026-11-16"))
    #expect(weeks.judge(at("2026-11-23")) == .next)
    #expect(weeks.judge(at("2026-12-07")) == .gap(from: at("2026-11-23"), missing: 2))
    #expect(weeks.judge(at("2026-11-22")) == .misaligned)
  }

  @Test func `goes on after a gap that was filled, and after one that was skipped`() {
    var sequence = CandleSequence(timeframe: .oneMinute, last: at("2026-11-20T10:00:00Z"))
    guard case .gap(let from, let missing) = sequence.take(at("2026-11-20T10:04:00Z")) else {
      Issue.record("the gap was not seen")
      return
    }
    for offset in 0..<missing {
      #expect(sequence.take(Timeframe.oneMinute.openTime(from, offset: offset)) == .next)
    }
    #expect(sequence.take(at("2026-11-20T10:04:00Z")) == .next)
    sequence.skip(to: at("2026-11-20T12:00:00Z"))
    #expect(sequence.take(at("2026-11-20T12:00:00Z")) == .duplicate)
    #expect(sequence.take(at("2026-11-20T12:01:00Z")) == .next)
  }

  @Test(arguments: [
    ("10:01:00", false), ("10:02:00", false), ("10:02:05", false), ("10:02:05.001", true), ("11:00:00", true),
  ])
  func `is stale when the next candle's close is overdue`(time: String, isStale: Bool) {
    // The candle of 10:00 closed at 10:01; the next closes at 10:02, and may be 5 seconds late.
    let sequence = CandleSequence(timeframe: .oneMinute, last: at("2026-11-20T10:00:00Z"))
    #expect(sequence.isStale(at: at("2026-11-20T\(time)Z"), allowanceMilliseconds: 5000) == isStale)
  }

  @Test func `is not stale before its first candle`() {
    let sequence = CandleSequence(timeframe: .oneMinute)
    #expect(!sequence.isStale(at: at("2026-11-20"), allowanceMilliseconds: 0))
  }
}
