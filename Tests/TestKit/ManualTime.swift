// SPDX-License-Identifier: Apache-2.0

import Ports
import Synchronization

/// A monotonic clock that stands still until it is moved, and knows who waits on it.
final class ManualTime: Sendable {
  private struct Sleeper {
    let id: Int
    let until: ContinuousClock.Instant
    let duration: Duration
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var now = ContinuousClock.now
    var sleepers: [Sleeper] = []
    var cancelled: Set<Int> = []
    var nextID = 0
    var watchers: [(test: @Sendable ([Duration]) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  var time: MonotonicTime {
    MonotonicTime(now: { self.state.withLock { $0.now } }, sleep: { try await self.sleep($0) })
  }

  /// Moves the clock and wakes whoever has waited long enough, in order.
  func advance(by duration: Duration) {
    let woken = state.withLock { state in
      state.now += duration
      let woken = state.sleepers.filter { $0.until <= state.now }.sorted { $0.until < $1.until }
      state.sleepers.removeAll { $0.until <= state.now }
      return woken
    }
    for sleeper in woken { sleeper.continuation.resume() }
  }

  /// Waits until somebody waits on the clock for a time that passes the test.
  func untilSleeping(where test: @escaping @Sendable (Duration) -> Bool) async {
    await withCheckedContinuation { continuation in
      let isDone = state.withLock { state in
        if state.sleepers.contains(where: { test($0.duration) }) { return true }
        state.watchers.append(({ $0.contains(where: test) }, continuation))
        return false
      }
      if isDone { continuation.resume() }
    }
  }

  private func sleep(_ duration: Duration) async throws {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let (isCancelled, watchers) = state.withLock { state in
          if state.cancelled.remove(id) != nil { return (true, [CheckedContinuation<Void, Never>]()) }
          let sleeper = Sleeper(id: id, until: state.now + duration, duration: duration, continuation: continuation)
          state.sleepers.append(sleeper)
          let durations = state.sleepers.map(\.duration)
          let ready = state.watchers.filter { $0.test(durations) }.map(\.continuation)
          state.watchers.removeAll { $0.test(durations) }
          return (false, ready)
        }
        if isCancelled { continuation.resume(throwing: CancellationError()) }
        for watcher in watchers { watcher.resume() }
      }
    } onCancel: {
      let sleeper: Sleeper? = state.withLock { state in
        guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
          state.cancelled.insert(id)
          return nil
        }
        return state.sleepers.remove(at: index)
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }
}
