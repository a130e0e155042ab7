// SPDX-License-Identifier: Apache-2.0

import BotModel
import BotRuntime
import MarketData
import Ports
import RiskRules
import Testing
import TradeEngine
import TradingModel

@testable import TestKit

@Suite struct BotShardTests {
  private let key = SeriesKey(pair: bitcoin, timeframe: .fiveMinutes)

  @Test func `what a step changes is written before its request is made`() async throws {
    try await ShardHarness.run { harness in
      try await harness.launch(1)
      harness.close(0, .enter)
      await harness.settled()
      #expect(harness.diary.take() == ["commit 1", "place 1", "commit 1"])
      harness.trade(100)
      await harness.settled()
      #expect(harness.diary.take() == ["commit 1"])
      #expect(harness.standing(1)?.trades.count == 1)
      harness.trade(90)
      await harness.settled()
      #expect(harness.diary.take() == ["commit 1", "place 1", "commit 1"])
    }
  }

  @Test func `one commit serves all bots that a market event moves`() async throws {
    try await ShardHarness.run { harness in
      for bot in 1...20 as ClosedRange<Int64> { try await harness.launch(bot) }
      harness.close(0, .enter)
      await harness.settled()
      let all = (1...20).map { "\($0)" }.joined(separator: ",")
      #expect(harness.diary.take() == ["commit \(all)"] + (1...20).map { "place \($0)" } + ["commit \(all)"])
    }
  }

  @Test func `where nothing can be written nothing is sent, and all bots are dropped and reported`() async throws {
    try await ShardHarness.run { harness in
      for bot in 1...3 as ClosedRange<Int64> { try await harness.launch(bot) }
      harness.journal.fail(.full)
      harness.close(0, .enter)
      harness.close(1, .enter)
      await harness.settled()
      #expect(harness.diary.take() == ["halted [1, 2, 3] full"])
      await #expect(throws: ShardError.notActive) {
        try await harness.shard.command(.permit(.managing), of: BotNumber(1))
      }
    }
  }

  @Test func `after a halt a bot goes on from what was written`() async throws {
    try await ShardHarness.run { harness in
      try await harness.launch(1)
      harness.close(0, .enter)
      harness.trade(100)
      await harness.settled()
      // The exit's intent is written; that the exchange has it no more.
      harness.journal.fail(.unavailable("gone"), after: 1)
      harness.trade(80)
      await harness.settled()
      #expect(harness.journal.kept(of: BotNumber(1)).openOrders.map(\.status) == [.submitting])
      harness.journal.fail(nil)
      _ = harness.diary.take()
      try await harness.launch(1)
      #expect(harness.diary.take() == ["query 1", "commit 1"])
      #expect(harness.standing(1)?.orders.isEmpty == true)
      #expect(harness.standing(1)?.trades.count == 1)
      harness.close(1, close: 80)
      harness.trade(80)
      await harness.settled()
      #expect(harness.standing(1)?.isFlat == true)
      #expect(harness.standing(1)?.ledger.cash == Money(980))
    }
  }

  @Test func `a step that contradicts what is written drops its own bot and no other`() async throws {
    try await ShardHarness.run { harness in
      for bot: Int64 in 1...3 { try await harness.launch(bot) }
      harness.journal.fail(.refused(BotNumber(2), "twice"), of: BotNumber(2))
      harness.close(0, .enter)
      await harness.settled()
      #expect(
        harness.diary.take() == [
          "halted [2] refused(TradingModel.BotNumber(value: 2), \"twice\")", "commit 1,3", "place 1", "place 3",
          "commit 1,3",
        ])
      await #expect(throws: ShardError.notActive) {
        try await harness.shard.command(.permit(.managing), of: BotNumber(2))
      }
      #expect(harness.standing(1)?.orders.count == 1)
    }
  }

  @Test func `bots decide while what was decided before is being written, and trades wait for the orders before them`()
    async throws
  {
    try await ShardHarness.run { harness in
      try await harness.launch(1, pairs: [bitcoin, ether])
      try await harness.launch(2, pairs: [ether])
      harness.journal.hold()
      harness.close(0, .enter)
      await harness.journal.commitWaits()
      // Nothing of bot 1's order is with the exchange: neither the trade that would fill it nor what comes behind it for
      // the same bot is shown to anybody. Bot 2 has nothing to do with it.
      harness.trade(100)
      harness.close(0, .enter, of: ether)
      harness.trade(99, of: ether)
      harness.journal.release()
      await harness.settled()
      let lines = harness.diary.take()
      #expect(lines.filter { $0.hasPrefix("place") } == ["place 1", "place 1", "place 2"])
      #expect(lines.first == "commit 1")
      #expect(Set(harness.standing(1)?.trades.values.map(\.entered.cost) ?? []) == [Money(100), Money(99)])
      #expect(harness.standing(2)?.trades.values.map(\.entered.cost) == [Money(99)])
    }
  }

  @Test func `candles that close while something is written are decided at once and written together`() async throws {
    try await ShardHarness.run { harness in
      for bot: Int64 in 1...3 { try await harness.launch(bot, pairs: [bot == 1 ? bitcoin : ether]) }
      harness.journal.hold()
      harness.close(0, .enter)
      await harness.journal.commitWaits()
      harness.close(0, .enter, of: ether)
      // Two numbers for each: of the order and of the trade.
      while harness.numbers.given < 6 { await Task.yield() }
      harness.journal.release()
      await harness.settled()
      #expect(
        harness.diary.take() == [
          "commit 1", "place 1", "commit 2,3,1", "place 2", "place 3", "commit 2,3",
        ])
    }
  }

  @Test func `a command that can't be written is answered so`() async throws {
    try await ShardHarness.run { harness in
      try await harness.launch(1)
      harness.journal.fail(.full)
      await #expect(throws: ShardError.halted(.full)) {
        try await harness.shard.command(.enter(bitcoin, stake: nil, limit: nil), of: BotNumber(1))
      }
      #expect(harness.diary.take() == ["halted [1] full"])
    }
  }

  @Test func `a command is answered when its order is written and with the exchange`() async throws {
    try await ShardHarness.run { harness in
      try await harness.launch(1)
      let result = try await harness.shard.command(.enter(bitcoin, stake: Money(50), limit: nil), of: BotNumber(1))
      #expect(harness.diary.take() == ["commit 1", "place 1", "commit 1"])
      #expect(result.orders.map(\.status) == [.open])
      let refused = try await harness.shard.command(.enter(bitcoin, stake: Money(50), limit: nil), of: BotNumber(1))
      #expect(refused.orders.isEmpty)
      #expect(refused.refusal == .risk(.alreadyInMarket(bitcoin)))
    }
  }

  @Test func `a bot that is added twice keeps its engine, and its orders are placed once`() async throws {
    try await ShardHarness.run { harness in
      try await harness.launch(1)
      harness.close(0, .enter)
      await harness.settled()
      try await harness.launch(1, pairs: [bitcoin, ether])
      harness.close(1)
      harness.trade(100)
      await harness.settled()
      #expect(harness.diary.take().filter { $0.hasPrefix("place") } == ["place 1"])
      harness.close(0, .enter, of: ether)
      await harness.settled()
      let signals = harness.observer.changes(of: BotNumber(1)).compactMap { change in
        if case .signal(let record) = change { record.pair } else { nil }
      }
      #expect(signals == [bitcoin, ether])
    }
  }

  @Test func `a withdrawn bot's orders wait for it as they were written`() async throws {
    try await ShardHarness.run { harness in
      try await harness.launch(1)
      _ = try await harness.shard.command(.enter(bitcoin, stake: nil, limit: Price(90)), of: BotNumber(1))
      harness.trade(100)
      await harness.settled()
      try await harness.shard.withdraw(BotNumber(1))
      // Nobody is there to book this fill: it never happened.
      harness.trade(85, 1)
      await harness.settled()
      try await harness.launch(1)
      #expect(harness.standing(1)?.orders.values.first?.filled == .zero)
      harness.trade(85, 100)
      await harness.settled()
      #expect(harness.standing(1)?.orders.isEmpty == true)
      #expect(harness.standing(1)?.trades.count == 1)
    }
  }

  @Test func `a bot that has nothing left to do is finished, after everything was told`() async throws {
    try await ShardHarness.run { harness in
      try await harness.launch(1, pairs: [bitcoin, ether])
      for pair in [bitcoin, ether] {
        _ = try await harness.shard.command(.enter(pair, stake: nil, limit: Price(90)), of: BotNumber(1))
      }
      _ = harness.diary.take()
      _ = try await harness.shard.command(.permit(.halting), of: BotNumber(1))
      #expect(harness.diary.take() == ["cancel 1", "cancel 1", "commit 1,1", "finished 1"])
      let canceled = harness.observer.changes(of: BotNumber(1)).filter {
        if case .order(let order) = $0 { order.status == .canceled } else { false }
      }
      #expect(canceled.count == 2)
      #expect(harness.journal.kept(of: BotNumber(1)).openOrders.isEmpty)
    }
  }

  @Test func `a bot that is launched to close what it holds is finished when it is flat`() async throws {
    try await ShardHarness.run { harness in
      try await harness.launch(1)
      harness.close(0, .enter)
      harness.trade(100)
      await harness.settled()
      try await harness.shard.withdraw(BotNumber(1))
      _ = harness.diary.take()
      try await harness.launch(1, permission: .closing)
      harness.trade(101)
      await harness.settled()
      #expect(harness.diary.take() == ["commit 1", "place 1", "commit 1", "commit 1", "finished 1"])
      try await harness.launch(2, permission: .closing)
      #expect(harness.diary.take() == ["finished 2"])
    }
  }

  @Test func `only its own exit moves a bot that shares a pair with another`() async throws {
    try await ShardHarness.run { harness in
      try await harness.launch(1)
      try await harness.launch(2)
      _ = try await harness.shard.command(.enter(bitcoin, stake: nil, limit: nil), of: BotNumber(1))
      harness.trade(100)
      await harness.settled()
      _ = harness.diary.take()
      harness.trade(80)
      await harness.settled()
      #expect(harness.diary.take() == ["commit 1", "place 1", "commit 1"])
    }
  }

  @Test func `a pair can be watched besides, and its past is not acted upon`() async throws {
    try await ShardHarness.run { harness in
      try await harness.launch(1)
      harness.feed.append(ShardHarness.candle(0, .enter), to: SeriesKey(pair: ether, timeframe: .fiveMinutes))
      try await harness.shard.watch([ether], for: BotNumber(1))
      #expect(harness.diary.take().isEmpty)
      _ = try await harness.shard.command(
        .configure(try ShardHarness.settings(1, pairs: [bitcoin, ether])), of: BotNumber(1))
      harness.close(1, .enter, of: ether)
      await harness.settled()
      #expect(harness.standing(1)?.orders.count == 1)
      await #expect(throws: ShardError.notActive) { try await harness.shard.watch([ether], for: BotNumber(9)) }
    }
  }

  @Test func `what the feed says of a series is told with the bots that watch it`() async throws {
    try await ShardHarness.run { harness in
      try await harness.launch(1)
      harness.shard.offer(.health(key, .degraded(reason: "gone")))
      await harness.settled()
      #expect(harness.diary.take() == ["feed degraded(reason: \"gone\") [1]"])
    }
  }

  @Test func `how often a strategy failed is told, though nothing is written`() async throws {
    try await ShardHarness.run { harness in
      try await harness.launch(1)
      for index in 0..<5 { harness.close(index, .fail) }
      await harness.settled()
      #expect(harness.diary.take() == ["commit 1"])
      #expect(harness.standing(1)?.failures.count == 5)
    }
  }

  @Test func `the drawdown is measured anew when a person asks`() async throws {
    try await ShardHarness.run { harness in
      try await harness.launch(1)
      try await harness.shard.resetDrawdown(of: BotNumber(1))
      #expect(harness.diary.take() == ["commit 1"])
      await #expect(throws: ShardError.notActive) { try await harness.shard.resetDrawdown(of: BotNumber(9)) }
    }
  }
}
