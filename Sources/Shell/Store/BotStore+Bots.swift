// SPDX-License-Identifier: Apache-2.0

public import BotModel
import Documents
import GRDB
public import TradingModel

/// The bots that are kept.
public struct BotCatalog: Hashable, Sendable {
  /// Those that can be read, by number.
  public let records: [BotRecord]
  /// Those whose settings can't be understood any more, and why.
  public let unreadable: [UnreadableBot]
}

/// A bot whose settings can't be understood: its strategy is gone, or takes other parameters now.
public struct UnreadableBot: Hashable, Sendable {
  /// Its number.
  public let number: BotNumber
  /// Its name.
  public let name: BotName
  /// What is wanted of it.
  public let state: BotState
  /// What is wrong, in a sentence that names the bot.
  public let problem: String
  /// Whether it trades with real money, as far as its settings can be read; so it does where they can't be.
  public let isLive: Bool
}

extension BotStore {
  /// All bots that aren't deleted, by number.
  public func bots() async throws(StoreReadError) -> BotCatalog {
    try await read { database in
      let stored = try rows(
        "SELECT \(BotRows.columns) FROM bots WHERE deleted_at IS NULL ORDER BY number", in: database, BotRows.bot)
      return catalog(of: stored)
    }
  }

  /// Bots newest first; those that can't be read are left out.
  public func bots(
    state: BotState? = nil, mode: BotMode? = nil, _ page: PageRequest
  ) async throws(StoreReadError) -> Page<BotRecord> {
    try await read { database in
      var query = PageQuery(BotRows.columns, from: "bots", key: "number", page)
      query.narrow("deleted_at IS NULL")
      query.narrow("state = ?", state?.rawValue)
      query.narrow("json_extract(settings, '$.mode') = ?", mode?.rawValue)
      let stored = try query.page(in: database, BotRows.bot)
      return Page(items: catalog(of: stored.items).records, next: stored.next)
    }
  }

  /// A bot by its name, or nil where there is none, or none that can be read.
  public func bot(named name: BotName) async throws(StoreReadError) -> BotRecord? {
    try await read { database in
      let stored = try rows(
        "SELECT \(BotRows.columns) FROM bots WHERE name = ? AND deleted_at IS NULL", [name.text], in: database,
        BotRows.bot)
      return catalog(of: stored).records.first
    }
  }

  private func catalog(of stored: [BotRows.Stored]) -> BotCatalog {
    var records: [BotRecord] = []
    var unreadable: [UnreadableBot] = []
    for bot in stored {
      do {
        records.append(try bot.record(findStrategy))
      } catch {
        let problem = "bot \(bot.name): \(error.description)"
        let mode = (try? JSONParser().parse(bot.settings))?["mode"]?.string
        unreadable.append(
          UnreadableBot(
            number: bot.number, name: bot.name, state: bot.state, problem: problem,
            isLive: mode != BotMode.dryRun.rawValue))
      }
    }
    return BotCatalog(records: records, unreadable: unreadable)
  }
}

/// Bots as rows.
enum BotRows {
  static let columns = "number, name, settings, state, is_closing, generation, created_at, updated_at"

  /// A bot as it stands in the table, its settings not yet understood.
  struct Stored {
    let number: BotNumber
    let name: BotName
    let settings: String
    let state: BotState
    let isClosing: Bool
    let generation: Int64
    let createdAt: Instant
    let updatedAt: Instant

    func record(_ findStrategy: BotStore.StrategyLookup) throws(SettingsFault) -> BotRecord {
      BotRecord(
        number: number, settings: try SettingsDocument.read(settings, findStrategy), state: state,
        isClosing: isClosing, generation: generation, createdAt: createdAt, updatedAt: updatedAt)
    }
  }

  static func bot(_ row: Row) throws -> Stored {
    var reader = RowReader(row, of: "bots")
    return Stored(
      number: BotNumber(try reader.integer()), name: try reader.value(BotName.init), settings: try reader.text(),
      state: try reader.value(BotState.init(rawValue:)), isClosing: try reader.flag(),
      generation: try reader.integer(), createdAt: try reader.instant(), updatedAt: try reader.instant())
  }

  static func write(_ write: BotWrite, to database: Database) throws {
    switch write {
    case .insert(let record): try insert(record, to: database)
    case .update(let record, let generation): try update(record, expecting: generation, in: database)
    case .delete(let bot, let generation, let time):
      try expect(generation, of: bot, in: database)
      try database.cachedStatement(sql: "UPDATE bots SET deleted_at = ? WHERE number = ?")
        .execute(arguments: [time.milliseconds, bot.value])
    }
  }

  private static func insert(_ record: BotRecord, to database: Database) throws {
    try expectFree(record.settings.name, for: record.number, in: database)
    try database.cachedStatement(sql: "INSERT INTO bots (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
      .execute(arguments: [
        record.number.value, record.settings.name.text, SettingsDocument.write(record.settings),
        record.state.rawValue, record.isClosing, record.generation, record.createdAt.milliseconds,
        record.updatedAt.milliseconds,
      ])
  }

  private static func update(_ record: BotRecord, expecting generation: Int64, in database: Database) throws {
    try expect(generation, of: record.number, in: database)
    try expectFree(record.settings.name, for: record.number, in: database)
    try database.cachedStatement(
      sql: """
        UPDATE bots SET name = ?, settings = ?, state = ?, is_closing = ?, generation = ?, updated_at = ?
        WHERE number = ?
        """
    ).execute(arguments: [
      record.settings.name.text, SettingsDocument.write(record.settings), record.state.rawValue, record.isClosing,
      record.generation, record.updatedAt.milliseconds, record.number.value,
    ])
  }

  private static func expectFree(_ name: BotName, for bot: BotNumber, in database: Database) throws {
    let owner = try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT number FROM bots WHERE name = ? AND deleted_at IS NULL"),
      arguments: [name.text])
    if let owner, owner != bot.value { throw StoreWriteError.nameTaken(name) }
  }

  private static func expect(_ generation: Int64, of bot: BotNumber, in database: Database) throws {
    let actual = try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT generation FROM bots WHERE number = ? AND deleted_at IS NULL"),
      arguments: [bot.value])
    guard let actual else { throw StoreWriteError.unknownBot(bot) }
    guard actual == generation else {
      throw StoreWriteError.staleGeneration(bot, expected: generation, actual: actual)
    }
  }
}
