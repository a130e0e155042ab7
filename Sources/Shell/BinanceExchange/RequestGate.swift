// SPDX-License-Identifier: Apache-2.0

import Ports

/// Lets requests through, in the order in which they ask, as the budget allows and only so many at once.
actor RequestGate {
  private let time: MonotonicTime
  private let concurrencyMax: Int
  private var budget: RequestBudget
  private var running = 0
  private var queue: [CheckedContinuation<Void, Never>] = []

  init(weightPerMinute: Int = 6000, concurrencyMax: Int = 8, time: MonotonicTime) {
    self.time = time
    self.concurrencyMax = concurrencyMax
    budget = RequestBudget(weightPerMinute: weightPerMinute, now: time.now())
  }

  /// Waits until a request of a weight may be sent; every return is to be followed by one ``leave()``.
  func enter(weight: Int) async throws(CancellationError) {
    if running >= concurrencyMax {
      // Whoever leaves hands over the place, so `running` stays as it is.
      await withCheckedContinuation { queue.append($0) }
    } else {
      running += 1
    }
    while case .after(let duration) = budget.admit(weight: weight, now: time.now()) {
      do {
        try await time.sleep(duration)
      } catch {
        leave()
        throw CancellationError()
      }
    }
  }

  /// A request is over.
  func leave() {
    if queue.isEmpty {
      running -= 1
    } else {
      queue.removeFirst().resume()
    }
  }

  func venueReported(used: Int) { budget.venueReported(used: used, now: time.now()) }

  func block(for duration: Duration) { budget.block(for: duration, now: time.now()) }

  func allow(weightPerMinute: Int) { budget.allow(weightPerMinute: weightPerMinute, now: time.now()) }
}
