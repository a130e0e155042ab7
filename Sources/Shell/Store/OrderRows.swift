// SPDX-License-Identifier: Apache-2.0

import GRDB
import TradingModel

/// Orders and fills as rows.
enum OrderRows {
  static let columns = """
    id, client_order_id, trade, purpose, pair, side, kind, limit_price, quantity, reason, created_at, status, \
    exchange_order_id, filled, cost, fee, updated_at
    """
  static let fillColumns = "fill_id, order_id, price, quantity, fee, time"

  /// What a write was.
  enum Change {
    case created
    case updated
  }

  static func write(_ order: Order, of bot: BotNumber, to database: Database) throws -> Change {
    try database.cachedStatement(
      sql: """
        UPDATE orders SET status = ?, is_final = ?, exchange_order_id = ?, filled = ?, cost = ?, fee = ?, updated_at = ?
        WHERE id = ? AND bot = ?
        """
    ).execute(arguments: [
      order.status.rawValue, order.status.isFinal, order.exchangeOrderID, order.filled.description,
      order.cost.description, order.fee.description, order.updatedAt.milliseconds, order.id.value, bot.value,
    ])
    if database.changesCount > 0 { return .updated }
    try database.cachedStatement(
      sql: """
        INSERT INTO orders (\(columns), bot, sequence, is_final)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      order.id.value, order.clientOrderID.description, order.trade.value, order.purpose.rawValue,
      order.terms.pair.description, order.terms.side.rawValue, order.terms.kind.name,
      order.terms.kind.limitPrice?.description, order.terms.quantity.description, order.reason,
      order.createdAt.milliseconds, order.status.rawValue, order.exchangeOrderID, order.filled.description,
      order.cost.description, order.fee.description, order.updatedAt.milliseconds, bot.value,
      order.clientOrderID.sequence, order.status.isFinal,
    ])
    return .created
  }

  static func order(_ row: Row) throws -> Order {
    var reader = RowReader(row, of: "orders")
    return try order(&reader)
  }

  static func order(_ reader: inout RowReader) throws -> Order {
    let id = OrderID(try reader.integer())
    let clientOrderID = try reader.value(ClientOrderID.init)
    let trade = TradeID(try reader.integer())
    let purpose = try reader.value(OrderPurpose.init(rawValue:))
    let pair = try reader.value(Pair.init)
    let side = try reader.value(Side.init(rawValue:))
    let kind = try kind(&reader)
    let quantity = Quantity(try reader.decimal())
    let order = Order(
      id: id, clientOrderID: clientOrderID, trade: trade, purpose: purpose,
      terms: OrderTerms(pair: pair, side: side, kind: kind, quantity: quantity), reason: try reader.text(),
      createdAt: try reader.instant())
    return order.restored(
      Order.Progress(
        status: try reader.value(OrderStatus.init(rawValue:)), exchangeOrderID: try reader.optionalText(),
        filled: Quantity(try reader.decimal()), cost: Money(try reader.decimal()), fee: Money(try reader.decimal()),
        updatedAt: try reader.instant()))
  }

  private static func kind(_ reader: inout RowReader) throws -> OrderKind {
    let name = try reader.text()
    let limit = try reader.optionalDecimal().map(Price.init)
    switch (name, limit) {
    case (OrderKind.market.name, nil): return .market
    case ("limit", let price?): return .limit(price)
    default:
      throw StoredDataFault(description: "table orders: kind \(name) with limit price \(limit?.description ?? "-")")
    }
  }

  /// Adds a fill; a second one of the same identity is refused by the table.
  static func write(_ fill: Fill, of bot: BotNumber, to database: Database) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO fills (\(fillColumns)) SELECT ?, id, ?, ?, ?, ? FROM orders WHERE id = ? AND bot = ?
        """
    ).execute(arguments: [
      fill.id.text, fill.price.description, fill.quantity.description, fill.fee.description, fill.time.milliseconds,
      fill.order.value, bot.value,
    ])
    guard database.changesCount == 1 else {
      throw StoredDataFault(
        description: "fill \(fill.id.text) is of order \(fill.order.value), which bot \(bot.value) has not")
    }
  }

  static func fill(_ row: Row) throws -> Fill {
    var reader = RowReader(row, of: "fills")
    return try fill(&reader)
  }

  static func fill(_ reader: inout RowReader) throws -> Fill {
    Fill(
      id: FillID(try reader.text()), order: OrderID(try reader.integer()), price: Price(try reader.decimal()),
      quantity: Quantity(try reader.decimal()), fee: Money(try reader.decimal()), time: try reader.instant())
  }
}
