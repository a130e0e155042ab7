// SPDX-License-Identifier: Apache-2.0
import BotModel
import ControlAPI
import Documents
import GRDB
import Ports
import StrategyKit
import Testing
import TradingModel

@testable import Store

extension BotStore {
  /// The numbers of the next events of a subscription; a reset is told by the number below 0.
  func numbers(after id: Int64?, count: Int) async throws -> [Int64] {
    var numbers: [Int64] = []
    guard count > 0 else { return [] }
    for try await delivery in subscribe(after: id) {
      switch delivery {
      case .event(let event): numbers.append(event.id)
      case .reset(let newest): numbers.append(-newest)
      }
      if numbers.count == count { break }
    }
    return numbers
  }
}

struct EventTests {
  @Test func `each change is told in its words`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    try await store.addBots()
    try await store.commit([
      Sample.entry(
        .order(Sample.order(2)), .order(Sample.order(2, status: .open)), .fill(Sample.fill("f", order: 2)),
        .trade(Sample.trade(1)), .trade(Sample.trade(1)), .trade(Sample.trade(1, closedAfter: 3)),
        .ledger(Sample.ledger()), .signal(Sample.signal(1)), .decision(Sample.decision(1)), .notice(Sample.notice(1)))
    ])
    let events = try await store.events(PageRequest(limit: 20)).items.reversed()
    #expect(
      events.map(\.kind) == [
        .orderCreated, .orderUpdated, .orderFilled, .tradeOpened, .tradeUpdated, .tradeClosed, .signal, .decision, .log,
      ])
    #expect(events.map(\.id) == Array(1...9))
    #expect(try events.allSatisfy { try $0.bot == Sample.name("alpha") && $0.time == Sample.time(9) })
    let data = try events.map { try JSONParser().parse($0.data) }
    #expect(data.allSatisfy { $0["bot"] == "alpha" })
    #expect(data[0]["price"] == "27123.45")
    #expect(data[5]["status"] == "closed" && data[5]["profit_ratio"] == -0.01)
    #expect(data[5]["profit_abs"] == "-1.000000000001")
  }

  @Test func `a subscriber gets what is in the table and then what comes, without gap or doubling`() async throws {
    let folder = try Folder()
    var configuration = StoreConfiguration()
    configuration.recentEventsMax = 16
    let store = try folder.open(configuration)
    defer { store.close() }
    try await store.addBots()
    for _ in 0..<30 { try await store.commit([Sample.entry(.notice(Sample.notice(1)), .notice(Sample.notice(2)))]) }
    let total = 660
    try await withThrowingTaskGroup(of: Void.self) { group in
      for start in [0, 1, 40] {
        group.addTask {
          let numbers = try await store.numbers(after: Int64(start), count: total - start)
          #expect(numbers == (start + 1...total).map(Int64.init))
        }
      }
      for _ in 0..<6 {
        group.addTask {
          for _ in 0..<50 {
            try await store.commit([Sample.entry(.notice(Sample.notice(1)), .notice(Sample.notice(2)))])
          }
        }
      }
      for _ in 0..<4 {
        group.addTask {
          let start = store.broadcaster.newest
          let numbers = try await store.numbers(after: start, count: total - Int(start))
          #expect(numbers == Array(start..<Int64(total)).map { $0 + 1 })
        }
      }
      try await group.waitForAll()
    }
    #expect(try await store.numbers(after: 0, count: total) == (1...total).map(Int64.init))
  }

  @Test func `a subscriber of what is to come gets nothing old`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    try await store.addBots()
    try await store.commitOne()
    let subscription = store.subscribe()
    try await store.commitOne()
    var iterator = subscription.makeAsyncIterator()
    guard case .event(let event) = try await iterator.next() else {
      Issue.record("no event")
      return
    }
    #expect(event.id == 2)
  }

  @Test func `after a restart the table is told on`() async throws {
    let folder = try Folder()
    let first = try folder.open()
    try await first.addBots()
    for _ in 0..<3 { try await first.commitOne() }
    first.close()
    let store = try folder.open()
    defer { store.close() }
    try await store.commitOne()
    #expect(try await store.numbers(after: 1, count: 3) == [2, 3, 4])
  }

  @Test(arguments: [5, 999, -1]) func `a number that never was resets`(id: Int64) async throws {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    try await store.addBots()
    for _ in 0..<4 { try await store.commitOne() }
    #expect(try await store.numbers(after: id, count: 1) == [-4])
  }

  @Test func `what was pruned resets, and the newest are kept`() async throws {
    let folder = try Folder()
    var configuration = StoreConfiguration()
    configuration.eventRowsMax = 100
    configuration.diaryRowsMax = 50
    configuration.recentEventsMax = 4
    let store = try folder.open(configuration)
    defer { store.close() }
    try await store.addBots()
    try await store.commit([Sample.entry(.order(Sample.order(1)), .trade(Sample.trade(1)))])
    for _ in 0..<12 {
      let notices = (0..<100).map { BotChange.notice(Sample.notice($0)) }
      try await store.commit([
        JournalEntry(bot: BotNumber(1), name: Sample.name("alpha"), time: Sample.start, changes: notices)
      ])
    }
    let newest = store.broadcaster.newest
    #expect(newest == 1202)
    #expect(try await store.numbers(after: 1, count: 1) == [-newest])
    #expect(try await store.numbers(after: newest - 100, count: 100).last == newest)
    let logs = try await store.logs(of: BotNumber(1), PageRequest(limit: 2000)).items
    #expect(logs.count < 1200 && logs.count >= 50 && logs.first?.id == 1200)
    #expect(try await store.history(of: BotNumber(1)).openOrders == [Sample.order(1)])
  }

  @Test func `a subscription ends with its task`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    let numbers = try await withThrowingTaskGroup(of: [Int64].self) { group in
      for _ in 0..<5 { group.addTask { try await store.numbers(after: nil, count: 1) } }
      await Task.yield()
      group.cancelAll()
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(numbers == [])
  }

  @Test func `subscriptions end when the store is closed`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    let numbers = try await withThrowingTaskGroup(of: [Int64].self) { group in
      for _ in 0..<5 { group.addTask { try await store.numbers(after: nil, count: 1) } }
      await Task.yield()
      store.close()
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(numbers == [])
  }
}
