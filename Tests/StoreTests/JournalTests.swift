// SPDX-License-Identifier: Apache-2.0
import BotModel
import Dispatch
import GRDB
import Ports
import StrategyKit
import Synchronization
import Testing
import TradingModel

@testable import Store

extension BotStore {
  func commitOne() async throws(JournalError) {
    let notice = Sample.notice(1)
    guard let name = BotName("alpha") else { return }
    try await commit([JournalEntry(bot: BotNumber(1), name: name, time: Sample.start, changes: [.notice(notice)])])
  }
}

struct JournalTests {
  @Test func `everything comes back to the last digit`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    try await store.addBots()
    let order = try Sample.order(2, status: .partiallyFilled)
    try await store.commit([
      Sample.entry(
        .order(Sample.order(1)), .order(Sample.order(2)), .order(order), .fill(Sample.fill("f1", order: 2)),
        .fill(Sample.fill("f2", order: 2)), .trade(Sample.trade(1)), .ledger(Sample.ledger()))
    ])
    let history = try await store.history(of: BotNumber(1))
    #expect(try history.ledger == Sample.ledger())
    #expect(try history.openTrades == [Sample.trade(1)])
    #expect(try history.openOrders == [Sample.order(1), order])
    #expect(try history.fills == [Sample.fill("f1", order: 2), Sample.fill("f2", order: 2)])
  }

  @Test func `the trades that were closed lately are found in the order in which they were closed`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    try await store.addBots()
    let trades = try [
      Sample.trade(1, closedAfter: 10), Sample.trade(2, closedAfter: 30), Sample.trade(3, closedAfter: 20),
      Sample.trade(4),
    ]
    try await store.commit([Sample.entry(.trade(trades[0]), .trade(trades[1]), .trade(trades[2]), .trade(trades[3]))])
    #expect(try await store.closedTrades(of: BotNumber(1), since: Sample.time(11)) == [trades[2], trades[1]])
    #expect(try await store.closedTrades(of: BotNumber(3), since: Sample.time(0)).isEmpty)
  }

  @Test func `what is over is not needed to go on`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    try await store.addBots()
    let closed = try Sample.trade(1, closedAfter: 60)
    try await store.commit([
      Sample.entry(
        .order(Sample.order(1)), .fill(Sample.fill("f1", order: 1)), .trade(Sample.trade(1)),
        .order(Sample.order(1, status: .filled)), .trade(closed))
    ])
    let history = try await store.history(of: BotNumber(1))
    #expect(history.openTrades.isEmpty && history.openOrders.isEmpty && history.fills.isEmpty)
    let detail = try await store.trade(TradeID(1))
    #expect(try detail == TradeDetail(bot: BotNumber(1), trade: closed, orders: [Sample.order(1, status: .filled)]))
    #expect(try await store.fills(of: OrderID(1)) == [Sample.fill("f1", order: 1)])
    #expect(try await store.trade(TradeID(2)) == nil)
  }

  @Test func `many bots' pasts are read at once, each its own`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    try await store.addBots(3)
    for bot in Int64(1)...3 {
      try await store.commit([
        Sample.entry(
          .order(Sample.order(bot, trade: bot, bot: bot)), .fill(Sample.fill("f", order: bot)),
          .trade(Sample.trade(bot)), .ledger(Sample.ledger()), bot: bot, named: "bot-\(bot)")
      ])
    }
    let histories = try await store.histories(of: [BotNumber(1), BotNumber(3), BotNumber(9)])
    #expect(Set(histories.keys) == [BotNumber(1), BotNumber(3)])
    #expect(try histories[BotNumber(3)]?.openTrades == [Sample.trade(3)])
    #expect(try histories[BotNumber(3)]?.openOrders == [Sample.order(3, trade: 3, bot: 3)])
    #expect(try histories[BotNumber(3)]?.fills == [Sample.fill("f", order: 3)])
    #expect(
      try await store.maximumIdentifiers() == MaximumIdentifiers(bot: 3, order: 3, trade: 3, sequence: 3))
  }

  @Test func `a new database has given out no number`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    #expect(try await store.maximumIdentifiers() == MaximumIdentifiers(bot: 0, order: 0, trade: 0, sequence: 0))
  }

  static let contradictions: [(String, @Sendable () throws -> BotChange)] = [
    ("a fill that is booked already", { .fill(try Sample.fill("f1", order: 1)) }),
    ("a fill of an order that is not there", { .fill(try Sample.fill("f1", order: 9)) }),
    ("a change of a trade that is closed", { .trade(try Sample.trade(1)) }),
  ]

  @Test(arguments: contradictions.indices) func `a contradiction is refused with all that came with it`(
    index: Int
  ) async throws {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    try await store.addBots()
    try await store.commit([
      Sample.entry(
        .order(Sample.order(1)), .fill(Sample.fill("f1", order: 1)), .trade(Sample.trade(1, closedAfter: 5)))
    ])
    let change = try Self.contradictions[index].1()
    let refused = await #expect(throws: JournalError.self) {
      try await store.commit([Sample.entry(.notice(Sample.notice(1)), .order(Sample.order(2)), change)])
    }
    guard case .refused(BotNumber(1), _) = refused else {
      Issue.record("refused as \(String(describing: refused))")
      return
    }
    #expect(try await store.history(of: BotNumber(1)).openOrders == [Sample.order(1)])
    #expect(try await store.logs(of: BotNumber(1), PageRequest(limit: 5)).items.isEmpty)
    #expect(store.broadcaster.newest == 3)
    #expect(store.health == .writable)
  }

  @Test func `a bot can't change another's order`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    try await store.addBots(2)
    try await store.commit([Sample.entry(.order(Sample.order(1)))])
    for change in [BotChange.order(try Sample.order(1, status: .filled)), .fill(try Sample.fill("f", order: 1))] {
      await #expect(throws: JournalError.self) {
        try await store.commit([Sample.entry(change, bot: 2, named: "bot-2")])
      }
    }
    #expect(try await store.history(of: BotNumber(1)).openOrders == [Sample.order(1)])
  }

  @Test func `who waits at the same moment shares a transaction, and a contradiction takes no other along`()
    async throws
  {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    try await store.addBots()
    try await store.commit([Sample.entry(.order(Sample.order(1)), .fill(Sample.fill("f", order: 1)))])
    let commits = CommitCounter()
    store.pool.add(transactionObserver: commits, extent: .databaseLifetime)
    let gate = DispatchSemaphore(value: 0)
    store.pool.asyncWriteWithoutTransaction { _ in gate.wait() }
    let outcomes = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in Int64(2)...40 {
        // Every seventh wants to book a fill a second time.
        let doubled = number.isMultiple(of: 7)
        let entry = try Sample.entry(
          .order(Sample.order(number)), .fill(Sample.fill("f", order: doubled ? 1 : number)))
        group.addTask { (try? await store.commit([entry])) == nil ? !doubled : doubled }
      }
      while store.queue.waiting < 39 { await Task.yield() }
      gate.signal()
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.count == 39 && !outcomes.contains(true))
    #expect(commits.count == 1)
    let orders = try await store.orders(of: BotNumber(1), PageRequest(limit: 100)).items
    #expect(orders.map(\.id.value) == (1...40).reversed().filter { !$0.isMultiple(of: 7) })
    #expect(store.broadcaster.newest == Int64(orders.count * 2))
  }

  @Test func `one write more than may wait is refused`() async throws {
    let folder = try Folder()
    var configuration = StoreConfiguration()
    configuration.pendingWritesMax = 2
    let store = try folder.open(configuration)
    defer { store.close() }
    try await store.addBots()
    let gate = DispatchSemaphore(value: 0)
    store.pool.asyncWriteWithoutTransaction { _ in gate.wait() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 1...2 { group.addTask { try await store.commitOne() } }
      while store.queue.waiting < 2 { await Task.yield() }
      await #expect(throws: JournalError.unavailable("too many writes wait")) { try await store.commitOne() }
      gate.signal()
      try await group.waitForAll()
    }
    #expect(try await store.logs(of: BotNumber(1), PageRequest(limit: 5)).items.count == 2)
  }
}

/// Counts the transactions of a database.
final class CommitCounter: TransactionObserver, Sendable {
  private let commits = Mutex(0)
  var count: Int { commits.withLock { $0 } }

  func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
  func databaseDidChange(with event: DatabaseEvent) {}
  func databaseDidCommit(_ db: Database) { commits.withLock { $0 += 1 } }
  func databaseDidRollback(_ db: Database) {}
}
