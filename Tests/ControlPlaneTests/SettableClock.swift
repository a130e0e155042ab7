// SPDX-License-Identifier: Apache-2.0
import Ports
import Synchronization
import TradingModel

/// A venue clock that a test sets.
final class SettableClock: VenueClock {
  private let time: Mutex<Instant>

  init(at time: Instant) { self.time = Mutex(time) }

  func now() -> Instant { time.withLock { $0 } }

  var rate: Double { 1 }

  func set(_ now: Instant) { time.withLock { $0 = max($0, now) } }
}

/// The monotonic time of a test: whoever waits, waits until the test lets them go.
final class HeldTime: Sendable {
  private struct State {
    var waiting: [Int: CheckedContinuation<Bool, Never>] = [:]
    var asked: [Duration] = []
    var nextTicket = 0
  }

  private let state = Mutex(State())

  /// How long was to be waited, each time.
  var asked: [Duration] { state.withLock { $0.asked } }

  var waiting: Int { state.withLock { $0.waiting.count } }

  /// Ends the waits that have begun.
  func release() {
    let waiting = state.withLock { state in
      defer { state.waiting = [:] }
      return state.waiting.values
    }
    for continuation in waiting { continuation.resume(returning: true) }
  }

  var time: MonotonicTime {
    MonotonicTime(now: { ContinuousClock.now }, sleep: { try await self.sleep($0) })
  }

  private func sleep(_ duration: Duration) async throws {
    let ticket = state.withLock { state in
      state.nextTicket += 1
      state.asked.append(duration)
      return state.nextTicket
    }
    let isOver = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isCancelled = state.withLock { state in
          guard !Task.isCancelled else { return true }
          state.waiting[ticket] = continuation
          return false
        }
        if isCancelled { continuation.resume(returning: false) }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume(returning: false)
    }
    if !isOver { throw CancellationError() }
  }
}
