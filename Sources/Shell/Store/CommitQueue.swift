// SPDX-License-Identifier: Apache-2.0

import ControlAPI
import GRDB
import Synchronization

/// A write that waits for its transaction.
struct PendingWrite: Sendable {
  /// Makes the changes and returns what tells the caller, to be called once they are on disk.
  let apply: @Sendable (Database, inout EventAppender) throws -> @Sendable () -> Void
  /// Tells the caller that nothing of it was written.
  let fail: @Sendable (any Error) -> Void
}

/// The one road by which anything is written: what waits at the same moment shares a transaction, and with it the
/// time that a disk needs to sync.
///
/// The queue works on the database's own writer thread. While one transaction is being synced the next group gathers.
final class CommitQueue: Sendable {
  /// The largest number of writes in one transaction.
  private static let groupMax = 512

  private let pool: DatabasePool
  private let broadcaster: EventBroadcaster
  let configuration: StoreConfiguration
  private let state = Mutex(State())

  private struct State {
    var pending: [PendingWrite] = []
    var isDraining = false
    var isClosed = false
    var health = StoreHealth.writable
    var pruning = PruningSchedule()
  }

  init(pool: DatabasePool, broadcaster: EventBroadcaster, configuration: StoreConfiguration) {
    self.pool = pool
    self.broadcaster = broadcaster
    self.configuration = configuration
  }

  var health: StoreHealth { state.withLock { $0.health } }

  /// How many writes wait for their transaction.
  var waiting: Int { state.withLock { $0.pending.count } }

  /// Runs a write in a transaction that it may share with others; returns when the transaction is on disk.
  ///
  /// What it throws concerns itself alone, unless the database as a whole fails: then all of the transaction do.
  func run<Value: Sendable>(
    _ body: @escaping @Sendable (Database, inout EventAppender) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      enqueue(
        PendingWrite(
          apply: { database, events in
            let value = try body(database, &events)
            return { continuation.resume(returning: value) }
          },
          fail: { continuation.resume(throwing: $0) }))
    }
  }

  /// Takes no more writes; those that wait are still written. False where it was closed before.
  func close() -> Bool {
    state.withLock { state in
      defer { state.isClosed = true }
      return !state.isClosed
    }
  }

  private func enqueue(_ write: PendingWrite) {
    let refusal: String? = state.withLock { state in
      if state.isClosed { return "the store is closed" }
      guard state.pending.count < configuration.pendingWritesMax else { return "too many writes wait" }
      state.pending.append(write)
      guard !state.isDraining else { return nil }
      state.isDraining = true
      // Only hands the work to the writer's thread. It must happen under the lock: after `close` the writer is gone.
      pool.asyncWriteWithoutTransaction { database in self.drain(into: database) }
      return nil
    }
    if let refusal { write.fail(StoreWriteError.unavailable(refusal)) }
  }

  /// Writes group after group until nothing waits.
  private func drain(into database: Database) {
    while let group = nextGroup() {
      commit(group, to: database)
      prune(database)
    }
  }

  private func nextGroup() -> ArraySlice<PendingWrite>? {
    state.withLock { state in
      guard !state.pending.isEmpty else {
        state.isDraining = false
        return nil
      }
      let group = state.pending.prefix(Self.groupMax)
      state.pending.removeFirst(group.count)
      return group
    }
  }

  private func commit(_ group: ArraySlice<PendingWrite>, to database: Database) {
    var transaction = GroupTransaction()
    do {
      try transaction.run(group, in: database)
    } catch {
      let health: StoreHealth = StoreWriteError(error) == .full ? .full : .failing(sentence(for: error))
      state.withLock { $0.health = health }
      for write in group { write.fail(error) }
      return
    }
    let events = transaction.events
    state.withLock { state in
      if !transaction.written.isEmpty { state.health = .writable }
      state.pruning.count(events.count)
    }
    broadcaster.publish(events)
    for tell in transaction.written { tell() }
    for (write, error) in transaction.refused { write.fail(error) }
  }

  /// Deletes what is beyond the row limits, a little after every few hundred events.
  private func prune(_ database: Database) {
    guard state.withLock({ $0.pruning.takeTurn() }) else { return }
    do {
      try database.inTransaction(.immediate) {
        try Pruning(configuration: configuration).run(database)
        return .commit
      }
    } catch {
      // What could not be deleted now is deleted at a later turn; the next write shows whether the database fails.
      state.withLock { $0.pruning.missTurn() }
    }
  }
}

/// A group of writes in one transaction, each in a savepoint so that one that is refused takes no other along.
private struct GroupTransaction {
  private var appender = EventAppender()
  private(set) var written: [@Sendable () -> Void] = []
  private(set) var refused: [(PendingWrite, any Error)] = []

  var events: [EventView] { appender.events }

  mutating func run(_ group: ArraySlice<PendingWrite>, in database: Database) throws {
    try database.inTransaction(.immediate) {
      for write in group { try apply(write, to: database) }
      return .commit
    }
  }

  private mutating func apply(_ write: PendingWrite, to database: Database) throws {
    let eventsBefore = appender.events.count
    do {
      var tell: (@Sendable () -> Void)?
      try database.inSavepoint {
        tell = try write.apply(database, &appender)
        return .commit
      }
      if let tell { written.append(tell) }
    } catch {
      guard database.isInsideTransaction, !error.concernsDatabase else { throw error }
      appender.forget(after: eventsBefore)
      refused.append((write, error))
    }
  }
}
