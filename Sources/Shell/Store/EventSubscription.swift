// SPDX-License-Identifier: Apache-2.0

public import ControlAPI
import GRDB

/// What a subscriber of events gets.
public enum EventDelivery: Hashable, Sendable {
  /// The next event.
  case event(EventView)
  /// What was asked for is not kept any more, or never was: read the state anew; events after this number follow.
  case reset(newest: Int64)
}

/// Events from a place in the order on: first those in the table, then live ones, each once, without a gap.
///
/// It takes no room while nobody reads. Ends when the store is closed or the reading task is cancelled.
public struct EventSubscription: AsyncSequence, Sendable {
  /// What it delivers.
  public typealias Element = EventDelivery
  /// How reading the table can fail.
  public typealias Failure = StoreReadError

  let store: BotStore
  /// The number after which it begins.
  public let start: Int64

  /// Begins at the start; each iterator goes through all of it.
  public func makeAsyncIterator() -> Iterator { Iterator(store: store, position: start) }

  /// Goes through a subscription.
  public struct Iterator: AsyncIteratorProtocol {
    private static let batchMax = 256

    private let store: BotStore
    private var position: Int64
    private var isFresh = true
    private var batch: ArraySlice<EventView> = []

    init(store: BotStore, position: Int64) {
      self.store = store
      self.position = position
    }

    /// The next delivery, or nil at the end.
    public mutating func next() async throws(StoreReadError) -> EventDelivery? {
      try await next(isolation: #isolation)
    }

    /// The next delivery, or nil at the end.
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(StoreReadError) -> EventDelivery? {
      while true {
        if let event = batch.popFirst() {
          position = event.id
          return .event(event)
        }
        if isFresh {
          isFresh = false
          if position < 0 || position > store.broadcaster.newest { return reset() }
        }
        if Task.isCancelled { return nil }
        switch store.broadcaster.supply(after: position, limit: Self.batchMax) {
        case .finished: return nil
        case .nothing: await store.broadcaster.waitForEvents(after: position)
        case .events(let events): batch = events
        case .inTable:
          let id = position
          let events = try await store.read { database in
            try EventRows.events(after: id, limit: Self.batchMax, in: database)
          }
          guard events.first?.id == position + 1 else { return reset() }
          batch = events[...]
        }
      }
    }

    private mutating func reset() -> EventDelivery {
      position = store.broadcaster.newest
      return .reset(newest: position)
    }
  }
}

extension BotStore {
  /// Events after a number, or from now on.
  public func subscribe(after id: Int64? = nil) -> EventSubscription {
    EventSubscription(store: self, start: id ?? broadcaster.newest)
  }
}
