// SPDX-License-Identifier: Apache-2.0

import BotModel
import BotRuntime
import ControlAPI
import MarketData
import Ports
import Synchronization
import TradeEngine
import TradingModel

/// What moves the control plane: something was observed that asks for work.
enum FleetSignal: Sendable {
  /// A bot is to be brought to what is wanted of it.
  case converge(BotNumber)
  /// What is observed of a bot has changed.
  case phaseChanged(BotNumber)
  /// A bot's engine has done what it was brought down for.
  case finished(BotNumber)
  /// What must be written can't be: these bots are without an engine until it can.
  case halted([BotNumber], JournalError)
  /// A live account is needed from the start.
  case openAccount(AccountName)
  /// A live account is open, and its desk is to be kept at work.
  case runAccount(AccountName)
  /// A bot has failed, and is to be tried again after a while.
  case retry(BotNumber, after: Duration)
}

/// All bots as the control plane knows them: one small value behind a lock. Shards report here; the API reads here.
final class FleetBoard: ShardObserver, Sendable {
  private struct State {
    var entries: [BotNumber: BotEntry] = [:]
    var numbers: [BotName: BotNumber] = [:]
    var lastNumber: Int64 = 0
    /// What is watched for a bot; kept apart from the bots, for it outlives those that are deleted.
    var watched: [BotNumber: Set<SeriesKey>] = [:]
  }

  private let state = Mutex(State())
  private let clock: any VenueClock
  private let signal: @Sendable (FleetSignal) -> Void

  init(clock: any VenueClock, signal: @escaping @Sendable (FleetSignal) -> Void) {
    self.clock = clock
    self.signal = signal
  }

  /// Takes the bots that a store keeps.
  func load(_ entries: [BotEntry], lastNumber: Int64) {
    state.withLock { state in
      for entry in entries {
        state.entries[entry.record.number] = entry
        state.numbers[entry.record.settings.name] = entry.record.number
      }
      state.lastNumber = lastNumber
    }
  }

  /// A number for a new bot.
  func nextNumber() -> BotNumber {
    state.withLock { state in
      state.lastNumber += 1
      return BotNumber(state.lastNumber)
    }
  }

  func insert(_ record: BotRecord) {
    state.withLock { state in
      state.entries[record.number] = BotEntry(record: record)
      state.numbers[record.settings.name] = record.number
    }
  }

  func remove(_ number: BotNumber) {
    state.withLock { state in
      guard let entry = state.entries.removeValue(forKey: number) else { return }
      state.numbers[entry.record.settings.name] = nil
    }
  }

  func entry(named name: BotName) -> BotEntry? {
    state.withLock { state in state.numbers[name].flatMap { state.entries[$0] } }
  }

  func entry(_ number: BotNumber) -> BotEntry? {
    state.withLock { $0.entries[number] }
  }

  var entries: [BotEntry] {
    state.withLock { Array($0.entries.values) }
  }

  /// A bot's answer, made once per change.
  func rendered(_ name: BotName) -> RenderedDocument? {
    state.withLock { state in
      guard let number = state.numbers[name], let entry = state.entries[number] else { return nil }
      if let rendered = entry.rendered { return rendered }
      let rendered = entry.view.rendered
      state.entries[number]?.rendered = rendered
      return rendered
    }
  }

  /// Changes what is known of a bot, and signals where its phase is another one then.
  func update(_ number: BotNumber, _ change: (inout BotEntry) -> Void) {
    let hasChangedPhase = state.withLock { state in
      guard let before = state.entries[number]?.phase else { return false }
      // Taken out while it changes, so that its dictionaries aren't copied.
      guard var entry = state.entries.removeValue(forKey: number) else { return false }
      change(&entry)
      entry.rendered = nil
      state.entries[number] = entry
      return entry.phase != before
    }
    if hasChangedPhase { signal(.phaseChanged(number)) }
  }

  // MARK: What is watched

  /// The series that are watched for a bot.
  func watched(for number: BotNumber) -> Set<SeriesKey> {
    state.withLock { $0.watched[number] ?? [] }
  }

  /// Notes series as watched for a bot.
  ///
  /// - Returns: those that weren't before.
  func beginToWatch(_ keys: [SeriesKey], for number: BotNumber) -> [SeriesKey] {
    state.withLock { state in
      keys.filter { state.watched[number, default: []].insert($0).inserted }
    }
  }

  /// Notes series as not watched for a bot any more.
  ///
  /// - Returns: those that were.
  func endToWatch(_ keys: Set<SeriesKey>, for number: BotNumber) -> Set<SeriesKey> {
    state.withLock { state in
      let ended = keys.intersection(state.watched[number] ?? [])
      state.watched[number]?.subtract(ended)
      if state.watched[number]?.isEmpty == true { state.watched[number] = nil }
      return ended
    }
  }

  // MARK: What shards report

  func botChanged(_ report: BotReport) {
    let now = clock.now()
    let closed = report.changes.count { change in
      if case .trade(let trade) = change { !trade.isOpen } else { false }
    }
    update(report.bot) { entry in
      entry.observe(report.standing, at: now)
      if !report.changes.isEmpty { entry.failuresInRow = 0 }
      entry.closedTrades += closed
    }
    // A pair that was taken from the bot is watched until nothing of it is held.
    if closed > 0, let entry = entry(report.bot), !entry.engineSeries.isSubset(of: entry.ownSeries) {
      signal(.converge(report.bot))
    }
  }

  func botFinished(_ bot: BotNumber) {
    signal(.finished(bot))
  }

  func feedChanged(_ key: SeriesKey, _ health: FeedHealth, bots: [BotNumber]) {
    let now = clock.now()
    for bot in bots {
      update(bot) { entry in
        guard entry.series[key] != nil else { return }
        entry.series[key] = health
        entry.judgeMarketData(at: now)
      }
    }
  }

  func accountChanged(_ account: AccountName, hold: String?, bots: [BotNumber]) {
    let now = clock.now()
    for bot in bots {
      update(bot) { entry in
        if let hold {
          entry.set(.orders, isHealthy: false, reason: "EntriesHeld", message: "account \(account): \(hold)", at: now)
        } else {
          entry.set(
            .orders, isHealthy: true, reason: "Reconciled", message: "account \(account) is reconciled", at: now)
        }
      }
    }
  }

  func shardHalted(_ bots: [BotNumber], _ error: JournalError) {
    let now = clock.now()
    let (reason, message) =
      switch error {
      case .full: ("NotWritable", "the disk is full: trading halts until there is room")
      case .unavailable(let text):
        ("NotWritable", "the database can't be written (\(text)): trading halts until it can")
      case .refused(_, let text):
        ("Refused", "what the bot did contradicts what is written (\(text)): it goes on from what is written")
      }
    for bot in bots { update(bot) { $0.fail(.storage, reason: reason, message: message, at: now) } }
    guard case .refused(let bot, _) = error else { return signal(.halted(bots, error)) }
    if let delay = entry(bot)?.retryDelay { signal(.retry(bot, after: delay)) }
  }
}
