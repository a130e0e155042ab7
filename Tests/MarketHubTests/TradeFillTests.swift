// SPDX-License-Identifier: Apache-2.0

import MarketData
import Testing
import TradingModel

@testable import MarketHub
@testable import TestKit

private func trade(_ id: Int64, at milliseconds: Int64? = nil) -> PublicTrade {
  PublicTrade(
    id: id, time: Instant(milliseconds: milliseconds ?? id * 10), price: Price(100), quantity: Quantity(1),
    isBuyerMaker: false)
}

@Suite struct TradeFillTests {
  @Test func `gives up at once what is too much or too long ago`() {
    var fill = TradeFill<PublicTrade>()
    #expect(fill.take(trade(1)) == .handOn)
    let far = trade(1 + TradeFill<PublicTrade>.missingMax + 2)
    #expect(fill.take(far) == .handOnAll([far], lost: TradeFill<PublicTrade>.missingMax + 1))
    let late = trade(far.id + 2, at: far.time.milliseconds + TradeFill<PublicTrade>.spanMillisecondsMax + 1)
    #expect(fill.take(late) == .handOnAll([late], lost: 1))
    #expect(fill.fetchFrom == nil)
  }

  @Test func `keeps no more waiting than its bound`() {
    var fill = TradeFill<PublicTrade>()
    _ = fill.take(trade(1))
    #expect(fill.take(trade(3)) == .gap(missing: 1))
    for id in 0..<Int64(TradeFill<PublicTrade>.pendingMax - 1) { #expect(fill.take(trade(4 + id)) == .waits) }
    guard case .handOnAll(let trades, let lost) = fill.take(trade(Int64(TradeFill<PublicTrade>.pendingMax) + 3)) else {
      Issue.record("more waits than may")
      return
    }
    #expect(trades.count == TradeFill<PublicTrade>.pendingMax + 1)
    #expect(lost == 1)
    #expect(!fill.isFilling)
  }

  @Test func `hands on what waits once the missing one comes late by itself`() {
    var fill = TradeFill<PublicTrade>()
    _ = fill.take(trade(1))
    _ = fill.take(trade(3))
    #expect(fill.take(trade(2)) == .handOnAll([trade(2), trade(3)], lost: 0))
    #expect(fill.take(trade(2)) == .duplicate)
    #expect(fill.fetchFrom == nil)
  }

  @Test func `passes over numbers that the venue doesn't have`() {
    var fill = TradeFill<PublicTrade>()
    _ = fill.take(trade(1))
    _ = fill.take(trade(6))
    #expect(fill.merge([trade(4)]) == .init(handOn: [trade(4)], unknownToVenue: 2))
    #expect(fill.fetchFrom == 5)
    #expect(fill.merge([trade(6), trade(7)]) == .init(handOn: [trade(6), trade(7)], unknownToVenue: 1))
    #expect(!fill.isFilling)
  }

  @Test func `follows a venue that counts anew`() {
    var fill = TradeFill<PublicTrade>()
    _ = fill.take(trade(100))
    _ = fill.take(trade(102))
    let anew = trade(1, at: 5000)
    #expect(fill.take(anew) == .handOnAll([trade(102), anew], lost: 1))
    #expect(fill.take(trade(2, at: 5001)) == .handOn)
  }

  @Test(arguments: 0..<100)
  func `hands on every trade once and in order, whatever the stream loses, doubles and swaps`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let givesUp = seed % 2 == 1
    let record = (1...Int64(400)).map { trade($0) }
    var stream: [PublicTrade] = []
    var index = 0
    while index < record.count {
      if Int.random(in: 0..<20, using: &random) == 0 { index += Int.random(in: 1...30, using: &random) }
      guard index < record.count else { break }
      stream.append(record[index])
      if Int.random(in: 0..<10, using: &random) == 0 {
        stream.append(record[Int.random(in: 0...index, using: &random)])
      }
      if Int.random(in: 0..<10, using: &random) == 0, stream.count > 1 {
        stream.swapAt(stream.count - 1, stream.count - 2)
      }
      index += 1
    }
    var fill = TradeFill<PublicTrade>()
    var seen: [Int64] = []
    var lost: Int64 = 0
    for trade in stream {
      switch fill.take(trade) {
      case .handOn: seen.append(trade.id)
      case .handOnAll(let trades, let missing):
        seen += trades.map(\.id)
        lost += missing
      case .waits, .gap, .duplicate: break
      }
      guard let from = fill.fetchFrom, Int.random(in: 0..<4, using: &random) == 0 else { continue }
      if givesUp, Int.random(in: 0..<3, using: &random) == 0 {
        let (trades, missing) = fill.giveUp()
        seen += trades.map(\.id)
        lost += missing
      } else {
        let limit = Int.random(in: 1...20, using: &random)
        // The venue knows some that the stream has not brought yet.
        seen += fill.merge(Array(record.drop { $0.id < from }.prefix(limit))).handOn.map(\.id)
      }
    }
    while let from = fill.fetchFrom {
      seen += fill.merge(Array(record.drop { $0.id < from }.prefix(7))).handOn.map(\.id)
    }
    #expect(zip(seen, seen.dropFirst()).allSatisfy { $0 < $1 })
    #expect(Int64(seen.count) + lost == seen.last! - seen[0] + 1)
    if !givesUp { #expect(seen == Array(seen[0]...seen.last!)) }
  }
}
