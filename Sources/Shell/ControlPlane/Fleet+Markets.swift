// SPDX-License-Identifier: Apache-2.0

import BotModel
import BotRuntime
import MarketData
import Ports
import StrategyKit
import TradingModel

// What is watched for a bot: each series and its prices once, as long as its engine needs them.

extension Fleet {
  /// The most closed candles that a series is asked for when a bot starts.
  static let bootstrapCandles = 500

  /// Has a bot's series and prices watched, and returns when they are bootstrapped, or degraded.
  func watchMarkets(of entry: BotEntry) async {
    let number = entry.record.number
    let warmUp = strategy(of: entry)?.make(entry.record.settings.strategyParameters).warmUp ?? 0
    let depth = max(Self.bootstrapCandles, warmUp)
    let keys = board.beginToWatch(entry.wantedSeries, for: number)
    guard !keys.isEmpty else { return }
    let shard = shard(of: number)
    await withDiscardingTaskGroup { group in
      for key in keys {
        group.addTask {
          self.feed.watchPrices(of: key.pair, sink: shard)
          let health = await self.feed.watch(key, depth: depth, sink: shard).health
          self.judge([key: health], of: number)
        }
      }
    }
  }

  /// Stops watching what a bot does not need.
  func releaseMarkets(of number: BotNumber, keeping kept: Set<SeriesKey>) {
    let ended = board.endToWatch(board.watched(for: number).subtracting(kept), for: number)
    guard !ended.isEmpty else { return }
    let shard = shard(of: number)
    for key in ended {
      feed.unwatch(key, sink: shard)
      feed.unwatchPrices(of: key.pair, sink: shard)
    }
    let now = clock.now()
    board.update(number) { entry in
      for key in ended { entry.series[key] = nil }
      entry.judgeMarketData(at: now)
    }
  }

  /// Draws a bot's market-data condition from how its series are fed at this moment.
  ///
  /// Called when its engine is up: changes before that were told when the shard did not know the bot yet.
  func judgeMarkets(of number: BotNumber) {
    var series: [SeriesKey: FeedHealth] = [:]
    for key in board.watched(for: number) {
      series[key] = feed.series(key)?.health ?? .degraded(reason: "nothing has come yet")
    }
    judge(series, of: number)
  }

  private func judge(_ series: [SeriesKey: FeedHealth], of number: BotNumber) {
    let instruments = feed.instruments
    let judged = series.map { key, health in
      let isKnown = instruments.isEmpty || instruments[key.pair] != nil
      return (key, isKnown ? health : .degraded(reason: "the venue does not trade the pair"))
    }
    let now = clock.now()
    board.update(number) { entry in
      entry.series.merge(judged) { $1 }
      entry.judgeMarketData(at: now)
    }
  }
}
