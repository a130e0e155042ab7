// SPDX-License-Identifier: Apache-2.0

import BotModel
import BotRuntime
import MarketData
import Ports
import Synchronization
import TradingModel

/// Hears from the shard how many orders rest or have ended, and whether the account may open anything.
final class OrderWatch: ShardObserver {
  private struct State {
    var resting: Set<OrderID> = []
    var ended: Set<OrderID> = []
    var hold: String? = "nothing was told yet"
    var halt: String?
  }

  private let state = Mutex(State())

  /// How many orders were told to rest, all together.
  var resting: Int { state.withLock { $0.resting.count } }
  /// How many orders have ended.
  var ended: Int { state.withLock { $0.ended.count } }
  /// Whether entries are let go.
  var isFree: Bool { state.withLock { $0.hold == nil } }

  func botChanged(_ report: BotReport) {
    state.withLock { state in
      for case .order(let order) in report.changes {
        if order.status == .open { state.resting.insert(order.id) }
        if order.status.isFinal { state.ended.insert(order.id) }
      }
    }
  }

  func botFinished(_ bot: BotNumber) {}

  func feedChanged(_ key: SeriesKey, _ health: FeedHealth, bots: [BotNumber]) {}

  func accountChanged(_ account: AccountName, hold: String?, bots: [BotNumber]) { state.withLock { $0.hold = hold } }

  func shardHalted(_ bots: [BotNumber], _ error: JournalError) { state.withLock { $0.halt = "\(error)" } }

  /// Looks every two milliseconds until something is so: by the first look what is measured is mostly over.
  func until(_ what: String, _ test: () -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while !test() {
      if let halt = state.withLock({ $0.halt }) { throw OrdersStuck(message: "the shard was halted: \(halt)") }
      guard ContinuousClock.now < deadline else { throw OrdersStuck(message: "\(what) did not happen in 30 s") }
      try await Task.sleep(for: .milliseconds(2))
    }
  }
}

/// Why orders can't be measured.
struct OrdersStuck: Error, CustomStringConvertible {
  let message: String

  var description: String { message }
}
