// SPDX-License-Identifier: Apache-2.0

import MarketData
import Ports
import StrategyKit
import TradingModel

/// A strategy's run on a series, shared by the bots of a shard whose strategies and parameters are equal.
final class SharedRun {
  /// What makes runs the same.
  struct Identity: Hashable {
    let strategy: String
    let series: SeriesKey
  }

  let identity: Identity
  var run: StrategyRun
  /// A candle that waits for those of other series, and when its last byte arrived.
  var waiting: (candle: Candle, receivedAt: ContinuousClock.Instant?)?
  /// How many bots use it.
  var users = 0

  init(_ identity: Identity, run: StrategyRun) {
    self.identity = identity
    self.run = run
  }
}

/// A bot that watches a series, and what tells it what to think.
struct SeriesWatcher {
  let slot: BotSlot
  let run: SharedRun
}

/// The runs of a shard, each once.
struct SharedRuns {
  private var runs: [SharedRun.Identity: SharedRun] = [:]
  /// The runs that read a series beside their own.
  private var readers: [SeriesKey: [SharedRun]] = [:]

  /// How many there are.
  var count: Int { runs.count }

  /// The run for a bot's strategy on a series, made where there is none; one more bot uses it.
  mutating func join(
    _ strategy: StrategyDefinition, _ parameters: ParameterValues, on key: SeriesKey, feed: any MarketFeed
  ) -> SharedRun {
    let identity = SharedRun.Identity(strategy: strategy.identity(parameters), series: key)
    let shared = runs[identity] ?? SharedRun(identity, run: Self.start(strategy, parameters, on: key, feed: feed))
    if shared.users == 0 {
      runs[identity] = shared
      for key in Set(shared.run.inputs) { readers[key, default: []].append(shared) }
    }
    shared.users += 1
    return shared
  }

  /// One bot less uses a run; the last one ends it.
  mutating func leave(_ shared: SharedRun) {
    shared.users -= 1
    guard shared.users == 0 else { return }
    runs[shared.identity] = nil
    for key in shared.run.inputs {
      readers[key]?.removeAll { $0 === shared }
      if readers[key]?.isEmpty == true { readers[key] = nil }
    }
  }

  /// The runs that read a series beside their own.
  func readers(of key: SeriesKey) -> [SharedRun] { readers[key] ?? [] }

  /// The runs on a series.
  func runs(on key: SeriesKey) -> [SharedRun] { runs.values.filter { $0.identity.series == key } }

  mutating func removeAll() {
    runs = [:]
    readers = [:]
  }

  /// A run that has seen all that the feed knows.
  static func start(
    _ strategy: StrategyDefinition, _ parameters: ParameterValues, on key: SeriesKey, feed: any MarketFeed
  ) -> StrategyRun {
    let made = strategy.make(parameters)
    let inputs = made.inputs.map { feed.series($0.key(beside: key))?.closed ?? [] }
    return StrategyRun(
      made, named: strategy.name, on: key, history: feed.series(key)?.closed ?? [], inputHistories: inputs)
  }
}
