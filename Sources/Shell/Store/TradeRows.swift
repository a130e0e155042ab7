// SPDX-License-Identifier: Apache-2.0

import BotModel
import GRDB
import TradingModel

/// Trades and ledgers as rows.
enum TradeRows {
  static let columns = """
    id, pair, enter_tag, opened_at, entered_quantity, entered_cost, entered_fee, entered_orders, exited_quantity, \
    exited_cost, exited_fee, exited_orders, stop_price, initial_stop_price, is_stop_trailing, highest_price, \
    lowest_price, closed_at, exit_reason, profit, profit_ratio
    """
  static let ledgerColumns = "initial, cash, realized, peak_equity, day, realized_today, hold"

  /// Writes a trade and says whether it is new. One that is closed already is refused: it never changes.
  static func write(_ trade: Trade, of bot: BotNumber, to database: Database) throws -> OrderRows.Change {
    try database.cachedStatement(
      sql: """
        UPDATE trades SET entered_quantity = ?, entered_cost = ?, entered_fee = ?, entered_orders = ?,
          exited_quantity = ?, exited_cost = ?, exited_fee = ?, exited_orders = ?, stop_price = ?, initial_stop_price = ?, is_stop_trailing = ?,
          highest_price = ?, lowest_price = ?, closed_at = ?, exit_reason = ?, profit = ?, profit_ratio = ?
        WHERE id = ? AND bot = ? AND closed_at IS NULL
        """
    ).execute(arguments: progress(of: trade) + [trade.id.value, bot.value])
    if database.changesCount > 0 { return .updated }
    try database.cachedStatement(
      sql: """
        INSERT INTO trades (\(columns), bot)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(
      arguments: [trade.id.value, trade.pair.description, trade.enterTag, trade.openedAt.milliseconds]
        + progress(of: trade) + [bot.value])
    return .created
  }

  private static func progress(of trade: Trade) -> StatementArguments {
    [
      trade.entered.quantity.description, trade.entered.cost.description, trade.entered.fee.description,
      trade.entered.orders, trade.exited.quantity.description, trade.exited.cost.description,
      trade.exited.fee.description, trade.exited.orders,
      trade.stopPrice?.description, trade.initialStopPrice?.description, trade.isStopTrailing,
      trade.highestPrice.description, trade.lowestPrice.description, trade.closing?.closedAt.milliseconds,
      trade.closing?.reason, trade.closing?.profit.description, trade.closing?.profitRatio.description,
    ]
  }

  static func trade(_ row: Row) throws -> Trade {
    var reader = RowReader(row, of: "trades")
    return try trade(&reader)
  }

  static func trade(_ reader: inout RowReader) throws -> Trade {
    Trade(
      id: TradeID(try reader.integer()), pair: try reader.value(Pair.init), enterTag: try reader.text(),
      openedAt: try reader.instant(), entered: try turnover(&reader), exited: try turnover(&reader),
      stopPrice: try reader.optionalDecimal().map(Price.init),
      initialStopPrice: try reader.optionalDecimal().map(Price.init), isStopTrailing: try reader.flag(),
      highestPrice: Price(try reader.decimal()), lowestPrice: Price(try reader.decimal()),
      closing: try closing(&reader))
  }

  private static func turnover(_ reader: inout RowReader) throws -> Trade.Turnover {
    Trade.Turnover(
      quantity: Quantity(try reader.decimal()), cost: Money(try reader.decimal()), fee: Money(try reader.decimal()),
      orders: Int(try reader.integer()))
  }

  private static func closing(_ reader: inout RowReader) throws -> Trade.Closing? {
    guard let closedAt = try reader.optionalInstant() else { return nil }
    return Trade.Closing(
      closedAt: closedAt, reason: try reader.text(), profit: Money(try reader.decimal()),
      profitRatio: Ratio(try reader.decimal()))
  }

  static func write(_ ledger: BotLedger, of bot: BotNumber, to database: Database) throws {
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO bot_ledgers (\(ledgerColumns), bot) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [
      ledger.initial.description, ledger.cash.description, ledger.realized.description,
      ledger.peakEquity.description, ledger.day.daysSinceEpoch, ledger.realizedToday.description,
      ledger.hold, bot.value,
    ])
  }

  static func ledger(_ reader: inout RowReader) throws -> BotLedger {
    BotLedger(
      initial: Money(try reader.decimal()), cash: Money(try reader.decimal()), realized: Money(try reader.decimal()),
      peakEquity: Money(try reader.decimal()), day: CalendarDay(daysSinceEpoch: try reader.integer()),
      realizedToday: Money(try reader.decimal()), hold: try reader.optionalText())
  }
}
