// SPDX-License-Identifier: Apache-2.0
import BotModel
import Dispatch
import GRDB
import Ports
import Testing
import TradingModel

@testable import Store

struct FullDiskTests {
  /// A store whose database may not grow any more, as on a full disk.
  private func fullStore(in folder: Folder) async throws -> BotStore {
    let store = try folder.open()
    try await store.addBots()
    try await store.commit([Sample.entry(.order(Sample.order(1)))])
    try await store.limitPages(to: 1)
    return store
  }

  private func bulkyEntry() throws -> JournalEntry {
    let text = String(repeating: "full ", count: 4_000)
    return try Sample.entry(
      .order(Sample.order(2)), .notice(BotChange.Notice(level: .info, time: Sample.start, message: text)))
  }

  @Test func `a full disk fails cleanly and is found to have room again`() async throws {
    let folder = try Folder()
    let store = try await fullStore(in: folder)
    defer { store.close() }
    let newest = store.broadcaster.newest
    await #expect(throws: JournalError.full) { try await store.commit([bulkyEntry()]) }
    #expect(store.health == .full)
    #expect(await store.probe() == .full)
    #expect(try await store.history(of: BotNumber(1)).openOrders == [Sample.order(1)])
    #expect(store.broadcaster.newest == newest)

    try await store.limitPages(to: 1_000_000)
    #expect(await store.probe() == .writable)
    try await store.commit([bulkyEntry()])
    #expect(try await store.history(of: BotNumber(1)).openOrders == [Sample.order(1), Sample.order(2)])
    #expect(store.broadcaster.newest == newest + 2)
  }

  @Test func `a full disk fails all that share the transaction`() async throws {
    let folder = try Folder()
    let store = try await fullStore(in: folder)
    defer { store.close() }
    let gate = DispatchSemaphore(value: 0)
    store.pool.asyncWriteWithoutTransaction { _ in gate.wait() }
    let bulky = try bulkyEntry()
    let small = try Sample.entry(.order(Sample.order(3)))
    let failures: [JournalError?] = await withTaskGroup(of: JournalError?.self) { group in
      for entry in [small, bulky] {
        group.addTask {
          do throws(JournalError) { try await store.commit([entry]) } catch { return error }
          return nil
        }
      }
      while store.queue.waiting < 2 { await Task.yield() }
      gate.signal()
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(failures == [.full, .full])
    #expect(try await store.history(of: BotNumber(1)).openOrders == [Sample.order(1)])
  }

  @Test func `an operator's change is refused by a full disk`() async throws {
    let folder = try Folder()
    let store = try await fullStore(in: folder)
    defer { store.close() }
    let bots = try (2...60).map { BotWrite.insert(try Sample.bot($0, named: "bot-\($0)")) }
    await #expect(throws: StoreWriteError.full) { try await store.write(ControlBatch(bots: bots)) }
    #expect(try await store.bots().records == [Sample.bot()])
  }
}

extension BotStore {
  /// Lets the database have so many pages and no more; it can't shrink below what it has.
  func limitPages(to pages: Int) async throws {
    try await pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(pages)") }
  }
}
