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

struct ControlTests {
  @Test func `a bot comes back as it was`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    var second = try Sample.bot(2, named: "bot-2", state: .stopped)
    second.settings.stakeAmount = .unlimited
    second.settings.risk = RiskLimits()
    second.settings.exits = .standard
    second.settings.mode = .liveSpot
    try await store.write(ControlBatch(bots: [.insert(Sample.bot()), .insert(second)]))
    #expect(try await store.bots() == BotCatalog(records: [Sample.bot(), second], unreadable: []))
    #expect(try await store.bot(named: Sample.name("bot-2")) == second)
    #expect(try await store.bot(named: Sample.name("bot-3")) == nil)
    let page = Store.PageRequest(limit: 5)
    #expect(try await store.bots(page).items == [second, Sample.bot()])
    #expect(try await store.bots(state: .running, page).items == [Sample.bot()])
    #expect(try await store.bots(mode: .liveSpot, page).items == [second])
  }

  @Test func `a name is given once among the living, and nothing is half written`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    try await store.addBots()
    let name = try Sample.name("alpha")
    let twin = ControlBatch(
      bots: [.insert(try Sample.bot(3, named: "other")), .insert(try Sample.bot(2))],
      events: [ControlEvent(type: .botCreated, bot: name, time: Sample.start, data: [:])])
    await #expect(throws: StoreWriteError.nameTaken(name)) { try await store.write(twin) }
    #expect(try await store.bots().records == [Sample.bot()])
    #expect(store.broadcaster.newest == 0)

    try await store.write(ControlBatch(bots: [.delete(BotNumber(1), expecting: 1, at: Sample.start)]))
    #expect(try await store.bots().records.isEmpty)
    try await store.write(twin)
    #expect(try await store.bots().records.map(\.number.value) == [2, 3])
    #expect(try await store.maximumIdentifiers().bot == 3)
  }

  @Test func `of many creators of one name one wins`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in Int64(1)...20 {
        let batch = ControlBatch(bots: [.insert(try Sample.bot(number))])
        group.addTask {
          do { try await store.write(batch) } catch StoreWriteError.nameTaken { return false }
          return true
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(wins == 1)
    #expect(try await store.bots().records.count == 1)
  }

  @Test func `a change is made to the generation that was read, or not`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    try await store.addBots()
    var changed = try Sample.bot()
    changed.settings.description = "Changed"
    changed.state = .paused
    changed.isClosing = true
    changed.generation = 2
    changed.updatedAt = Sample.time(50)
    try await store.write(ControlBatch(bots: [.update(changed, expecting: 1)]))
    #expect(try await store.bots().records == [changed])
    let bot = BotNumber(1)
    let stale = StoreWriteError.staleGeneration(bot, expected: 1, actual: 2)
    await #expect(throws: stale) { try await store.write(ControlBatch(bots: [.update(changed, expecting: 1)])) }
    await #expect(throws: stale) {
      try await store.write(ControlBatch(bots: [.delete(bot, expecting: 1, at: Sample.start)]))
    }
    await #expect(throws: StoreWriteError.unknownBot(BotNumber(7))) {
      try await store.write(ControlBatch(bots: [.delete(BotNumber(7), expecting: 1, at: Sample.start)]))
    }
  }

  @Test func `a bot that can't be understood is named and takes no other along`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    try await store.addBots(3)
    try await store.pool.write { database in
      try database.execute(
        sql: "UPDATE bots SET settings = json_set(settings, '$.strategy', 'gone') WHERE number = 2")
      try database.execute(
        sql: "UPDATE bots SET settings = json_remove(settings, '$.timeframe') WHERE number = 3")
    }
    let catalog = try await store.bots()
    #expect(try catalog.records == [Sample.bot()])
    #expect(
      catalog.unreadable.map(\.problem) == [
        "bot bot-2: there is no strategy gone", "bot bot-3: field timeframe of its settings is missing",
      ])
  }

  @Test func `a batch writes ledger, log, events and audit together`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    try await store.addBots()
    let name = try Sample.name("alpha")
    let entries = (1...3).map { number in
      AuditEntry(
        time: Sample.time(number), actor: "admin", action: "bot.start", target: number == 3 ? "beta" : "alpha",
        detail: ["n": .number(number)], outcome: "ok")
    }
    try await store.write(
      ControlBatch(
        ledgers: [(BotNumber(1), Sample.ledger())], notices: [(BotNumber(1), name, Sample.notice(1))],
        events: [ControlEvent(type: .botState, bot: name, time: Sample.start, data: ["state": "RUNNING"])],
        audit: entries))
    #expect(try await store.history(of: BotNumber(1)).ledger == Sample.ledger())
    #expect(try await store.logs(of: BotNumber(1), PageRequest(limit: 5)).items.map(\.value) == [Sample.notice(1)])
    let events = try await store.events(PageRequest(limit: 5)).items
    #expect(events.map(\.kind) == [.botState, .log])
    #expect(events.first?.data == #"{"state":"RUNNING"}"#)
    let page = try await store.audit(PageRequest(limit: 2))
    #expect(page.items.map(\.value) == [entries[2], entries[1]])
    #expect(try await store.audit(PageRequest(limit: 2, after: page.next)).items.map(\.value) == [entries[0]])
    #expect(try await store.audit(target: "beta", PageRequest(limit: 2)).items.map(\.value) == [entries[2]])
  }

  @Test func `a repeated request finds its answer for a day`() async throws {
    let folder = try Folder()
    var configuration = StoreConfiguration()
    configuration.idempotencyRowsMax = 2
    let store = try folder.open(configuration)
    defer { store.close() }
    func answer(_ key: String, at time: Instant) -> IdempotentRequest {
      IdempotentRequest(
        key: IdempotencyKey(scope: "admin POST /bots", key: key), requestHash: "h", answer: [0, 255, 10], time: time)
    }
    let first = answer("a", at: Sample.start)
    try await store.write(ControlBatch(request: .keep(first)))
    #expect(try await store.request(first.key, at: Sample.time(86_399)) == first)
    #expect(try await store.request(first.key, at: Sample.time(86_400)) == nil)
    await #expect(throws: StoreWriteError.keyUsed(first.key)) {
      let again = answer("a", at: Sample.time(5))
      try await store.write(ControlBatch(bots: [.insert(Sample.bot())], request: .keep(again)))
    }
    #expect(try await store.bots().records.isEmpty)
    try await store.write(ControlBatch(request: .keep(answer("b", at: Sample.time(1)))))
    try await store.write(ControlBatch(request: .keep(answer("c", at: Sample.time(2)))))
    #expect(try await store.request(first.key, at: Sample.time(3)) == nil)
    #expect(try await store.request(answer("b", at: Sample.start).key, at: Sample.time(3)) != nil)
    try await store.write(ControlBatch(request: .keep(answer("a", at: Sample.time(86_500)))))
    #expect(try await store.request(first.key, at: Sample.time(86_500)) == answer("a", at: Sample.time(86_500)))
  }
  @Test func `a request that was begun gets its answer once, or is forgotten`() async throws {
    let folder = try Folder()
    let store = try folder.open()
    defer { store.close() }
    let key = IdempotencyKey(scope: "api", key: "k")
    func request(_ answer: [UInt8]?, hash: String = "h") -> IdempotentRequest {
      IdempotentRequest(key: key, requestHash: hash, answer: answer, time: Sample.start)
    }
    func isKept(_ request: IdempotentRequest) async throws -> Bool {
      do { try await store.write(ControlBatch(request: .keep(request))) } catch {
        #expect(error == .keyUsed(key))
        return false
      }
      return true
    }
    #expect(try await isKept(request(nil)))
    #expect(try await !isKept(request(nil)))
    #expect(try await !isKept(request([1], hash: "other")))
    try await store.write(ControlBatch(request: .forget(key)))
    #expect(try await store.request(key, at: Sample.start) == nil)
    #expect(try await isKept(request(nil)))
    #expect(try await isKept(request([1])))
    #expect(try await !isKept(request([2])))
    try await store.write(ControlBatch(request: .forget(key)))
    #expect(try await store.request(key, at: Sample.start) == request([1]))
  }
}
