// SPDX-License-Identifier: Apache-2.0

import BotModel
import Ports
import RiskRules
import TradeEngine
import TradingModel

/// What a bot has decided, to be kept, told and asked of the exchange, in this order.
struct SettlingStep {
  let slot: BotSlot
  let step: EngineStep
  /// When, by the bot's time.
  let time: Instant
  /// How the bot stood after it: what is told, while its engine may be further by then.
  let standing: BotStanding
  /// When, by the machine's clocks.
  let decided: Decided

  init(_ step: EngineStep, of slot: BotSlot, _ decided: Decided) {
    self.step = step
    self.decided = decided
    self.slot = slot
    time = slot.engine.now
    standing = BotStanding(slot.engine)
  }

  /// What is written of it; nil where nothing is.
  var entry: JournalEntry? {
    step.changes.isEmpty ? nil : JournalEntry(bot: slot.bot, name: slot.name, time: time, changes: step.changes)
  }
}

/// Steps on their way to the exchange, and the market events that must not overtake them.
struct SettlingSteps {
  /// Steps that are being written.
  struct Commit {
    let number: Int
    let steps: [SettlingStep]
    let result: Task<JournalError?, Never>
  }

  /// Steps that wait to be written.
  var decided: [SettlingStep] = []
  /// Those that are being written; one group at a time, so that what is on disk is always a beginning of what was
  /// decided.
  var commit: Commit?
  /// How often was committed.
  var commits = 0
  /// How many requests of each pair are not with the exchange yet.
  private(set) var unsent: [Pair: Int] = [:]
  /// How many orders each bot has decided to take back and the exchange does not know of yet.
  private(set) var unsentCancels: [BotNumber: Int] = [:]
  /// Market events that wait for them, in order.
  private(set) var held: [ShardMailbox.Item] = []
  /// The pairs of ``held``, and the bots that any of it concerns.
  private var heldPairs: Set<Pair> = []
  private var heldBots: Set<BotNumber> = []

  /// Nothing on its way.
  init() {}

  mutating func add(_ step: SettlingStep) {
    decided.append(step)
    for request in step.step.requests {
      unsent[request.pair, default: 0] += 1
      if case .cancel = request { unsentCancels[step.slot.bot, default: 0] += 1 }
    }
  }

  /// A request of a bot has gone out.
  mutating func noteSent(_ request: OrderRequest, of bot: BotNumber) {
    unsent[request.pair] = unsent[request.pair].flatMap { $0 > 1 ? $0 - 1 : nil }
    guard case .cancel = request else { return }
    unsentCancels[bot] = unsentCancels[bot].flatMap { $0 > 1 ? $0 - 1 : nil }
  }

  /// Forgets everything: it was not written.
  mutating func forget() {
    decided = []
    commit = nil
    unsent = [:]
    unsentCancels = [:]
    _ = release()
  }

  /// Takes everything of a bot out.
  mutating func remove(_ bot: BotNumber, puttingBack steps: [SettlingStep]) {
    let rest = (steps + decided).filter { $0.slot.bot != bot }
    decided = []
    unsent = [:]
    unsentCancels = [:]
    for step in rest { add(step) }
  }

  // MARK: What waits

  /// Whether events of a pair must wait: something of the pair that came before does, or concerns one of the bots.
  ///
  /// - Parameter bots: those that the event concerns.
  func holds(_ pair: Pair, _ bots: some Sequence<BotNumber>) -> Bool {
    !held.isEmpty && (heldPairs.contains(pair) || bots.contains(where: heldBots.contains))
  }

  mutating func hold(_ item: ShardMailbox.Item, of pairs: some Sequence<Pair>, _ bots: some Sequence<BotNumber>) {
    held.append(item)
    heldPairs.formUnion(pairs)
    heldBots.formUnion(bots)
  }

  /// What waited, in order; nothing does then.
  mutating func release() -> [ShardMailbox.Item] {
    defer {
      held = []
      heldPairs = []
      heldBots = []
    }
    return held
  }
}
