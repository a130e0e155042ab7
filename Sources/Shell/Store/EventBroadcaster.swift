// SPDX-License-Identifier: Apache-2.0

import ControlAPI
import Synchronization

/// Tells subscribers what was committed, in order.
///
/// It keeps the newest events once for everybody and no queue per subscriber: a subscriber is a place in the order.
/// Whoever is further behind than what is kept here reads the table.
public final class EventBroadcaster: Sendable {
  private let capacity: Int
  private let state: Mutex<State>

  private struct State {
    /// The newest events, numbered without gaps.
    var recent: [EventView] = []
    var newest: Int64
    var isFinished = false
    var waiting: [Int64: CheckedContinuation<Void, Never>] = [:]
    var nextTicket: Int64 = 0

    mutating func takeWaiting() -> [CheckedContinuation<Void, Never>] {
      defer { waiting = [:] }
      return Array(waiting.values)
    }
  }

  /// What there is for a subscriber.
  enum Supply {
    case events(ArraySlice<EventView>)
    /// They are only in the table by now.
    case inTable
    /// Nothing new yet.
    case nothing
    /// Nothing more will come.
    case finished
  }

  init(newest: Int64, capacity: Int) {
    self.capacity = max(1, capacity)
    state = Mutex(State(newest: newest))
  }

  /// The number of the newest event; 0 where there was none yet.
  public var newest: Int64 { state.withLock { $0.newest } }

  /// Takes events that were committed; called by one writer, in order.
  func publish(_ events: [EventView]) {
    guard let last = events.last else { return }
    let waiting = state.withLock { state in
      state.recent.append(contentsOf: events)
      if state.recent.count > 2 * capacity { state.recent.removeFirst(state.recent.count - capacity) }
      state.newest = last.id
      return state.takeWaiting()
    }
    for subscriber in waiting { subscriber.resume() }
  }

  /// Ends all subscriptions.
  func finish() {
    let waiting = state.withLock { state in
      state.isFinished = true
      return state.takeWaiting()
    }
    for subscriber in waiting { subscriber.resume() }
  }

  /// What comes after a number.
  func supply(after id: Int64, limit: Int) -> Supply {
    state.withLock { state in
      if state.isFinished { return .finished }
      guard id < state.newest else { return .nothing }
      guard let first = state.recent.first, first.id <= id + 1 else { return .inTable }
      let start = Int(id + 1 - first.id)
      return .events(state.recent[start..<min(start + limit, state.recent.count)])
    }
  }

  /// Waits until there is something after a number, the broadcaster is finished, or the task is cancelled.
  func waitForEvents(after id: Int64) async {
    let ticket = state.withLock { state in
      state.nextTicket += 1
      return state.nextTicket
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let mustWait = state.withLock { state in
          guard id >= state.newest, !state.isFinished, !Task.isCancelled else { return false }
          state.waiting[ticket] = continuation
          return true
        }
        if !mustWait { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
    }
  }
}
