// SPDX-License-Identifier: Apache-2.0

import BotModel
import GRDB
import StrategyKit
import Testing
import TradingModel

@testable import Store

@Suite struct DecisionDiaryTests {
  private let bot = BotNumber(1)

  private static let explanation = Verdict.Explanation(
    stance: Stance(.enter, strength: 0.25), reason: "EMA(12) 3 is above EMA(26) 2",
    votes: [
      Vote(strategy: "ema-crossover", stance: Stance(.enter), reason: "above"),
      Vote(strategy: "macd", weight: 2, stance: nil, reason: "it failed", hasFailed: true),
    ],
    poll: Poll(
      mode: .weighted, side: .enter, score: 0.5, threshold: 0.4,
      votes: [
        Vote(strategy: "ema-crossover", stance: Stance(.enter), reason: "above"),
        Vote(strategy: "macd", weight: 2, stance: nil, reason: "it failed", hasFailed: true),
      ], summary: "0.5 of 0.4"),
    readings: [Reading("EMA(12)", 3.000000000000001), Reading("bb.lower", -2)])

  private static func decision(_ second: Int, explained: Bool = true) throws -> Decision {
    Decision(
      pair: try Sample.pair(), time: Sample.time(second), side: nil, cause: .candle, outcome: .idle, rule: "no_signal",
      detail: "nothing", order: nil, candle: Sample.time(second), explanation: explained ? explanation : nil)
  }

  private func open(
    _ folder: Folder, _ configuration: StoreConfiguration = StoreConfiguration()
  ) async throws -> BotStore {
    let store = try folder.open(configuration)
    try await store.addBots(2)
    return store
  }

  @Test func `a decision comes back with what the strategy thought, and so does a signal`() async throws {
    let folder = try Folder()
    let store = try await open(folder)
    defer { store.close() }
    let diary = DecisionDiary(store: store)
    diary.note(try Self.decision(1), of: bot)
    diary.note(try Self.decision(2, explained: false), of: bot)
    await diary.flush()
    var signal = try Sample.signal(3)
    signal = SignalRecord(
      pair: signal.pair, candle: signal.candle, time: signal.time, signal: signal.signal, explanation: Self.explanation)
    try await store.commit([Sample.entry(.signal(signal))])
    let page = PageRequest(limit: 10)
    #expect(
      try await store.decisions(of: bot, page).items.map(\.value) == [
        Self.decision(2, explained: false), Self.decision(1),
      ])
    #expect(try await store.signals(of: bot, page).items.map(\.value) == [signal])
  }

  @Test func `bots that were told the same share its words`() async throws {
    let folder = try Folder()
    let store = try await open(folder)
    defer { store.close() }
    let diary = DecisionDiary(store: store)
    for second in 1...3 { for bot in [bot, BotNumber(2)] { diary.note(try Self.decision(second), of: bot) } }
    await diary.flush()
    let counts = try await store.read { database in
      try Int.fetchAll(
        database, sql: "SELECT count(*) FROM decisions UNION ALL SELECT count(*) FROM explanations")
    }
    #expect(counts == [6, 1])
  }

  @Test func `old decisions go, and what strategies thought goes with the last of them`() async throws {
    let folder = try Folder()
    var configuration = StoreConfiguration()
    configuration.decisionMillisecondsMax = 10_000
    let store = try await open(folder, configuration)
    defer { store.close() }
    let diary = DecisionDiary(store: store)
    for second in [1, 2, 11] {
      diary.note(try Self.decision(second), of: bot)
      await diary.flush()
    }
    diary.note(try Self.decision(12), of: bot)
    await diary.flush()
    let page = PageRequest(limit: 10)
    #expect(try await store.decisions(of: bot, page).items.map(\.value.time) == [12, 11, 2].map(Sample.time))
    let explanations = try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM explanations") }
    #expect(explanations == 3)
  }

  @Test func `a database of the version before is brought up, with its decisions`() async throws {
    let folder = try Folder()
    let first = try await open(folder)
    try await first.commit([Sample.entry(.decision(try Sample.decision(5)))])
    first.close()
    let queue = try DatabaseQueue(path: folder.database)
    try await queue.write { database in
      try database.execute(
        sql: """
          ALTER TABLE signals DROP COLUMN explanation;
          DROP TABLE explanations;
          ALTER TABLE decisions DROP COLUMN explanation;
          ALTER TABLE decisions DROP COLUMN candle;
          ALTER TABLE trades DROP COLUMN entered_orders;
          ALTER TABLE trades DROP COLUMN exited_orders;
          ALTER TABLE orders DROP COLUMN trigger_price;
          ALTER TABLE orders DROP COLUMN time_in_force;
          ALTER TABLE fills DROP COLUMN commission_asset;
          ALTER TABLE fills DROP COLUMN commission_amount;
          ALTER TABLE bot_ledgers DROP COLUMN hold;
          DROP TABLE kill_switch;
          PRAGMA user_version = 1;
          """)
    }
    try queue.close()
    let store = try folder.open()
    defer { store.close() }
    #expect(try await store.decisions(of: bot, PageRequest(limit: 10)).items.map(\.value) == [Sample.decision(5)])
    try await store.commit([Sample.entry(.decision(try Self.decision(6)))])
    #expect(try await store.decisions(of: bot, PageRequest(limit: 1)).items.map(\.value) == [Self.decision(6)])
  }
}
