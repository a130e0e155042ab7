// SPDX-License-Identifier: Apache-2.0

import BotModel
import BotRuntime
import MarketData
import Ports
import Synchronization
import Testing
import TradingModel

@testable import TestKit

/// What comes to a shard.
private enum Happening {
  case market(MarketEvent)
  /// The disk is slow from here on, or quick again.
  case disk(isHeld: Bool)
}

/// What a bot has come to, but for numbers, which are given in the order of decisions.
private struct Outcome: Hashable {
  let cash: Money
  let realized: Money
  let open: Set<String>
  let closed: [String]
}

@Suite(.timeLimit(.minutes(5))) struct `A slow disk` {
  private static let bots: ClosedRange<Int64> = 1...3

  /// A market of two pairs in which everything happens: entries, exits, stops, partial fills.
  private static func happenings(_ dice: inout SplitMix) -> [Happening] {
    var candles = [bitcoin: 0, ether: 0]
    var now = start
    return (0..<300).map { id in
      let pair = Bool.random(using: &dice) ? bitcoin : ether
      let price = Int.random(in: 80...120, using: &dice)
      now = now.advanced(byMilliseconds: 1)
      switch Int.random(in: 0..<10, using: &dice) {
      case 0...3:
        let line = [ScriptedStrategy.Line.nothing, .enter, .enter, .exit].randomElement(using: &dice) ?? .nothing
        let candle = ShardHarness.candle(candles[pair, default: 0], line, close: price)
        candles[pair, default: 0] += 1
        now = max(now, candle.openTime.advanced(byMilliseconds: 300_000))
        let key = SeriesKey(pair: pair, timeframe: .fiveMinutes)
        return .market(.candleClosed(key, candle, receivedAt: nil))
      case 4...7:
        let quantity = Quantity(Fixed(Int.random(in: 1...3, using: &dice)))
        let trade = PublicTrade(
          id: Int64(id), time: now, price: Price(Fixed(price)), quantity: quantity, isBuyerMaker: false)
        return .market(.trade(pair, trade))
      default: return .disk(isHeld: Bool.random(using: &dice))
      }
    }
  }

  private static func play(_ happenings: [Happening], oneByOne: Bool) async throws -> [Outcome] {
    let outcomes = Mutex<[Outcome]>([])
    try await ShardHarness.run { harness in
      for bot in bots { try await harness.launch(bot, pairs: bot == 2 ? [ether] : [bitcoin, ether]) }
      for happening in happenings {
        switch happening {
        // The clock stands still: no candle comes late, whenever it is decided.
        case .market(let event): harness.shard.offer(event)
        case .disk(let isHeld) where !oneByOne:
          if isHeld { harness.journal.hold() } else { harness.journal.release() }
        case .disk: break
        }
        if oneByOne { await harness.settled() } else { await Task.yield() }
      }
      harness.journal.release()
      await harness.settled()
      let found = try bots.map { try outcome(of: $0, harness) }
      outcomes.withLock { $0 = found }
    }
    return outcomes.withLock { $0 }
  }

  private static func outcome(of number: Int64, _ harness: ShardHarness) throws -> Outcome {
    let standing = try #require(harness.standing(number))
    let closed = harness.observer.changes(of: BotNumber(number)).compactMap { change -> String? in
      guard case .trade(let trade) = change, let closing = trade.closing else { return nil }
      return "\(trade.pair) \(trade.entered.quantity) \(closing.reason) \(closing.profit)"
    }
    let kept = harness.journal.kept(of: BotNumber(number))
    #expect(Set(kept.openTrades.map(\.id)) == Set(standing.trades.keys), "what is told is on disk")
    return Outcome(
      cash: standing.ledger.cash, realized: standing.ledger.realized,
      open: Set(standing.trades.values.map { "\($0.pair) \($0.entered.quantity) \($0.entered.cost)" }), closed: closed)
  }

  @Test(arguments: 0..<30 as Range<UInt64>)
  func `changes nothing of what bots do, however long it takes`(seed: UInt64) async throws {
    var dice = SplitMix(seed: seed)
    let happenings = Self.happenings(&dice)
    let expected = try await Self.play(happenings, oneByOne: true)
    #expect(try await Self.play(happenings, oneByOne: false) == expected)
    #expect(expected.reduce(0) { $0 + $1.closed.count } > 3, "too little happened")
  }
}
