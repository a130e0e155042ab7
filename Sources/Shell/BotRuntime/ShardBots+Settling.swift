// SPDX-License-Identifier: Apache-2.0

import BotModel
import Metrics
import Ports
import RiskRules
import TradeEngine
import TradingModel

// From a decision to the exchange: first it is written, then told, then asked. While one group of steps is being
// written bots go on deciding; what they decide is the next group.

extension ShardBots {
  /// Puts a step on its way: it is written with what else was decided, then told, and then its requests are made.
  mutating func settle(_ step: EngineStep, of slot: BotSlot) {
    let decided = Decided(killEpoch: environment.killSwitch.epoch, at: ContinuousClock.now)
    settling.add(SettlingStep(step, of: slot, decided))
    index(slot)
    account(for: step, of: slot)
  }

  /// Begins to write what was decided, unless something is being written.
  mutating func beginCommit() {
    while settling.commit == nil, !settling.decided.isEmpty {
      let steps = settling.decided
      settling.decided = []
      let entries = steps.compactMap(\.entry)
      if entries.isEmpty {
        conclude(steps)
        release()
      } else {
        settling.commits += 1
        let number = settling.commits
        let (journal, mailbox, timer) = (environment.journal, mailbox, commitTimer)
        let result = Task { () -> JournalError? in
          defer { mailbox.noteCommit(number) }
          let start = ContinuousClock.now
          do throws(JournalError) { try await journal.commit(entries) } catch { return error }
          timer.record(duration: ContinuousClock.now - start)
          return nil
        }
        settling.commit = SettlingSteps.Commit(number: number, steps: steps, result: result)
      }
    }
  }

  /// Waits for what is being written, tells it and makes its requests. A failure to write halts the shard, or drops the
  /// one bot whose step contradicts what is written: nothing was sent.
  ///
  /// - Returns: why the shard was halted or a bot dropped, or nil.
  @discardableResult
  mutating func endCommit() async -> JournalError? {
    guard let commit = settling.commit else { return nil }
    let error = await commit.result.value
    settling.commit = nil
    switch error {
    case nil: conclude(commit.steps)
    case .refused(let bot, _)?:
      settling.remove(bot, puttingBack: commit.steps)
      remove(bot)
      error.map { environment.observer.shardHalted([bot], $0) }
    case .full?, .unavailable?: error.map { halt($0) }
    }
    release()
    return error
  }

  /// Waits until nothing is on its way and nothing waits for it.
  ///
  /// - Returns: why the shard was halted or a bot dropped, or nil.
  @discardableResult
  mutating func drain() async -> JournalError? {
    var refusal: JournalError?
    beginCommit()
    while settling.commit != nil {
      if let error = await endCommit() { refusal = error }
      beginCommit()
    }
    return refusal
  }

  /// Tells steps that are on disk, and makes their requests. What the exchange answers at once is decided upon.
  private mutating func conclude(_ steps: [SettlingStep]) {
    for step in steps {
      environment.observer.botChanged(
        BotReport(bot: step.slot.bot, standing: step.standing, changes: step.step.changes))
    }
    // A bot may have several steps: it goes when all of them are told.
    for step in steps where step.standing.isFinished && slots[step.slot.bot] === step.slot {
      remove(step.slot.bot)
      environment.observer.botFinished(step.slot.bot)
    }
    for step in steps {
      for request in step.step.requests { send(request, of: step) }
      settleOrders(of: step)
    }
  }

  private mutating func send(_ request: OrderRequest, of step: SettlingStep) {
    settling.noteSent(request, of: step.slot.bot)
    if let account = step.slot.account {
      accounts[account]?.desk.send(request, step.decided)
    } else {
      for report in exchange.send(request, at: step.time) { self.step(for: report) }
    }
  }

  /// Lets what waited go on, as far as it can now.
  private mutating func release() {
    for item in settling.release() { take(item) }
  }
}
