// SPDX-License-Identifier: Apache-2.0

import BotModel
import Store
import Strategies
import TradingModel

/// A data folder as a server would have left it: bots that are wanted to run, the first of which has traded.
struct DataFolder {
  let path: String
  let bots: [BotRecord]

  /// Writes the folder.
  ///
  /// - Parameter closedTrades: how many trades the first bot has closed.
  static func write(
    at path: String, bots count: Int, on pairs: [Pair], pairsPerBot: Int, closedTrades: Int, now: Instant
  ) async throws -> DataFolder {
    let created = now.advanced(byMilliseconds: -86_400_000 * 30)
    let bots = try (0..<count).map { number in
      let watched = (0..<pairsPerBot).map { pairs[(number + $0) % pairs.count] }.sorted()
      return try SampleBots.running(number + 1, on: watched, at: created)
    }
    let store = try BotStore.open(at: path, newEpoch: 1) { try? BuiltInStrategies.definition(named: $0) }
    defer { store.close() }
    if !bots.isEmpty { try await store.write(ControlBatch(bots: bots.map { .insert($0) })) }
    if let first = bots.first, closedTrades > 0 {
      try await store.commit(ClosedTrades(record: first, epoch: store.epoch, count: closedTrades).entries())
    }
    return DataFolder(path: path, bots: bots)
  }
}
