// SPDX-License-Identifier: Apache-2.0

import BotModel
import BotRuntime
import Indicators
import MarketData
import StrategyKit
import Synchronization
import Testing
import TradingModel

@testable import TestKit

/// Counts how often strategies judge.
private final class Judgements: Sendable {
  private let number = Atomic(0)

  func add() { number.add(1, ordering: .relaxed) }

  var count: Int { number.load(ordering: .relaxed) }
}

/// Enters at every candle of volume 1, and counts what it judges.
private struct Counted: Strategy {
  let judgements: Judgements
  var inputs: [StrategyInput] = []
  let warmUp = 0
  var last = 0.0

  var stance: Stance? { .neutral }
  var reason: String { "the last close of the other series is \(last)" }

  mutating func take(_ bar: Bar, of input: Int) { last = bar.close }

  mutating func update(_ bar: Bar) throws(StrategyFailure) -> Signal? {
    judgements.add()
    return bar.volume == 1 ? Signal(.enter, tag: "up", reason: "counted") : nil
  }
}

@Suite struct SharedRunTests {
  private let judgements = Judgements()

  private func definition(identity: String, _ inputs: [StrategyInput] = []) -> StrategyDefinition {
    StrategyDefinition(
      name: "scripted", summary: "", rules: "", parameters: [], identify: { _ in identity },
      build: { _ in Counted(judgements: judgements, inputs: inputs) })
  }

  @Test func `bots with equal strategies on a series have each candle judged once, and are all told`() async throws {
    try await ShardHarness.run { harness in
      for bot in 1...20 as ClosedRange<Int64> {
        try await harness.launch(bot, strategy: definition(identity: "same"))
      }
      harness.close(0)
      await harness.settled()
      #expect(judgements.count == 1)
      #expect(harness.idle.take().count == 20)
      harness.close(1, .enter)
      await harness.settled()
      #expect(judgements.count == 2)
      #expect(harness.diary.take().filter { $0.hasPrefix("place") }.count == 20)
    }
  }

  @Test func `other parameters or another series have a run of their own`() async throws {
    try await ShardHarness.run { harness in
      try await harness.launch(1, strategy: definition(identity: "one"))
      try await harness.launch(2, strategy: definition(identity: "other"))
      try await harness.launch(3, pairs: [ether], strategy: definition(identity: "one"))
      harness.close(0)
      harness.close(0, of: ether)
      await harness.settled()
      #expect(judgements.count == 3)
    }
  }

  @Test func `a bot that goes leaves the run to the others, and one that comes joins it`() async throws {
    try await ShardHarness.run { harness in
      try await harness.launch(1, strategy: definition(identity: "same"))
      try await harness.launch(2, strategy: definition(identity: "same"))
      harness.close(0)
      try await harness.shard.withdraw(BotNumber(1))
      harness.close(1)
      await harness.settled()
      #expect(judgements.count == 2)
      try await harness.launch(3, strategy: definition(identity: "same"))
      harness.close(2, .enter)
      await harness.settled()
      #expect(judgements.count == 3)
      #expect(harness.diary.take().filter { $0.hasPrefix("place") } == ["place 2", "place 3"])
    }
  }

  @Test func `a candle waits for those of other series that close with it`() async throws {
    let other = [StrategyInput(pair: ether)]
    try await ShardHarness.run { harness in
      harness.feed.append(ShardHarness.candle(-1), to: SeriesKey(pair: ether, timeframe: .fiveMinutes))
      try await harness.launch(1, strategy: definition(identity: "reader", other))
      harness.close(0)
      await harness.settled()
      #expect(judgements.count == 0)
      harness.close(0, of: ether, close: 7)
      await harness.settled()
      #expect(judgements.count == 1)
      #expect(
        harness.idle.take() == ["1 BTC/USDT no_signal: the last close of the other series is 7.0"])
    }
  }

  @Test func `a candle for which the others never came is failed when the next one closes`() async throws {
    let other = [StrategyInput(pair: ether)]
    try await ShardHarness.run { harness in
      harness.feed.append(ShardHarness.candle(-1), to: SeriesKey(pair: ether, timeframe: .fiveMinutes))
      try await harness.launch(1, strategy: definition(identity: "reader", other))
      harness.close(0)
      harness.close(1)
      await harness.settled()
      #expect(judgements.count == 0)
      #expect(
        harness.idle.take() == [
          "1 BTC/USDT strategy_failed: the last closed candle of ETH/USDT 5m has not come"
        ])
      harness.close(1, of: ether, close: 8)
      await harness.settled()
      #expect(judgements.count == 1)
    }
  }
}
