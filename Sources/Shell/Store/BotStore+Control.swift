// SPDX-License-Identifier: Apache-2.0

import BotModel
public import ControlAPI
import Documents
import Foundation
import GRDB
public import Ports
public import TradingModel

extension BotStore {
  /// Writes a batch of the control plane in one transaction, or nothing of it.
  public func write(_ batch: ControlBatch) async throws(StoreWriteError) {
    let sizes = queue.configuration
    do {
      try await queue.run { database, events in
        for bot in batch.bots { try BotRows.write(bot, to: database) }
        for (bot, ledger) in batch.ledgers { try TradeRows.write(ledger, of: bot, to: database) }
        for (bot, name, notice) in batch.notices {
          try DiaryRows.write(notice, of: bot, to: database)
          try events.append(
            .log, bot: name, time: notice.time, data: EventData.notice(notice, of: name), to: database)
        }
        for event in batch.events {
          try events.append(event.type, bot: event.bot, time: event.time, data: event.data.json(), to: database)
        }
        for entry in batch.audit { try ControlRows.write(entry, to: database) }
        if let turn = batch.killSwitch { try ControlRows.write(turn, to: database) }
        switch batch.request {
        case .keep(let request): try ControlRows.write(request, sizes, to: database)
        case .forget(let key): try ControlRows.forget(key, in: database)
        case nil: break
        }
      }
    } catch {
      throw StoreWriteError(error)
    }
  }

  /// How the kill switch was left.
  public func killSwitch() async throws(StoreReadError) -> KillSwitch.State {
    try await read { database in
      try Row.fetchOne(
        database, sql: "SELECT epoch, mode, reason, actor, time FROM kill_switch ORDER BY epoch DESC LIMIT 1"
      ).map(ControlRows.killSwitch) ?? .untouched
    }
  }

  /// What is kept of a request with a key, if it came within the last day.
  public func request(_ key: IdempotencyKey, at now: Instant) async throws(StoreReadError) -> IdempotentRequest? {
    let oldest = now.advanced(byMilliseconds: -queue.configuration.idempotencyMillisecondsMax)
    return try await read { database in
      try rows(
        "SELECT key, request_hash, answer, created_at FROM idempotency_keys WHERE scope = ? AND key = ? "
          + "AND created_at > ?", [key.scope, key.key, oldest.milliseconds], in: database
      ) { row in
        IdempotentRequest(
          key: key, requestHash: row[1], answer: (row[2] as Data?).map { Array($0) },
          time: Instant(milliseconds: row[3]))
      }.first
    }
  }

  /// The audit, newest first.
  public func audit(
    actor: String? = nil, target: String? = nil, from: Instant? = nil, to: Instant? = nil, _ page: PageRequest
  ) async throws(StoreReadError) -> Page<Numbered<AuditEntry>> {
    try await read { database in
      var query = PageQuery(ControlRows.auditColumns, from: "audit", page)
      query.narrow("actor = ?", actor)
      query.narrow("target = ?", target)
      query.narrow(to: RecordFilter(from: from, to: to), time: "time")
      return try query.page(in: database, ControlRows.audit)
    }
  }

  /// Events as a list, newest first.
  public func events(
    bot: BotName? = nil, types: Set<EventView.Kind>? = nil, from: Instant? = nil, to: Instant? = nil,
    _ page: PageRequest
  ) async throws(StoreReadError) -> Page<EventView> {
    try await read { database in
      var query = PageQuery(EventRows.columns, from: "events", page)
      query.narrow("bot = ?", bot?.text)
      if let types {
        query.narrow(
          "type IN (SELECT value FROM json_each(?))",
          Node.array(types.map(\.rawValue).sorted().map(Node.string)).json())
      }
      query.narrow(to: RecordFilter(from: from, to: to), time: "time")
      return try query.page(in: database, EventRows.event)
    }
  }
}

/// Audit and idempotency keys as rows.
enum ControlRows {
  static let auditColumns = "id, time, actor, action, target, detail, outcome"

  static func write(_ entry: AuditEntry, to database: Database) throws {
    try database.cachedStatement(
      sql: "INSERT INTO audit (time, actor, action, target, detail, outcome) VALUES (?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [
      entry.time.milliseconds, entry.actor, entry.action, entry.target, entry.detail.json(), entry.outcome,
    ])
  }

  static func write(_ turn: KillSwitch.State, to database: Database) throws {
    try database.cachedStatement(
      sql: "INSERT INTO kill_switch (epoch, mode, reason, actor, time) VALUES (?, ?, ?, ?, ?)"
    ).execute(arguments: [turn.epoch, turn.mode?.rawValue, turn.reason, turn.actor, turn.time.milliseconds])
  }

  static func killSwitch(_ row: Row) throws -> KillSwitch.State {
    var reader = RowReader(row, of: "kill_switch")
    return KillSwitch.State(
      epoch: try reader.integer(), mode: try reader.optionalValue(KillSwitch.Mode.init(rawValue:)),
      reason: try reader.text(), actor: try reader.text(), time: try reader.instant())
  }

  static func audit(_ row: Row) throws -> Numbered<AuditEntry> {
    var reader = RowReader(row, of: "audit")
    let id = try reader.integer()
    let entry = AuditEntry(
      time: try reader.instant(), actor: try reader.text(), action: try reader.text(), target: try reader.text(),
      detail: try reader.value { try? JSONParser().parse($0) }, outcome: try reader.text())
    return Numbered(id: id, value: entry)
  }

  /// Keeps a request, and later its answer, once; those that are too old or too many go.
  static func write(_ request: IdempotentRequest, _ sizes: StoreConfiguration, to database: Database) throws {
    try database.cachedStatement(sql: "DELETE FROM idempotency_keys WHERE created_at <= ?")
      .execute(arguments: [request.time.milliseconds - sizes.idempotencyMillisecondsMax])
    let count = try Int.fetchOne(database.cachedStatement(sql: "SELECT count(*) FROM idempotency_keys")) ?? 0
    if count >= sizes.idempotencyRowsMax {
      try database.cachedStatement(
        sql: """
          DELETE FROM idempotency_keys WHERE (scope, key) IN
            (SELECT scope, key FROM idempotency_keys ORDER BY created_at LIMIT ?)
          """
      ).execute(arguments: [count - sizes.idempotencyRowsMax + 1])
    }
    try database.cachedStatement(
      sql: """
        INSERT INTO idempotency_keys (scope, key, request_hash, answer, created_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET answer = excluded.answer, created_at = excluded.created_at
          WHERE answer IS NULL AND excluded.answer IS NOT NULL AND request_hash = excluded.request_hash
        """
    ).execute(arguments: [
      request.key.scope, request.key.key, request.requestHash, request.answer.map { Data($0) },
      request.time.milliseconds,
    ])
    if database.changesCount == 0 { throw StoreWriteError.keyUsed(request.key) }
  }

  static func forget(_ key: IdempotencyKey, in database: Database) throws {
    try database.cachedStatement(sql: "DELETE FROM idempotency_keys WHERE scope = ? AND key = ? AND answer IS NULL")
      .execute(arguments: [key.scope, key.key])
  }
}
