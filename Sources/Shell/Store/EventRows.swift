// SPDX-License-Identifier: Apache-2.0

import ControlAPI
import GRDB
import TradingModel

/// Adds events to the table in the transaction of what they tell of, and remembers them to be told afterwards.
struct EventAppender {
  private(set) var events: [EventView] = []

  mutating func append(
    _ type: EventView.Kind, bot: BotName?, time: Instant, data: String, to database: Database
  ) throws {
    try database.cachedStatement(sql: "INSERT INTO events (type, bot, time, data) VALUES (?, ?, ?, ?)")
      .execute(arguments: [type.rawValue, bot?.text, time.milliseconds, data])
    events.append(EventView(id: database.lastInsertedRowID, kind: type, time: time, bot: bot, data: data))
  }

  /// Forgets the events of a write that was taken back; their numbers are given to the next ones.
  mutating func forget(after count: Int) {
    events.removeSubrange(count...)
  }
}

/// Reading the table of events.
enum EventRows {
  static let columns = "id, type, bot, time, data"

  static func event(_ row: Row) throws -> EventView {
    var reader = RowReader(row, of: "events")
    let (id, kind) = (try reader.integer(), try reader.value(EventView.Kind.init(rawValue:)))
    let (bot, time) = (try reader.optionalValue(BotName.init), try reader.instant())
    return EventView(
      id: id, kind: kind,
      time: time, bot: bot, data: try reader.text())
  }

  /// The number of the newest event that ever was.
  static func newest(_ database: Database) throws -> Int64 {
    try Int64.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'events'") ?? 0
  }

  /// Events above a number, oldest first.
  static func events(after id: Int64, limit: Int, in database: Database) throws -> [EventView] {
    let sql = "SELECT \(columns) FROM events WHERE id > ? ORDER BY id LIMIT ?"
    return try rows(sql, [id, limit], in: database, event)
  }
}

/// Reads all rows of a query.
func rows<Value>(
  _ sql: String, _ arguments: StatementArguments = [], in database: Database, _ read: (Row) throws -> Value
) throws -> [Value] {
  let cursor = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: arguments)
  var values: [Value] = []
  while let row = try cursor.next() { values.append(try read(row)) }
  return values
}
