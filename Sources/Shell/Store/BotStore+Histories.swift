// SPDX-License-Identifier: Apache-2.0

import BotModel
import GRDB
public import Ports
public import TradingModel

/// The largest numbers that were ever given out; 0 where there was none.
public struct MaximumIdentifiers: Hashable, Sendable {
  /// The largest bot number, deleted bots included.
  public let bot: Int64
  /// The largest order number.
  public let order: Int64
  /// The largest trade number, of trades and of orders whose trade never opened.
  public let trade: Int64
  /// The largest sequence of a client order id.
  public let sequence: Int64
}

extension BotStore {
  /// What is needed to go on with many bots: four queries, however many they are. A bot without a past is not in it.
  public func histories(of bots: [BotNumber]) async throws(StoreReadError) -> [BotNumber: BotHistory] {
    let list = "[" + bots.map { String($0.value) }.joined(separator: ",") + "]"
    return try await read { database in
      var collector = HistoryCollector()
      try collector.collect(list, from: database)
      return collector.histories
    }
  }

  /// The largest numbers that were ever given out.
  public func maximumIdentifiers() async throws(StoreReadError) -> MaximumIdentifiers {
    try await read { database in
      func maximum(_ column: String, of table: String) throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT max(\(column)) FROM \(table)") ?? 0
      }
      return MaximumIdentifiers(
        bot: try maximum("number", of: "bots"), order: try maximum("id", of: "orders"),
        trade: max(try maximum("id", of: "trades"), try maximum("trade", of: "orders")),
        sequence: try maximum("sequence", of: "orders"))
    }
  }
}

/// Gathers the rows of many bots' pasts.
private struct HistoryCollector {
  private struct Parts {
    var ledger: BotLedger?
    var trades: [Trade] = []
    var orders: [Order] = []
    var fills: [Fill] = []
  }

  private var parts: [BotNumber: Parts] = [:]

  var histories: [BotNumber: BotHistory] {
    parts.mapValues {
      BotHistory(ledger: $0.ledger, openTrades: $0.trades, openOrders: $0.orders, fills: $0.fills)
    }
  }

  /// Reads what the bots of a JSON list have: each query begins with the bot's number.
  mutating func collect(_ bots: String, from database: Database) throws {
    let chosen = "bot IN (SELECT value FROM json_each(?))"
    try each("SELECT bot, \(TradeRows.ledgerColumns) FROM bot_ledgers WHERE \(chosen)", bots, "bot_ledgers", database) {
      $0.ledger = try TradeRows.ledger(&$1)
    }
    try each(
      "SELECT bot, \(TradeRows.columns) FROM trades WHERE closed_at IS NULL AND \(chosen) ORDER BY id", bots, "trades",
      database
    ) { $0.trades.append(try TradeRows.trade(&$1)) }
    try each(
      "SELECT bot, \(OrderRows.columns) FROM orders WHERE is_final = 0 AND \(chosen) ORDER BY id", bots, "orders",
      database
    ) { $0.orders.append(try OrderRows.order(&$1)) }
    let fillColumns = OrderRows.fillColumns.split(separator: ", ").map { "fills.\($0)" }.joined(separator: ", ")
    try each(
      """
      SELECT orders.bot, \(fillColumns) FROM orders JOIN fills ON fills.order_id = orders.id
      WHERE orders.is_final = 0 AND orders.\(chosen) ORDER BY fills.number
      """, bots, "fills", database
    ) { $0.fills.append(try OrderRows.fill(&$1)) }
  }

  private mutating func each(
    _ sql: String, _ bots: String, _ table: String, _ database: Database,
    _ take: (inout Parts, inout RowReader) throws -> Void
  ) throws {
    let cursor = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: [bots])
    while let row = try cursor.next() {
      var reader = RowReader(row, of: table)
      let bot = BotNumber(try reader.integer())
      try take(&parts[bot, default: Parts()], &reader)
    }
  }
}
