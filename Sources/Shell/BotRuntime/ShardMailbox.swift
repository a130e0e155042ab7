// SPDX-License-Identifier: Apache-2.0

import DequeModule
import MarketData
import Metrics
import Ports
import Synchronization
import TradingModel

/// What waits for a shard, bounded by kind: best prices and a series' health are conflated to the newest; public trades
/// beyond the bound are dropped, counted, and the shard is told of which pairs; closed candles beyond it are taken from
/// the series instead; requests are never lost, and there are no more of them than callers who wait. Of the other kinds
/// bots watch none.
final class ShardMailbox: Sendable {
  /// One thing that waits.
  enum Item: Sendable {
    case candleClosed(SeriesKey, Candle, receivedAt: ContinuousClock.Instant?)
    case trade(Pair, PublicTrade)
    case quotes([Pair: Quote])
    case health(SeriesKey, FeedHealth)
    /// So much came at once that trades of these pairs were dropped.
    case tradesLeftOut(Set<Pair>)
    /// So much came at once that candles of the series were left out; they are in the series.
    case candlesLeftOut(SeriesKey)
    case request(ShardRequest)
    /// The shard's commit of this number has ended.
    case committed(Int)
    /// What happened on a live account; never dropped.
    case account(AccountName, AccountNotice)
  }

  private struct State {
    var items: Deque<Item> = []
    var marketItems = 0
    var quotes: [Pair: Quote] = [:]
    /// The newest health of each series that has an item in the queue.
    var health: [SeriesKey: FeedHealth] = [:]
    var leftOut: Set<SeriesKey> = []
    var tradesLeftOut: Set<Pair> = []
    var tradesDropped = 0
    var isClosed = false
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())
  private let capacity: Int
  private let droppedTrades = Counter(label: "botyard_shard_trades_dropped_total")
  private let leftOutCandles = Counter(label: "botyard_shard_candles_left_out_total")

  /// A mailbox that holds so many market events.
  init(capacity: Int) {
    self.capacity = capacity
  }

  /// How many public trades were dropped because the shard did not keep up.
  var tradesDropped: Int { state.withLock { $0.tradesDropped } }

  /// Takes a market event; never waits. Once the mailbox is closed it is dropped.
  func offer(_ event: MarketEvent) {
    wake { state in
      guard !state.isClosed else { return }
      switch event {
      case .quote(let pair, let quote): state.quotes[pair] = quote
      case .aggregateTrade, .ticker, .bookChanged: break
      case .health(let key, let health):
        if state.health.updateValue(health, forKey: key) == nil { state.items.append(.health(key, health)) }
      case .trade(let pair, let trade):
        guard state.marketItems < capacity else {
          droppedTrades.increment()
          state.tradesLeftOut.insert(pair)
          return state.tradesDropped += 1
        }
        state.marketItems += 1
        state.items.append(.trade(pair, trade))
      case .candleClosed(let key, let candle, let receivedAt):
        guard state.marketItems < capacity else {
          leftOutCandles.increment()
          if state.leftOut.insert(key).inserted { state.items.append(.candlesLeftOut(key)) }
          return
        }
        state.marketItems += 1
        state.items.append(.candleClosed(key, candle, receivedAt: receivedAt))
      }
    }
  }

  /// Takes a request.
  ///
  /// - Returns: whether it was taken; false once the mailbox is closed.
  func submit(_ request: ShardRequest) -> Bool {
    var isTaken = false
    wake { state in
      guard !state.isClosed else { return }
      isTaken = true
      state.items.append(.request(request))
    }
    return isTaken
  }

  /// Tells the shard that a commit has ended.
  func noteCommit(_ number: Int) {
    wake { $0.items.append(.committed(number)) }
  }

  /// Tells the shard what happened on a live account.
  func noteAccount(_ account: AccountName, _ notice: AccountNotice) {
    wake { $0.items.append(.account(account, notice)) }
  }

  /// Takes nothing more; ``next()`` ends when all that waits is handed out.
  func close() {
    wake { $0.isClosed = true }
  }

  /// What has come since the last call, in order, once there is anything; nil when the mailbox is closed and empty.
  func next() async -> [Item]? {
    while true {
      let (items, isClosed) = take()
      if !items.isEmpty { return items }
      if isClosed { return nil }
      await withCheckedContinuation { continuation in
        let isReady = state.withLock { state in
          guard state.items.isEmpty, state.quotes.isEmpty, !state.isClosed else { return true }
          state.waiter = continuation
          return false
        }
        if isReady { continuation.resume() }
      }
    }
  }

  private func take() -> (items: [Item], isClosed: Bool) {
    state.withLock { state in
      var items: [Item] = []
      if !state.quotes.isEmpty { items.append(.quotes(state.quotes)) }
      for item in state.items {
        if case .health(let key, let first) = item {
          items.append(.health(key, state.health[key] ?? first))
        } else {
          items.append(item)
        }
      }
      if !state.tradesLeftOut.isEmpty { items.append(.tradesLeftOut(state.tradesLeftOut)) }
      state.tradesLeftOut = []
      state.items.removeAll(keepingCapacity: true)
      state.quotes.removeAll(keepingCapacity: true)
      state.health.removeAll(keepingCapacity: true)
      state.leftOut = []
      state.marketItems = 0
      return (items, state.isClosed)
    }
  }

  private func wake(_ change: (inout sending State) -> Void) {
    let waiter = state.withLock { state in
      change(&state)
      let waiter = state.waiter
      state.waiter = nil
      return waiter
    }
    waiter?.resume()
  }
}
