// SPDX-License-Identifier: Apache-2.0

import MarketData
import Ports
import Synchronization

/// A sink that counts what comes, and keeps when each trade of a tape came.
final class ArrivalBook: MarketSink {
  private struct State {
    var count = 0
    var arrivals: [ContinuousClock.Instant?] = []
    var waiter: (count: Int, continuation: CheckedContinuation<Void, Never>)?
  }

  private let state: Mutex<State>
  private let keepsTimes: Bool

  /// - Parameter times: how many messages the tape has whose times are kept; nil keeps none.
  init(times: Int? = nil) {
    keepsTimes = times != nil
    state = Mutex(State(arrivals: Array(repeating: nil, count: times ?? 0)))
  }

  func offer(_ event: MarketEvent) {
    switch event {
    case .trade(_, let trade): keepsTimes ? note(FeedTape.index(of: trade)) : note()
    case .quote: note()
    default: break
    }
  }

  /// Counts a message.
  func note() { state.withLock { $0.count += 1 } }

  /// Keeps when a message came.
  func note(_ index: Int) {
    let now = ContinuousClock.now
    let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
      state.count += 1
      if state.arrivals.indices.contains(index) { state.arrivals[index] = now }
      guard let waiter = state.waiter, state.count >= waiter.count else { return nil }
      state.waiter = nil
      return waiter.continuation
    }
    waiter?.resume()
  }

  var count: Int { state.withLock { $0.count } }

  /// Waits for so many messages.
  func until(_ count: Int) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.count >= count { return true }
        state.waiter = (count, continuation)
        return false
      }
      if isThere { continuation.resume() }
    }
  }

  /// Nanoseconds from when messages were sent to when they came; of those that came.
  func delays(since sent: [ContinuousClock.Instant]) -> [Int64] {
    state.withLock { state in
      zip(sent, state.arrivals).compactMap { sent, came in came.map { ($0 - sent).nanoseconds } }
    }
  }
}
