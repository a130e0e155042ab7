// SPDX-License-Identifier: Apache-2.0

public import BotModel
import Metrics
public import Ports
import StrategyKit
import Synchronization
public import TradingModel

/// Writes why bots did nothing, behind everything else that is written: there is one such decision for every bot, pair
/// and closed candle, and nothing waits for it.
public final class DecisionDiary: Diary {
  private struct Entry: Sendable {
    let bot: BotNumber
    let decision: Decision
  }

  /// How many decisions may wait; one more is dropped.
  public static let waitingMax = 100_000
  /// How many decisions share a transaction with what else is written: few, so that no order waits long behind them.
  private static let rowsPerWrite = 256

  private let store: BotStore
  private let time: MonotonicTime
  private let waiting = Mutex<[Entry]>([])
  private let dropped = Counter(label: "botyard_diary_decisions_dropped_total")

  /// A diary in a store.
  public init(store: BotStore, time: MonotonicTime = .system) {
    self.store = store
    self.time = time
  }

  /// Takes a decision; one that there is no room for is dropped and counted.
  public func note(_ decision: Decision, of bot: BotNumber) {
    let isTaken = waiting.withLock { waiting in
      guard waiting.count < Self.waitingMax else { return false }
      waiting.append(Entry(bot: bot, decision: decision))
      return true
    }
    if !isTaken { dropped.increment() }
  }

  /// Writes what has been noted a few times a second, until the task is cancelled.
  public func run() async {
    while (try? await time.sleep(.milliseconds(250))) != nil { await flush() }
  }

  /// Writes what has been noted. What the store does not take is dropped: the next candle brings more.
  public func flush() async {
    let entries = waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
    for start in stride(from: 0, to: entries.count, by: Self.rowsPerWrite) {
      let part = entries[start..<min(start + Self.rowsPerWrite, entries.count)]
      do {
        try await store.write(part.map { (bot: $0.bot, decision: $0.decision) })
      } catch {
        dropped.increment(by: part.count)
      }
    }
  }
}

extension BotStore {
  /// Writes decisions; those of one moment that a strategy thought the same at share its words.
  fileprivate func write(_ decisions: [(bot: BotNumber, decision: Decision)]) async throws {
    try await queue.run { [configuration = queue.configuration] database, _ in
      var last: (explanation: Verdict.Explanation, row: Int64)?
      for (bot, decision) in decisions {
        let known = decision.explanation == last?.explanation ? last?.row : nil
        let row = try DiaryRows.write(decision, of: bot, explainedBy: known, to: database)
        if let explanation = decision.explanation, let row { last = (explanation, row) }
      }
      try Pruning(configuration: configuration).pruneDecisions(database, rowsMax: 2 * decisions.count)
    }
  }
}
