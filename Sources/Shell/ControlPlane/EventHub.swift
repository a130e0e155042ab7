// SPDX-License-Identifier: Apache-2.0

public import ControlAPI
import Synchronization

/// Hands events to whoever listens, never waiting for anybody.
///
/// Each listener has a buffer; one that falls so far behind that its buffer is full is cut off, and may resume by id.
public final class EventHub: Sendable {
  private struct State {
    var listeners: [Int: Listener] = [:]
    var nextNumber = 0
    var isClosed = false
  }

  private struct Listener {
    let filter: EventFilter
    let continuation: AsyncStream<ControlEvent>.Continuation
  }

  private let bufferLimit: Int
  private let state = Mutex(State())

  /// A hub whose listeners may each be so many events behind.
  public init(bufferLimit: Int = 1000) {
    self.bufferLimit = bufferLimit
  }

  /// How many listen.
  public var listenerCount: Int { state.withLock { $0.listeners.count } }

  /// Hands events on, in order. They are kept already; whoever publishes does so from one place, by rising number.
  public func publish(_ events: [ControlEvent]) {
    let listeners = state.withLock { Array($0.listeners) }
    for (number, listener) in listeners {
      for event in events where listener.filter.matches(event) {
        guard case .enqueued = listener.continuation.yield(event) else {
          cutOff(number)
          break
        }
      }
    }
  }

  /// Listens from now on.
  public func subscribe(_ filter: EventFilter = EventFilter()) -> EventSubscription {
    let (stream, continuation) = AsyncStream.makeStream(
      of: ControlEvent.self, bufferingPolicy: .bufferingOldest(bufferLimit))
    let number: Int? = state.withLock { state in
      guard !state.isClosed else { return nil }
      state.nextNumber += 1
      state.listeners[state.nextNumber] = Listener(filter: filter, continuation: continuation)
      return state.nextNumber
    }
    guard let number else {
      continuation.finish()
      return EventSubscription(events: stream)
    }
    continuation.onTermination = { [weak self] _ in self?.forget(number) }
    return EventSubscription(events: stream)
  }

  /// Ends every subscription, and those to come.
  public func close() {
    let listeners = state.withLock { state in
      state.isClosed = true
      defer { state.listeners = [:] }
      return Array(state.listeners.values)
    }
    for listener in listeners { listener.continuation.finish() }
  }

  private func cutOff(_ number: Int) {
    let listener = state.withLock { $0.listeners.removeValue(forKey: number) }
    listener?.continuation.finish()
  }

  private func forget(_ number: Int) {
    state.withLock { _ = $0.listeners.removeValue(forKey: number) }
  }
}

/// Events as they happen. It ends when the listener fell too far behind, or the server closes.
public struct EventSubscription: Sendable {
  /// The events, in order.
  public let events: AsyncStream<ControlEvent>

  /// Events as they happen.
  public init(events: AsyncStream<ControlEvent>) { self.events = events }
}
