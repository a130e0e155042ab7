// SPDX-License-Identifier: Apache-2.0

import BotModel
import MarketData
import Metrics
import Ports
import StrategyKit
import TradeEngine
import TradingModel

// Closed candles: each run judges a candle once, and every bot that shares the run is told the same.

extension ShardBots {
  /// Has a closed candle judged, and steps every bot that watches its series. Runs that read it beside their own series
  /// take it first, and judge what waited for it.
  mutating func close(_ candle: Candle, of key: SeriesKey, _ receivedAt: ContinuousClock.Instant?) {
    let readers = runs.readers(of: key)
    for shared in readers { shared.run.take(candle, of: key) }
    if let bots = watchers[key] {
      judge(candle, of: key, for: bots, receivedAt)
      if let receivedAt { decisionTimer.record(duration: ContinuousClock.now - receivedAt) }
    }
    for shared in readers {
      guard let waiting = shared.waiting, shared.run.isReady(for: waiting.candle) else { continue }
      shared.waiting = nil
      // By the way that every candle takes; bots that have seen it know it by its open time.
      take(.candleClosed(shared.identity.series, waiting.candle, receivedAt: waiting.receivedAt))
    }
  }

  private mutating func judge(
    _ candle: Candle, of key: SeriesKey, for bots: [SeriesWatcher], _ receivedAt: ContinuousClock.Instant?
  ) {
    let closeTime = key.timeframe.openTime(after: candle.openTime)
    let delay = max(0, environment.clock.now().milliseconds(since: closeTime))
    refreshInstruments()
    var waiting: Set<ObjectIdentifier> = []
    for watcher in bots {
      let shared = watcher.run
      if !shared.run.inputs.isEmpty {
        if waiting.contains(ObjectIdentifier(shared)) { continue }
        // What waited longer than a candle does not wait any more: it is judged as the failure that it is.
        if let late = shared.waiting, late.candle.openTime < candle.openTime { giveUp(shared, late.candle) }
        if !shared.run.isReady(for: candle), (shared.run.lastCandle ?? .epoch) < candle.openTime {
          shared.waiting = (candle, receivedAt)
          waiting.insert(ObjectIdentifier(shared))
          continue
        }
      }
      guard let verdict = shared.run.judge(candle, isExplained: true) else { continue }
      step(watcher.slot, .candleClosed(key.pair, candle, verdict, delay: delay), at: closeTime)
    }
  }

  private mutating func giveUp(_ shared: SharedRun, _ candle: Candle) {
    shared.waiting = nil
    let key = shared.identity.series
    guard let verdict = shared.run.judge(candle, isExplained: true) else { return }
    let closeTime = key.timeframe.openTime(after: candle.openTime)
    let delay = max(key.timeframe.milliseconds, environment.clock.now().milliseconds(since: closeTime))
    for watcher in watchers[key] ?? [] where watcher.run === shared {
      step(watcher.slot, .candleClosed(key.pair, candle, verdict, delay: delay), at: closeTime)
    }
  }

  /// Takes from the shared series what the mailbox had no room for. Runs and engines tell new candles by their open
  /// times.
  mutating func catchUp(with key: SeriesKey) {
    guard let series = environment.feed.series(key) else { return }
    let bots = watchers[key] ?? []
    let seen = bots.map { $0.slot.engine.markets[key.pair]?.lastCandle ?? .epoch }.min()
    // A series that is only read beside others has no bot to ask: its runs skip what they have.
    let from = seen ?? .epoch
    for candle in series.closed where candle.openTime > from { close(candle, of: key, nil) }
  }

  /// A series has healed: runs that began without its past, and had too little to judge, begin anew with it.
  mutating func refresh(_ key: SeriesKey) {
    for shared in runs.runs(on: key) + runs.readers(of: key) where shared.run.lacksHistory {
      let own = shared.identity.series
      let bots = (watchers[own] ?? []).filter { $0.run === shared }.map(\.slot)
      guard let slot = bots.first else { continue }
      let began = SharedRuns.start(
        slot.strategy, slot.engine.settings.strategyParameters, on: own, feed: environment.feed)
      guard began.candlesSeen > shared.run.candlesSeen || !began.lacksHistory else { continue }
      shared.run = began
      shared.waiting = nil
      for slot in bots { watch(own.pair, for: slot) }
    }
  }

  /// The bots that a series concerns: they watch it, or their strategies read it beside their own.
  func bots(concernedBy key: SeriesKey) -> [BotNumber] {
    let readers = runs.readers(of: key)
    let own = (watchers[key] ?? []).map(\.slot.bot)
    guard !readers.isEmpty else { return own }
    let reading = readers.flatMap { shared in
      (watchers[shared.identity.series] ?? []).filter { $0.run === shared }.map(\.slot.bot)
    }
    return Set(own + reading).sorted()
  }

  /// Begins to watch a pair for a bot, after all that the shared series knows.
  mutating func watch(_ pair: Pair, for slot: BotSlot) {
    let settings = slot.engine.settings
    let key = SeriesKey(pair: pair, timeframe: settings.timeframe)
    let feed = environment.feed
    let shared = slot.runs[pair] ?? runs.join(slot.strategy, settings.strategyParameters, on: key, feed: feed)
    slot.runs[pair] = shared
    slot.engine.watch(pair, after: feed.series(key)?.closed.last, shared.run.last)
    if let price = feed.lastPrice(of: pair) { slot.engine.refresh(price, of: pair) }
    if watchers[key]?.contains(where: { $0.slot === slot }) != true {
      watchers[key, default: []].append(SeriesWatcher(slot: slot, run: shared))
    }
  }
}
