// SPDX-License-Identifier: Apache-2.0

public import BotModel
import ControlAPI
import GRDB
public import Ports
public import TradingModel

extension BotStore: Journal {
  /// Writes entries with an event for each change, in one transaction; see ``Journal/commit(_:)``.
  public func commit(_ entries: [JournalEntry]) async throws(JournalError) {
    guard !entries.isEmpty else { return }
    do {
      try await queue.run { database, events in
        for entry in entries {
          do {
            for change in entry.changes { try record(change, of: entry, in: database, &events) }
          } catch  where !error.concernsDatabase && database.isInsideTransaction {
            throw JournalError.refused(entry.bot, sentence(for: error))
          }
        }
      }
    } catch {
      throw JournalError(error)
    }
  }

  /// What is needed to go on with a bot.
  public func history(of bot: BotNumber) async throws(JournalError) -> BotHistory {
    do {
      return try await histories(of: [bot])[bot]
        ?? BotHistory(ledger: nil, openTrades: [], openOrders: [], fills: [])
    } catch {
      throw error.journalError
    }
  }

  /// An order that may have ended long ago, by its identity.
  public func order(_ id: ClientOrderID) async throws(JournalError) -> RecalledOrder? {
    do {
      return try await read { database in
        let row = try Row.fetchOne(
          database, sql: "SELECT \(OrderRows.columns) FROM orders WHERE client_order_id = ?",
          arguments: [id.description])
        guard let order = try row.map(OrderRows.order) else { return nil }
        let fills = try String.fetchAll(
          database, sql: "SELECT fill_id FROM fills WHERE order_id = ? ORDER BY number", arguments: [order.id.value])
        return RecalledOrder(order: order, fills: fills.map { FillID($0) })
      }
    } catch {
      throw error.journalError
    }
  }

  /// What is left over of the base assets of a bot's closed trades, too little to be sold.
  public func dust(of bot: BotNumber) async throws(JournalError) -> [Asset: Fixed] {
    do {
      return try await read { database in
        let rows = try Row.fetchAll(
          database,
          sql: """
            SELECT \(TradeRows.columns) FROM trades
            WHERE bot = ? AND closed_at IS NOT NULL AND entered_quantity <> exited_quantity
            """, arguments: [bot.value])
        return try rows.map(TradeRows.trade).reduce(into: [:]) { dust, trade in
          guard trade.held > .zero else { return }
          dust[trade.pair.base] = (dust[trade.pair.base] ?? .zero) + trade.held.value
        }
      }
    } catch {
      throw error.journalError
    }
  }

  /// The trades that a bot has closed since a moment, in the order in which they were closed.
  public func closedTrades(of bot: BotNumber, since time: Instant) async throws(JournalError) -> [Trade] {
    do {
      return try await read { database in
        try Row.fetchAll(
          database,
          sql: "SELECT \(TradeRows.columns) FROM trades WHERE bot = ? AND closed_at >= ? ORDER BY closed_at, id",
          arguments: [bot.value, time.milliseconds]
        ).map(TradeRows.trade)
      }
    } catch {
      throw error.journalError
    }
  }
}

/// Writes one change and tells of it.
private func record(
  _ change: BotChange, of entry: JournalEntry, in database: Database, _ events: inout EventAppender
) throws {
  let type: EventView.Kind
  let data: String
  switch change {
  case .ledger(let ledger):
    try TradeRows.write(ledger, of: entry.bot, to: database)
    return
  case .order(let order):
    type = try OrderRows.write(order, of: entry.bot, to: database) == .created ? .orderCreated : .orderUpdated
    data = EventData.order(order, of: entry.name)
  case .fill(let fill):
    try OrderRows.write(fill, of: entry.bot, to: database)
    type = .orderFilled
    data = EventData.fill(fill, of: entry.name)
  case .trade(let trade):
    let isNew = try TradeRows.write(trade, of: entry.bot, to: database) == .created
    type = trade.isOpen ? (isNew ? .tradeOpened : .tradeUpdated) : .tradeClosed
    data = EventData.trade(trade, of: entry.name)
  case .signal(let record):
    try DiaryRows.write(record, of: entry.bot, to: database)
    type = .signal
    data = EventData.signal(record, of: entry.name)
  case .decision(let decision):
    try DiaryRows.write(decision, of: entry.bot, to: database)
    type = .decision
    data = EventData.decision(decision, of: entry.name)
  case .notice(let notice):
    try DiaryRows.write(notice, of: entry.bot, to: database)
    type = .log
    data = EventData.notice(notice, of: entry.name)
  }
  try events.append(type, bot: entry.name, time: entry.time, data: data, to: database)
}
