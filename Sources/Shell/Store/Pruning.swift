// SPDX-License-Identifier: Apache-2.0

import GRDB

/// When to prune: after so many events, so that each turn deletes about as much as was added.
struct PruningSchedule {
  private static let eventsPerTurn = 500
  private var events = 0

  mutating func count(_ added: Int) { events += added }

  mutating func takeTurn() -> Bool {
    guard events >= Self.eventsPerTurn else { return false }
    events = 0
    return true
  }

  mutating func missTurn() { events = Self.eventsPerTurn / 2 }
}

/// Deletes the oldest rows of what would grow for ever. Orders, fills, trades and the audit are never touched.
struct Pruning {
  /// The most rows that one turn deletes from a table, so that nobody waits long behind it.
  private static let rowsPerTurn = 2_000

  let configuration: StoreConfiguration

  func run(_ database: Database) throws {
    try prune("events", to: configuration.eventRowsMax, in: database)
    for table in ["signals", "logs"] {
      try prune(table, to: configuration.diaryRowsMax, in: database)
    }
  }

  /// Deletes the oldest decisions beyond their age and number, and the explanations that no decision has any more.
  func pruneDecisions(_ database: Database, rowsMax: Int) throws {
    try prune("decisions", to: configuration.decisionRowsMax, in: database)
    try database.cachedStatement(
      sql: """
        DELETE FROM decisions WHERE id IN (
          SELECT id FROM (SELECT id, time FROM decisions ORDER BY id LIMIT ?)
          WHERE time < (SELECT time FROM decisions ORDER BY id DESC LIMIT 1) - ?)
        """
    ).execute(arguments: [rowsMax, configuration.decisionMillisecondsMax])
    // Explanations are written just before their decisions: what is older than the oldest decision's is nobody's.
    try database.cachedStatement(
      sql: """
        DELETE FROM explanations WHERE id IN (
          SELECT id FROM explanations
          WHERE id < (SELECT explanation FROM decisions WHERE explanation IS NOT NULL ORDER BY id LIMIT 1)
          ORDER BY id LIMIT ?)
        """
    ).execute(arguments: [rowsMax])
  }

  /// Rows are numbered without gaps, so that numbers tell how many there are.
  private func prune(_ table: String, to rowsMax: Int, in database: Database) throws {
    let span = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT (SELECT min(id) FROM \(table)), (SELECT max(id) FROM \(table))"))
    guard let oldest = span?[0] as Int64?, let newest = span?[1] as Int64? else { return }
    let last = min(newest - Int64(rowsMax), oldest + Int64(Self.rowsPerTurn) - 1)
    guard last >= oldest else { return }
    try database.cachedStatement(sql: "DELETE FROM \(table) WHERE id <= ?").execute(arguments: [last])
  }
}
