// SPDX-License-Identifier: Apache-2.0
import BotModel
import ControlAPI
import GRDB
import Ports
import StrategyKit
import Testing
import TradingModel

@testable import Store

struct RecordsTests {
  private let bot = BotNumber(1)

  private func store(in folder: Folder) async throws -> BotStore {
    let store = try folder.open()
    try await store.addBots(2)
    for number in Int64(1)...7 {
      let closed = number < 6 ? Int(100 - number) : nil
      let pair = number.isMultiple(of: 2) ? "ETH/USDT" : "BTC/USDT"
      let status: OrderStatus = number < 4 ? .filled : .open
      try await store.commit([
        Sample.entry(
          .order(Sample.order(number, trade: number, status: status)),
          .trade(Sample.trade(number, pair: pair, closedAfter: closed)),
          .signal(Sample.signal(Int(number), number < 3 ? .enter : .exit)),
          .decision(Sample.decision(Int(number), outcome: number == 5 ? .ordered : .ignored)),
          .notice(Sample.notice(Int(number), number == 6 ? .error : .info)))
      ])
    }
    return store
  }

  @Test func `lists are read page by page, newest first, each row once`() async throws {
    let folder = try Folder()
    let store = try await store(in: folder)
    defer { store.close() }
    var seen: [Int64] = []
    var sizes: [Int] = []
    var cursor: PageCursor?
    repeat {
      let page = try await store.trades(of: bot, PageRequest(limit: 3, after: cursor))
      seen += page.items.map(\.id.value)
      sizes.append(page.items.count)
      cursor = page.next.flatMap { PageCursor($0.description) }
    } while cursor != nil
    #expect(seen == [7, 6, 5, 4, 3, 2, 1])
    #expect(sizes == [3, 3, 1])
    #expect(try await store.trades(of: bot, PageRequest(limit: 7)).next == nil)
    #expect(try await store.trades(of: BotNumber(2), PageRequest(limit: 3)).items.isEmpty)
  }

  @Test(arguments: ["", "p", "p0", "p-1", "1", "P1", "p01", "pzzzzzzzzzzzzzz", "p1 "])
  func `a cursor of nobody's making is refused`(text: String) {
    #expect(PageCursor(text) == nil)
  }

  @Test func `trades are narrowed by status, pair and time of opening`() async throws {
    let folder = try Folder()
    let store = try await store(in: folder)
    defer { store.close() }
    let page = Store.PageRequest(limit: 10)
    let ethereum = RecordFilter(pair: try Sample.pair("ETH/USDT"))
    #expect(try await store.trades(of: bot, status: .open, page).items.map(\.id.value) == [7, 6])
    #expect(try await store.trades(of: bot, status: .closed, matching: ethereum, page).items.map(\.id.value) == [4, 2])
    let middle = RecordFilter(from: Sample.time(3), to: Sample.time(5))
    #expect(try await store.trades(of: bot, matching: middle, page).items.map(\.id.value) == [4, 3])
  }

  @Test func `orders are narrowed by status`() async throws {
    let folder = try Folder()
    let store = try await store(in: folder)
    defer { store.close() }
    let page = Store.PageRequest(limit: 10)
    #expect(try await store.orders(of: bot, status: [.filled, .expired], page).items.map(\.id.value) == [3, 2, 1])
    #expect(try await store.orders(of: bot, status: [], page).items.isEmpty)
    let late = RecordFilter(from: Sample.time(7))
    #expect(try await store.orders(of: bot, matching: late, page).items == [Sample.order(7, trade: 7, status: .open)])
    #expect(
      try await store.orders(ofTrades: [TradeID(2), TradeID(4)]) == [
        Sample.order(2, trade: 2, status: .filled), Sample.order(4, trade: 4, status: .open),
      ])
  }

  @Test func `signals, decisions and logs come back as they were and are narrowed`() async throws {
    let folder = try Folder()
    let store = try await store(in: folder)
    defer { store.close() }
    let page = Store.PageRequest(limit: 1)
    #expect(
      try await store.signals(of: bot, action: .enter, page).items == [Numbered(id: 2, value: Sample.signal(2))])
    #expect(
      try await store.decisions(of: bot, outcome: .ordered, page).items == [
        Numbered(id: 5, value: Sample.decision(5, outcome: .ordered))
      ])
    #expect(
      try await store.logs(of: bot, level: .error, page).items == [Numbered(id: 6, value: Sample.notice(6, .error))])
    #expect(try await store.logs(of: bot, from: Sample.time(2), to: Sample.time(3), page).items.map(\.id) == [2])
    #expect(
      try await store.signals(of: bot, matching: RecordFilter(pair: Sample.pair("ETH/USDT")), page).items.isEmpty)
  }

  @Test func `closed trades come in the order of closing, from a place on`() async throws {
    let folder = try Folder()
    let store = try await store(in: folder)
    defer { store.close() }
    let all = try await store.reduceClosedTrades(of: bot, into: [Trade]()) { $0.append($1) }
    #expect(all.map(\.id.value) == [5, 4, 3, 2, 1])
    #expect(try all.first == Sample.trade(5, closedAfter: 95))
    let last = (closedAt: Sample.time(97), id: TradeID(3))
    let rest = try await store.reduceClosedTrades(of: bot, after: last, into: [Int64]()) { $0.append($1.id.value) }
    #expect(rest == [2, 1])
  }

  @Test func `events are listed and narrowed`() async throws {
    let folder = try Folder()
    let store = try await store(in: folder)
    defer { store.close() }
    let page = Store.PageRequest(limit: 2)
    let closed = try await store.events(types: [.tradeClosed, .tradeOpened], page).items
    #expect(closed.map(\.kind) == [.tradeOpened, .tradeOpened])
    #expect(try await store.events(bot: Sample.name("bot-2"), page).items.isEmpty)
    #expect(try await store.events(bot: Sample.name("alpha"), page).items.map(\.id) == [35, 34])
  }

  @Test func `a row that was never written so is named`() async throws {
    let folder = try Folder()
    let store = try await store(in: folder)
    defer { store.close() }
    try await store.pool.write { try $0.execute(sql: "UPDATE trades SET lowest_price = 'cheap' WHERE id = 7") }
    let fault = StoreReadError.damaged("table trades, row with id 7, column lowest_price is \"cheap\"")
    await #expect(throws: fault) { try await store.trades(of: bot, PageRequest(limit: 1)) }
    await #expect(throws: JournalError.unavailable(fault.description)) {
      try await store.commitAndRead(bot)
    }
  }

  @Test(arguments: [
    "0", "-0.000000000001", "999999999999999.999999999999", "1000000000000000", "-98765432109876543.21",
    "100000000000000000000.000000000001",
  ]) func `a decimal reads back as it was written`(text: String) throws {
    #expect(try Sample.required(Fixed(stored: text)).description == text)
  }

  @Test(arguments: [
    "", "-", "1e5", "1.", ".5", "+1000000000000000", "1000000000000000.", "1000000000000000.0000000000001",
  ])
  func `what is no decimal is not read`(text: String) {
    #expect(Fixed(stored: text) == nil)
  }
}

extension BotStore {
  fileprivate func commitAndRead(_ bot: BotNumber) async throws(JournalError) -> BotHistory {
    try await commit([])
    return try await history(of: bot)
  }
}
