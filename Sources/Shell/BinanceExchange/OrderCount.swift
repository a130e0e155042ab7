// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Ports
import Synchronization
import TradingModel

/// The order budget of an account, for all who send orders.
final class OrderCount: Sendable {
  private let clock: any SigningClock
  private let budget = Mutex(OrderBudget())

  init(_ clock: any SigningClock) {
    self.clock = clock
  }

  /// Waits until orders may be sent, and no longer than until then; answers why they may not be by then.
  func wait(
    _ orders: Int, _ isExit: Bool, until deadline: ContinuousClock.Instant, on time: MonotonicTime
  ) async -> String? {
    while true {
      let now = clock.venueTime()
      guard let refusal = budget.withLock({ $0.refusal(orders, isExit: isExit, at: now) }) else { return nil }
      let pause = Duration.milliseconds(max(10, refusal.retryAt.milliseconds(since: now)))
      guard time.now() + pause <= deadline, (try? await time.sleep(pause)) != nil else { return refusal.reason }
    }
  }

  /// Counts orders that are about to be sent, or answers why they may not be.
  func take(_ orders: Int, isExit: Bool) -> String? {
    let now = clock.venueTime()
    return budget.withLock { $0.take(orders, isExit: isExit, at: now) }?.reason
  }

  /// Orders that were counted were not sent after all.
  func giveBack(_ orders: Int) {
    if orders > 0 { budget.withLock { $0.giveBack(orders) } }
  }

  /// Orders that were counted were answered, or will not be any more, or were not sent after all.
  func settle(_ orders: Int, _ reply: VenueReply) {
    guard orders > 0 else { return }
    switch reply {
    case .notSent: giveBack(orders)
    case .lost: budget.withLock { $0.settle(orders) }
    case .answered(let answer):
      budget.withLock { $0.settle(orders) }
      // REST says in a header for how long; the shortest window is ten seconds.
      if answer.error?.code == -1015, answer.place == .result { block(for: .seconds(10)) }
    }
  }

  /// The venue told how many orders it counts.
  func report(_ uses: [LimitUse]) {
    let now = clock.venueTime()
    budget.withLock { $0.report(uses, at: now) }
  }

  /// The venue takes no orders for so long.
  func block(for duration: Duration) {
    let until = clock.venueTime().advanced(byMilliseconds: Int64(duration / .milliseconds(1)))
    budget.withLock { $0.block(until: until) }
  }
}
