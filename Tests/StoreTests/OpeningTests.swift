// SPDX-License-Identifier: Apache-2.0
import BotModel
import Foundation
import GRDB
import Ports
import Testing
import TradingModel

@testable import Store

struct OpeningTests {
  @Test func `a new folder gets a database that syncs every commit`() throws {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    #expect(store.epoch == 77)
    #expect(store.health == .writable)
    let (synchronous, mode, version) = try store.pool.writeWithoutTransaction { database in
      (
        try Int.fetchOne(database, sql: "PRAGMA synchronous"),
        try String.fetchOne(database, sql: "PRAGMA journal_mode"),
        try Int.fetchOne(database, sql: "PRAGMA user_version")
      )
    }
    #expect(synchronous == 2)
    #expect(mode == "wal")
    #expect(version == Schema.version)
  }

  @Test func `a folder that is missing is made`() throws {
    let folder = try Folder()
    let store = try BotStore.open(
      at: folder.path + "/deep/er", newEpoch: 1, findStrategy: Sample.findStrategy)
    store.close()
    #expect(FileManager.default.fileExists(atPath: folder.path + "/deep/er/botd.sqlite"))
  }

  @Test func `the epoch of the first opening stays`() throws {
    let folder = try Folder()
    try folder.open().close()
    let again = try BotStore.open(at: folder.path, newEpoch: 1234, findStrategy: Sample.findStrategy)
    defer { again.close() }
    #expect(again.epoch == 77)
  }

  @Test func `what was committed is there after a power cut`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    try await store.addBots()
    try await store.commit([Sample.entry(.order(Sample.order(1)), .trade(Sample.trade(1)))])
    let survivor = try folder.copyAsAfterPowerCut().openAndKeep()
    defer { survivor.store.close() }
    #expect(try await survivor.store.history(of: BotNumber(1)).openOrders == [Sample.order(1)])
    #expect(try await survivor.store.history(of: BotNumber(1)).openTrades == [Sample.trade(1)])
    #expect(survivor.store.broadcaster.newest == 2)
  }

  @Test func `a second server is refused the folder, until the first is gone`() throws {
    let folder = try Folder()
    let first = try folder.open()
    let refused = #expect(throws: StoreOpenError.self) { try folder.open() }
    #expect(refused == .inUse(path: folder.path + "/botd.lock"))
    #expect(refused?.description.contains("BOTD_DATA_DIR") == true)
    first.close()
    try folder.open().close()
  }

  @Test func `a database that another program has locked is refused`() throws {
    let folder = try Folder()
    try folder.open().close()
    let other = try DatabaseQueue(path: folder.database)
    defer { try? other.close() }
    try other.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; UPDATE meta SET value = value")
    }
    var configuration = StoreConfiguration()
    configuration.lockSecondsMax = 0
    #expect(throws: StoreOpenError.inUse(path: folder.database)) { try folder.open(configuration) }
  }

  @Test(arguments: [true, false]) func `a database of a later version is refused untouched`(isClosed: Bool) async throws
  {
    let written = try Folder()
    let store = try written.open()
    try await store.addBots()
    try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 99") }
    if isClosed { store.close() }
    let folder = isClosed ? written : try written.copyAsAfterPowerCut()
    let before = try folder.contents()
    let refused = #expect(throws: StoreOpenError.self) { try folder.open() }
    #expect(refused == .newer(path: folder.database, version: 99, known: Schema.version))
    #expect(try folder.contents() == before)
    store.close()
  }

  @Test func `a file that is no database is refused untouched`() throws {
    let folder = try Folder()
    let text = Data("This is a letter, and not short: \(String(repeating: "dear ", count: 100))".utf8)
    try text.write(to: URL(filePath: folder.database))
    let refused = #expect(throws: StoreOpenError.self) { try folder.open() }
    #expect(refused == .damaged(path: folder.database, reason: "it is no SQLite database"))
    #expect(try folder.contents() == ["botd.sqlite": text])
  }

  @Test func `another program's database is refused untouched`() throws {
    let folder = try Folder()
    let other = try DatabaseQueue(path: folder.database)
    try other.write { try $0.execute(sql: "CREATE TABLE recipes (name TEXT)") }
    try other.close()
    let before = try folder.contents()
    let refused = #expect(throws: StoreOpenError.self) { try folder.open() }
    #expect(refused == .damaged(path: folder.database, reason: "it is another program's database"))
    #expect(try folder.contents() == before)
  }

  @Test func `a database that is cut short is refused untouched`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    try await store.addBots(20)
    store.close()
    let whole = try Data(contentsOf: URL(filePath: folder.database))
    let part = whole.prefix(whole.count / 2)
    try part.write(to: URL(filePath: folder.database))
    let refused = #expect(throws: StoreOpenError.self) { try folder.open() }
    #expect(refused?.description.contains("cut short") == true)
    #expect(try folder.contents() == ["botd.sqlite": part])
  }

  @Test func `a database with a page of rubbish is refused untouched`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    try await store.addBots(20)
    store.close()
    var bytes = try Data(contentsOf: URL(filePath: folder.database))
    let page = bytes.count / 4096 / 2
    bytes.replaceSubrange(page * 4096..<(page + 1) * 4096, with: Data(repeating: 0xA5, count: 4096))
    try bytes.write(to: URL(filePath: folder.database))
    let refused = #expect(throws: StoreOpenError.self) { try folder.open() }
    guard case .damaged(folder.database, _) = refused else {
      Issue.record("refused as \(String(describing: refused))")
      return
    }
    #expect(try folder.contents() == ["botd.sqlite": bytes])
  }

  @Test func `a folder that can't be written is refused`() throws {
    let folder = try Folder()
    let file = folder.path + "/file"
    try Data("x".utf8).write(to: URL(filePath: file))
    let refused = #expect(throws: StoreOpenError.self) {
      try BotStore.open(at: file + "/data", newEpoch: 1, findStrategy: Sample.findStrategy)
    }
    #expect(refused == .notWritable(path: file + "/data", reason: "it can't be created"))
    try FileManager.default.createDirectory(atPath: folder.path + "/botd.lock", withIntermediateDirectories: false)
    let lock = #expect(throws: StoreOpenError.self) { try folder.open() }
    #expect(lock == .notWritable(path: folder.path + "/botd.lock", reason: "Is a directory"))
  }

  @Test func `a closed store refuses to read and write`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    try await store.addBots()
    store.close()
    await #expect(throws: JournalError.self) { try await store.commitOne() }
    await #expect(throws: StoreReadError.self) { try await store.bots() }
  }
}

/// A store with the folder that it needs.
struct KeptStore {
  let folder: Folder
  let store: BotStore
}

extension Folder {
  func openAndKeep() throws -> KeptStore { KeptStore(folder: self, store: try open()) }
}
