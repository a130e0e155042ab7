// SPDX-License-Identifier: Apache-2.0

import BotModel
import MarketData
import Metrics
import Ports
import TradeEngine
import TradingModel

/// The bots of a shard, and how they are stepped.
///
/// Bots decide while what was decided before is being written; see ``settle(_:of:)`` for what waits for what.
struct ShardBots {
  let environment: ShardEnvironment
  let mailbox: ShardMailbox
  var slots: [BotNumber: BotSlot] = [:]
  /// Which bots watch a series, and what tells them what to think.
  var watchers: [SeriesKey: [SeriesWatcher]] = [:]
  var runs = SharedRuns()
  /// Which bots hold something of a pair, by number: only they need its trades.
  private var holders: [Pair: [BotSlot]] = [:]
  /// Which bots hold something of a pair or have an order of it.
  private var involved: [Pair: Set<BotNumber>] = [:]
  var lastPrices: [Pair: Price] = [:]
  /// The venue's rules, shared by all bots. What the venue does not tell any more stays as it was.
  var instruments: [Pair: InstrumentRules] = [:]
  /// The rules as the feed told them last.
  private var toldInstruments: [Pair: InstrumentRules] = [:]
  /// Where dry-run bots trade.
  var exchange: any Exchange
  /// Where live bots trade.
  var accounts: [AccountName: LiveAccount] = [:]
  var settling = SettlingSteps()

  /// Pairs of which trades were left out, until the shard keeps up again.
  private var shortOfTrades: Set<Pair> = []

  let decisionTimer = Timer(label: "botyard_decision_duration", preferredDisplayUnit: .milliseconds)
  let commitTimer = Timer(label: "botyard_commit_duration", preferredDisplayUnit: .milliseconds)

  /// More market events don't wait for a commit: the mailbox holds them then, which knows what it may drop.
  private static let heldMax = 4096

  init(environment: ShardEnvironment, mailbox: ShardMailbox) {
    self.environment = environment
    self.mailbox = mailbox
    exchange = environment.makeExchange()
  }

  /// Handles what has come, in order.
  mutating func handle(_ items: [ShardMailbox.Item]) async {
    var isShort = false
    for item in items {
      switch item {
      case .trade, .quotes, .candleClosed:
        take(item)
        if settling.held.count >= Self.heldMax { await drain() }
      case .committed(let number):
        if settling.commit?.number == number { await endCommit() }
        beginCommit()
      case .candlesLeftOut(let key):
        await drain()
        catchUp(with: key)
      case .tradesLeftOut(let pairs):
        isShort = true
        shortOfTrades.formUnion(pairs)
        tellHealth(of: pairs) { _ in .degraded(reason: "so much came at once that trades were left out") }
      case .health(let key, let health):
        await drain()
        if health == .live { refresh(key) }
        environment.observer.feedChanged(key, health, bots: bots(concernedBy: key))
      case .request(let request):
        await drain()
        await handle(request)
      case .account(let account, let notice): await handle(notice, of: account)
      }
    }
    if !isShort, !shortOfTrades.isEmpty {
      tellHealth(of: shortOfTrades) { [feed = environment.feed] in feed.series($0)?.health ?? .live }
      shortOfTrades = []
    }
    beginCommit()
  }

  /// Tells bots that watch a pair how well it is fed.
  private func tellHealth(of pairs: Set<Pair>, _ health: (SeriesKey) -> FeedHealth) {
    for (key, bots) in watchers where pairs.contains(key.pair) {
      environment.observer.feedChanged(key, health(key), bots: bots.map(\.slot.bot))
    }
  }

  // MARK: Market events

  /// Handles a market event, or has it wait for requests that the exchange must see before it.
  ///
  /// A bot sees its events in the order in which they came, and an order that was decided before a trade is with the
  /// exchange before that trade. A candle needs no exchange: it waits only where what is on its way could change what is
  /// decided, for it is of the same pair, or takes an order back and frees what the order held.
  mutating func take(_ item: ShardMailbox.Item) {
    switch item {
    case .trade(let pair, let trade):
      let bots = involved[pair] ?? []
      if settling.unsent[pair] != nil || settling.holds(pair, bots) {
        settling.hold(item, of: CollectionOfOne(pair), bots)
      } else {
        see(trade, of: pair)
      }
    case .quotes(let quotes):
      let waiting = quotes.filter { settling.unsent[$0.key] != nil || settling.holds($0.key, EmptyCollection()) }
      for (pair, quote) in quotes where waiting[pair] == nil { exchange.observe(quote, of: pair) }
      if !waiting.isEmpty { settling.hold(.quotes(waiting), of: waiting.keys, EmptyCollection()) }
    case .candleClosed(let key, let candle, let receivedAt):
      let bots = watchers[key] ?? []
      let isFreeing = !settling.unsentCancels.isEmpty && bots.contains { settling.unsentCancels[$0.slot.bot] != nil }
      if isFreeing || settling.unsent[key.pair] != nil || settling.holds(key.pair, bots.lazy.map(\.slot.bot)) {
        settling.hold(item, of: CollectionOfOne(key.pair), bots.lazy.map(\.slot.bot))
      } else {
        close(candle, of: key, receivedAt)
      }
    case .candlesLeftOut, .tradesLeftOut, .health, .request, .committed, .account:
      preconditionFailure("nothing of the market")
    }
  }

  private mutating func see(_ trade: PublicTrade, of pair: Pair) {
    lastPrices[pair] = trade.price
    for report in exchange.observe(trade, of: pair) { step(for: report) }
    guard let bots = holders[pair] else { return }
    if instruments[pair] == nil { refreshInstruments() }
    for slot in bots { step(slot, .traded(pair, trade), at: trade.time) }
  }

  /// Takes the venue's rules as they are now: they may have come after the bots, and they change.
  mutating func refreshInstruments() {
    let told = environment.feed.instruments
    guard told != toldInstruments else { return }
    toldInstruments = told
    instruments = instruments.isEmpty ? told : instruments.merging(told) { _, new in new }
    for slot in slots.values { slot.engine.instruments = instruments }
  }

  // MARK: Steps

  /// Steps the bot that a report speaks of.
  mutating func step(for report: OrderEvent) {
    guard let slot = slots[report.order.bot] else { return }
    step(slot, .order(report), at: report.time)
  }

  mutating func step(_ slot: BotSlot, _ event: EngineEvent, at time: Instant) {
    slot.engine.holds = holds(of: slot)
    let step = slot.engine.apply(event, at: time, identifiers: environment.identifiers)
    if let idle = step.idle { environment.diary.note(idle, of: slot.bot) }
    if !step.isEmpty { settle(step, of: slot) }
  }

  // MARK: Which bots are concerned

  /// Brings the index of who has to do with which pair up to a bot.
  mutating func index(_ slot: BotSlot) {
    // Trades move stops, and time moves orders that rest.
    let resting = slot.engine.orders.values.filter { $0.terms.kind.limitPrice != nil }.map(\.terms.pair)
    let held = Set(slot.engine.trades.values.map(\.pair) + resting)
    let involvedPairs = held.union(slot.engine.orders.values.map(\.terms.pair))
    for pair in slot.heldPairs.subtracting(held) { removeHolder(slot, of: pair) }
    for pair in held.subtracting(slot.heldPairs) {
      let place = holders[pair]?.firstIndex { $0.bot > slot.bot } ?? holders[pair]?.count ?? 0
      holders[pair, default: []].insert(slot, at: place)
    }
    for pair in slot.involvedPairs.subtracting(involvedPairs) { removeInvolved(slot, in: pair) }
    for pair in involvedPairs.subtracting(slot.involvedPairs) { involved[pair, default: []].insert(slot.bot) }
    slot.heldPairs = held
    slot.involvedPairs = involvedPairs
  }

  private mutating func removeHolder(_ slot: BotSlot, of pair: Pair) {
    holders[pair]?.removeAll { $0 === slot }
    if holders[pair]?.isEmpty == true { holders[pair] = nil }
  }

  private mutating func removeInvolved(_ slot: BotSlot, in pair: Pair) {
    involved[pair]?.remove(slot.bot)
    if involved[pair]?.isEmpty == true { involved[pair] = nil }
  }

  mutating func remove(_ bot: BotNumber) {
    guard let slot = slots.removeValue(forKey: bot) else { return }
    for pair in slot.engine.markets.keys {
      stopWatching(SeriesKey(pair: pair, timeframe: slot.engine.settings.timeframe), for: slot)
    }
    for pair in slot.heldPairs { removeHolder(slot, of: pair) }
    for pair in slot.involvedPairs { removeInvolved(slot, in: pair) }
  }

  mutating func stopWatching(_ key: SeriesKey, for slot: BotSlot) {
    watchers[key]?.removeAll { $0.slot === slot }
    if watchers[key]?.isEmpty == true { watchers[key] = nil }
    if let shared = slot.runs.removeValue(forKey: key.pair) { runs.leave(shared) }
  }

  /// Drops every bot: what is in memory is ahead of what is on disk, and only that is true.
  mutating func halt(_ error: JournalError) {
    let bots = slots.keys.sorted()
    slots = [:]
    watchers = [:]
    runs.removeAll()
    holders = [:]
    involved = [:]
    settling.forget()
    exchange = environment.makeExchange()
    environment.observer.shardHalted(bots, error)
  }
}
