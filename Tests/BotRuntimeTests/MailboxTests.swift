// SPDX-License-Identifier: Apache-2.0

import BotModel
import BotRuntime
import MarketData
import Ports
import Testing
import TradeEngine
import TradingModel

@testable import TestKit

/// What is offered before a shard runs waits in its mailbox: so the bounds can be seen without a race.
@Suite struct MailboxTests {
  private let key = SeriesKey(pair: bitcoin, timeframe: .fiveMinutes)

  private func quote(_ bid: Int) -> Quote {
    Quote(bid: Price(Fixed(bid)), bidQuantity: Quantity(1), ask: Price(Fixed(bid + 1)), askQuantity: Quantity(1))
  }

  /// Lets a shard do what waits for it, and ends it.
  private func drain(_ harness: ShardHarness) async {
    harness.shard.close()
    await harness.shard.run()
  }

  @Test func `of best prices the newest is kept`() async {
    let harness = ShardHarness()
    for bid in 1...500 { harness.shard.offer(.quote(bitcoin, quote(bid))) }
    await drain(harness)
    #expect(harness.diary.take() == ["quote 500"])
  }

  @Test func `of a series' health the newest is told`() async {
    let harness = ShardHarness()
    for _ in 1...500 {
      harness.shard.offer(.health(key, .degraded(reason: "flapping")))
      harness.shard.offer(.health(key, .live))
    }
    await drain(harness)
    #expect(harness.diary.take() == ["feed live []"])
  }

  @Test func `trades beyond the bound are dropped and counted`() async {
    let harness = ShardHarness(capacity: 10)
    for price in 1...25 { harness.trade(price) }
    #expect(harness.shard.tradesDropped == 15)
    await drain(harness)
  }

  @Test func `bots learn that trades were left out, and that the shard keeps up again`() async throws {
    try await ShardHarness.run(capacity: 5) { harness in
      try await harness.launch(1)
      harness.journal.hold()
      async let command = harness.shard.command(.enter(bitcoin, stake: nil, limit: nil), of: BotNumber(1))
      await harness.journal.commitWaits()
      for price in 100...140 { harness.trade(price) }
      #expect(harness.shard.tradesDropped > 0)
      harness.journal.release()
      _ = try await command
      // What is told at the end of a batch is told when the next one was handled.
      for _ in 0..<3 { await harness.settled() }
      let told = harness.diary.take().filter { $0.hasPrefix("feed") }
      let degraded = FeedHealth.degraded(reason: "so much came at once that trades were left out")
      #expect(told == ["feed \(degraded) [1]", "feed live [1]"])
    }
  }

  @Test func `candles beyond the bound come from the series, each once and in order`() async throws {
    try await ShardHarness.run(capacity: 5) { harness in
      try await harness.launch(1)
      harness.journal.hold()
      async let command = harness.shard.command(.enter(bitcoin, stake: nil, limit: nil), of: BotNumber(1))
      await harness.journal.commitWaits()
      for index in 0..<40 { harness.close(index, .exit) }
      harness.journal.release()
      _ = try await command
      await harness.settled()
      harness.close(40, .exit)
      await harness.settled()
      let seen = harness.observer.changes(of: BotNumber(1)).compactMap {
        if case .signal(let record) = $0 { record.candle } else { nil }
      }
      #expect(seen == (0...40).map { ShardHarness.candle($0).openTime })
    }
  }

  @Test func `a closed shard answers that it is`() async {
    let harness = ShardHarness()
    harness.shard.close()
    await #expect(throws: ShardError.closed) { try await harness.launch(1) }
    await harness.shard.run()
  }

  @Test func `what was asked before the close is done`() async throws {
    try await ShardHarness.run { harness in
      try await harness.launch(1)
      async let result = harness.shard.command(.enter(bitcoin, stake: nil, limit: nil), of: BotNumber(1))
      #expect(try await result.orders.count == 1)
      harness.close(0)
      harness.shard.close()
      harness.close(1)
    }
  }
}
