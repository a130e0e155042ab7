// SPDX-License-Identifier: Apache-2.0

import GRDB
public import StrategyKit

/// The database of one data folder, open for the life of the process.
///
/// Writes go through one queue and return when a power cut can't take them any more; reads see one consistent
/// snapshot each and wait for no write.
public final class BotStore: Sendable {
  /// Finds a strategy by its name, to read a bot's parameters back.
  public typealias StrategyLookup = @Sendable (_ name: String) -> StrategyDefinition?

  /// The number that was drawn when the database was created; part of every client order id.
  public let epoch: UInt32
  /// Where the database is.
  public let path: String
  /// Every event that is committed, in order.
  public let broadcaster: EventBroadcaster

  let pool: DatabasePool
  let queue: CommitQueue
  let findStrategy: StrategyLookup
  private let lock: FolderLock

  init(opened: StoreOpening.Opened, findStrategy: @escaping StrategyLookup, configuration: StoreConfiguration) {
    epoch = opened.epoch
    path = opened.path
    pool = opened.pool
    lock = opened.lock
    self.findStrategy = findStrategy
    broadcaster = EventBroadcaster(newest: opened.newestEvent, capacity: configuration.recentEventsMax)
    queue = CommitQueue(pool: opened.pool, broadcaster: broadcaster, configuration: configuration)
  }

  /// Opens the database of a folder, or creates both.
  ///
  /// - Parameters:
  ///   - directory: the data folder.
  ///   - newEpoch: a random number, kept if the database is created now.
  ///   - findStrategy: finds the strategies by which the bots' parameters are read back.
  ///   - configuration: sizes and limits.
  /// - Throws: ``StoreOpenError``; then nothing in the folder was changed.
  public static func open(
    at directory: String, newEpoch: UInt32, findStrategy: @escaping StrategyLookup,
    configuration: StoreConfiguration = StoreConfiguration()
  ) throws(StoreOpenError) -> BotStore {
    let opened = try StoreOpening(directory: directory, configuration: configuration).open(newEpoch: newEpoch)
    return BotStore(opened: opened, findStrategy: findStrategy, configuration: configuration)
  }

  /// Waits for the writes under way, closes the files, ends the event subscriptions and frees the folder.
  ///
  /// What is asked of the store afterwards fails.
  public func close() {
    guard queue.close() else { return }
    // NB: the pool closes its writer before its readers, and readers can't empty the log: it is done here.
    _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    try? pool.close()
    broadcaster.finish()
    lock.release()
  }

  /// Whether the database can be written, as the last write showed.
  public var health: StoreHealth { queue.health }

  /// Tries a small committed write that needs room on the disk, and says how it went.
  public func probe() async -> StoreHealth {
    do {
      try await queue.run { database, _ in try Probe.fill(database) }
      try await queue.run { database, _ in try Probe.clear(database) }
    } catch {
      // The queue has noted what is wrong.
    }
    return health
  }

  /// Reads one consistent snapshot, waiting for no write.
  func read<Value: Sendable>(
    _ body: @Sendable (Database) throws -> Value
  ) async throws(StoreReadError) -> Value {
    do { return try await pool.read(body) } catch { throw StoreReadError(error) }
  }
}

/// Sizes and limits of a store.
public struct StoreConfiguration: Hashable, Sendable {
  /// How many events are kept at least; older ones go.
  public var eventRowsMax = 200_000
  /// How many signals and log lines are kept at least, each.
  public var diaryRowsMax = 200_000
  /// How many decisions are kept at least, unless they are too old.
  public var decisionRowsMax = 1_000_000
  /// How long a decision is kept, in milliseconds: thirty days.
  public var decisionMillisecondsMax: Int64 = 2_592_000_000
  /// How many answers to idempotency keys are kept at most.
  public var idempotencyRowsMax = 100_000
  /// How long an answer to an idempotency key is kept, in milliseconds: a day.
  public var idempotencyMillisecondsMax: Int64 = 86_400_000
  /// How many writes may wait at once; one more is refused.
  public var pendingWritesMax = 8_192
  /// How many events are kept in memory for subscribers; who is further behind is served from the table.
  public var recentEventsMax = 2_048
  /// How many reads may run at once.
  public var readersMax = 4
  /// How long opening waits for another program that has the database locked, in seconds.
  public var lockSecondsMax = 2.0

  /// The sizes that suit a server with thousands of bots.
  public init() {}
}

/// The write by which a store that was full finds out whether there is room again.
private enum Probe {
  static func fill(_ database: Database) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO meta (key, value) VALUES ('probe', hex(zeroblob(32768)))")
  }

  static func clear(_ database: Database) throws {
    try database.execute(sql: "DELETE FROM meta WHERE key = 'probe'")
  }
}
