// SPDX-License-Identifier: Apache-2.0

public import BotModel
import GRDB
public import StrategyKit
public import TradingModel

/// Whether a trade is open.
public enum TradeStatus: String, Hashable, Sendable, CaseIterable {
  /// Something of it is held, or its exit is under way.
  case open
  /// It is over.
  case closed
}

/// A trade with its bot and all its orders.
public struct TradeDetail: Hashable, Sendable {
  /// Whose it is.
  public let bot: BotNumber
  /// The trade.
  public let trade: Trade
  /// Its orders, oldest first.
  public let orders: [Order]

  /// A trade with its bot and all its orders.
  public init(bot: BotNumber, trade: Trade, orders: [Order]) {
    self.bot = bot
    self.trade = trade
    self.orders = orders
  }
}

extension BotStore {
  /// Trades of a bot, newest first; the filter's times are those of opening.
  public func trades(
    of bot: BotNumber, status: TradeStatus? = nil, matching filter: RecordFilter = RecordFilter(), _ page: PageRequest
  ) async throws(StoreReadError) -> Page<Trade> {
    try await read { database in
      var query = PageQuery(TradeRows.columns, from: "trades", page)
      query.narrow("bot = ?", bot.value)
      switch status {
      case .open: query.narrow("closed_at IS NULL")
      case .closed: query.narrow("closed_at IS NOT NULL")
      case nil: break
      }
      query.narrow(to: filter, time: "opened_at")
      return try query.page(in: database, TradeRows.trade)
    }
  }

  /// A trade with its orders, or nil where there is none of the number.
  public func trade(_ id: TradeID) async throws(StoreReadError) -> TradeDetail? {
    try await read { database in
      let found = try rows(
        "SELECT bot, \(TradeRows.columns) FROM trades WHERE id = ?", [id.value], in: database
      ) { row in
        var reader = RowReader(row, of: "trades")
        return (bot: BotNumber(try reader.integer()), trade: try TradeRows.trade(&reader))
      }
      guard let (bot, trade) = found.first else { return nil }
      return TradeDetail(bot: bot, trade: trade, orders: try orders(ofTrades: [id], in: database))
    }
  }

  /// The orders of some trades, oldest first.
  public func orders(ofTrades trades: [TradeID]) async throws(StoreReadError) -> [Order] {
    try await read { database in try orders(ofTrades: trades, in: database) }
  }

  private func orders(ofTrades trades: [TradeID], in database: Database) throws -> [Order] {
    let list = "[" + trades.map { String($0.value) }.joined(separator: ",") + "]"
    return try rows(
      "SELECT \(OrderRows.columns) FROM orders WHERE trade IN (SELECT value FROM json_each(?)) ORDER BY id", [list],
      in: database, OrderRows.order)
  }

  /// Goes through a bot's closed trades in the order of closing, without holding them all.
  ///
  /// - Parameter after: only trades that closed later than this one did, or at the same time with a larger number.
  public func reduceClosedTrades<Result: Sendable>(
    of bot: BotNumber, after last: (closedAt: Instant, id: TradeID)? = nil, into initial: Result,
    _ update: @Sendable (inout Result, Trade) throws -> Void
  ) async throws(StoreReadError) -> Result {
    let sql = """
      SELECT \(TradeRows.columns) FROM trades WHERE bot = ? AND closed_at IS NOT NULL AND (closed_at, id) > (?, ?)
      ORDER BY closed_at, id
      """
    return try await read { database in
      var result = initial
      let cursor = try Row.fetchCursor(
        database.cachedStatement(sql: sql),
        arguments: [bot.value, last?.closedAt.milliseconds ?? .min, last?.id.value ?? 0])
      while let row = try cursor.next() { try update(&result, try TradeRows.trade(row)) }
      return result
    }
  }

  /// Orders of a bot, newest first; the filter's times are those of creation.
  public func orders(
    of bot: BotNumber, status: Set<OrderStatus>? = nil, matching filter: RecordFilter = RecordFilter(),
    _ page: PageRequest
  ) async throws(StoreReadError) -> Page<Order> {
    try await read { database in
      var query = PageQuery(OrderRows.columns, from: "orders", page)
      query.narrow("bot = ?", bot.value)
      if let status {
        query.narrow(
          "status IN (SELECT value FROM json_each(?))",
          "[" + status.map { "\"\($0.rawValue)\"" }.sorted().joined(separator: ",") + "]")
      }
      query.narrow(to: filter, time: "created_at")
      return try query.page(in: database, OrderRows.order)
    }
  }

  /// Fills of an order, in the order of booking.
  public func fills(of order: OrderID) async throws(StoreReadError) -> [Fill] {
    try await read { database in
      try rows(
        "SELECT \(OrderRows.fillColumns) FROM fills WHERE order_id = ? ORDER BY number", [order.value], in: database,
        OrderRows.fill)
    }
  }

  /// Signals of a bot, newest first.
  public func signals(
    of bot: BotNumber, action: SignalAction? = nil, matching filter: RecordFilter = RecordFilter(), _ page: PageRequest
  ) async throws(StoreReadError) -> Page<Numbered<SignalRecord>> {
    try await read { database in
      var query = PageQuery(DiaryRows.signalColumns, from: "signals", page)
      query.narrow("bot = ?", bot.value)
      query.narrow("action = ?", action?.rawValue)
      query.narrow(to: filter, time: "time")
      return try query.page(in: database, DiaryRows.signal)
    }
  }

  /// Decisions of a bot, newest first.
  public func decisions(
    of bot: BotNumber, outcome: Decision.Outcome? = nil, matching filter: RecordFilter = RecordFilter(),
    _ page: PageRequest
  ) async throws(StoreReadError) -> Page<Numbered<Decision>> {
    try await read { database in
      var query = PageQuery(DiaryRows.decisionColumns, from: "decisions", page)
      query.narrow("bot = ?", bot.value)
      query.narrow("outcome = ?", outcome?.rawValue)
      query.narrow(to: filter, time: "time")
      return try query.page(in: database, DiaryRows.decision)
    }
  }

  /// Log lines of a bot, newest first.
  public func logs(
    of bot: BotNumber, level: BotChange.Notice.Level? = nil, from: Instant? = nil, to: Instant? = nil,
    _ page: PageRequest
  ) async throws(StoreReadError) -> Page<Numbered<BotChange.Notice>> {
    try await read { database in
      var query = PageQuery(DiaryRows.logColumns, from: "logs", page)
      query.narrow("bot = ?", bot.value)
      query.narrow("level = ?", level?.rawValue)
      query.narrow(to: RecordFilter(from: from, to: to), time: "time")
      return try query.page(in: database, DiaryRows.notice)
    }
  }
}
