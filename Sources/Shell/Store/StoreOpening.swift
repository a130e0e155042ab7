// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

/// The way from a folder to an open database: who else has it, what is in it, whether it is ours, then migrations.
struct StoreOpening {
  let directory: String
  let configuration: StoreConfiguration

  /// What has been opened.
  struct Opened {
    let path: String
    let pool: DatabasePool
    let lock: FolderLock
    let epoch: UInt32
    let newestEvent: Int64
  }

  /// Files up to this size are checked whole at the start; larger ones where it costs little.
  static let wholeCheckBytesMax: UInt64 = 4 << 20

  private var path: String { directory + "/botd.sqlite" }

  func open(newEpoch: UInt32) throws(StoreOpenError) -> Opened {
    try createDirectory()
    let lock = try FolderLock(path: directory + "/botd.lock")
    try inspect()
    do {
      return try openPool(lock: lock, newEpoch: newEpoch)
    } catch {
      throw refusal(for: error)
    }
  }

  private func createDirectory() throws(StoreOpenError) {
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .notWritable(path: directory, reason: "it can't be created")
    }
    guard access(directory, W_OK | X_OK) == 0 else {
      throw .notWritable(path: directory, reason: String(cString: strerror(errno)))
    }
    for file in [path, path + "-wal"] where access(file, F_OK) == 0 && access(file, R_OK | W_OK) != 0 {
      throw .notWritable(path: file, reason: String(cString: strerror(errno)))
    }
  }

  /// Looks at a database that exists, without the right to change it.
  private func inspect() throws(StoreOpenError) {
    let header: DatabaseHeader?
    do { header = try DatabaseHeader(path: path) } catch { throw .damaged(path: path, reason: error.description) }
    guard let header else { return }
    var settings = Configuration()
    settings.readonly = true
    settings.busyMode = .timeout(configuration.lockSecondsMax)
    do {
      let reader = try DatabaseQueue(path: path, configuration: settings)
      defer { try? reader.close() }
      try reader.read { database in try check(database, fileBytes: header.fileBytes) }
    } catch {
      throw refusal(for: error)
    }
  }

  private func check(_ database: Database, fileBytes: UInt64) throws {
    let owner = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
    guard owner == Schema.applicationID || (owner == 0 && tables == 0) else {
      throw StoreOpenError.damaged(path: path, reason: "it is another program's database")
    }
    guard version <= Schema.version else {
      throw StoreOpenError.newer(path: path, version: version, known: Schema.version)
    }
    guard version > 0 else { return }
    let checks =
      fileBytes <= Self.wholeCheckBytesMax
      ? ["PRAGMA quick_check(1)"] : ["PRAGMA quick_check('meta')", "PRAGMA quick_check('bots')"]
    for check in checks {
      let answer = try String.fetchOne(database, sql: check) ?? "no answer"
      guard answer == "ok" else { throw StoreOpenError.damaged(path: path, reason: answer) }
    }
  }

  private func openPool(lock: FolderLock, newEpoch: UInt32) throws -> Opened {
    var settings = Configuration()
    settings.maximumReaderCount = configuration.readersMax
    settings.busyMode = .timeout(configuration.lockSecondsMax)
    settings.label = "botyard.store"
    let pool = try DatabasePool(path: path, configuration: settings)
    do {
      // NB: the pool sets synchronous=NORMAL once it is open, so that FULL can only be asked for afterwards.
      try pool.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA synchronous = FULL")
        guard try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2 else {
          throw StoredDataFault(description: "synchronous=FULL was not taken")
        }
        try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
        try Schema.migrate(database, newEpoch: newEpoch)
      }
      let (epoch, newestEvent) = try pool.read { database in
        (try Schema.epoch(database), try EventRows.newest(database))
      }
      return Opened(path: path, pool: pool, lock: lock, epoch: epoch, newestEvent: newestEvent)
    } catch {
      try? pool.close()
      throw error
    }
  }

  private func refusal(for error: any Error) -> StoreOpenError {
    switch error {
    case let error as StoreOpenError: return error
    case let error as DatabaseError where error.isAboutRoom: return .full(path: path)
    case let error as DatabaseError:
      switch error.resultCode {
      case .SQLITE_NOTADB, .SQLITE_CORRUPT: return .damaged(path: path, reason: sentence(for: error))
      case .SQLITE_BUSY, .SQLITE_LOCKED: return .inUse(path: path)
      case .SQLITE_READONLY, .SQLITE_PERM: return .notWritable(path: path, reason: sentence(for: error))
      default: return .unavailable(path: path, reason: sentence(for: error))
      }
    case let fault as StoredDataFault: return .damaged(path: path, reason: fault.description)
    default: return .unavailable(path: path, reason: sentence(for: error))
    }
  }
}

/// The first bytes of a database file, read without SQLite.
///
/// Source: https://www.sqlite.org/fileformat.html#the_database_header
struct DatabaseHeader {
  /// How long the file is.
  let fileBytes: UInt64

  /// Reads a file's header; nil where there is no file or an empty one.
  init?(path: String) throws(StoredDataFault) {
    guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? handle.close() }
    let bytes: [UInt8]
    do {
      fileBytes = try handle.seekToEnd()
      try handle.seek(toOffset: 0)
      bytes = Array(try handle.read(upToCount: 100) ?? Data())
    } catch {
      throw StoredDataFault(description: "it can't be read")
    }
    guard fileBytes > 0 else { return nil }
    guard bytes.count == 100, bytes.starts(with: Array("SQLite format 3\0".utf8)) else {
      throw StoredDataFault(description: "it is no SQLite database")
    }
    let pageSize = Int(bytes[16]) << 8 | Int(bytes[17])
    let pages = bytes[28..<32].reduce(0) { $0 << 8 | UInt64($1) }
    let expected = pages * UInt64(pageSize == 1 ? 65_536 : pageSize)
    // While a write-ahead log is there, it may hold the pages that the file still lacks.
    let hasLog = ((try? FileManager.default.attributesOfItem(atPath: path + "-wal"))?[.size] as? Int ?? 0) > 0
    guard hasLog || fileBytes >= expected else {
      throw StoredDataFault(description: "it is cut short: \(fileBytes) of \(expected) bytes")
    }
  }
}
