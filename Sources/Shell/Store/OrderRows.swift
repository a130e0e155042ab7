// SPDX-License-Identifier: Apache-2.0

import GRDB
import TradingModel

/// Orders and fills as rows.
enum OrderRows {
  static let columns = """
    id, client_order_id, trade, purpose, pair, side, kind, limit_price, trigger_price, time_in_force, quantity, \
    reason, created_at, status, exchange_order_id, filled, cost, fee, updated_at
    """
  static let fillColumns = "fill_id, order_id, price, quantity, fee, time, commission_asset, commission_amount"

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
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      order.id.value, order.clientOrderID.description, order.trade.value, order.purpose.rawValue,
      order.terms.pair.description, order.terms.side.rawValue, order.terms.kind.name,
      order.terms.kind.limitPrice?.description, order.terms.kind.triggerPrice?.description,
      order.terms.timeInForce.rawValue, order.terms.quantity.description, order.reason,
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
    let timeInForce = try reader.value(TimeInForce.init(rawValue:))
    let quantity = Quantity(try reader.decimal())
    let order = Order(
      id: id, clientOrderID: clientOrderID, trade: trade, purpose: purpose,
      terms: OrderTerms(pair: pair, side: side, kind: kind, quantity: quantity, timeInForce: timeInForce),
      reason: try reader.text(), createdAt: try reader.instant())
    return order.restored(
      Order.Progress(
        status: try reader.value(OrderStatus.init(rawValue:)), exchangeOrderID: try reader.optionalText(),
        filled: Quantity(try reader.decimal()), cost: Money(try reader.decimal()), fee: Money(try reader.decimal()),
        updatedAt: try reader.instant()))
  }

  private static func kind(_ reader: inout RowReader) throws -> OrderKind {
    let name = try reader.text()
    let limit = try reader.optionalDecimal().map(Price.init)
    let trigger = try reader.optionalDecimal().map(Price.init)
    guard let kind = OrderKind(name: name, limit: limit, trigger: trigger) else {
      let (limit, trigger) = (limit?.description ?? "-", trigger?.description ?? "-")
      throw StoredDataFault(
        description: "table orders: kind \(name) with limit price \(limit) and trigger price \(trigger)")
    }
    return kind
  }

  /// Adds a fill; a second one of the same identity is refused by the table.
  static func write(_ fill: Fill, of bot: BotNumber, to database: Database) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO fills (\(fillColumns)) SELECT ?, id, ?, ?, ?, ?, ?, ? FROM orders WHERE id = ? AND bot = ?
        """
    ).execute(arguments: [
      fill.id.text, fill.price.description, fill.quantity.description, fill.fee.description, fill.time.milliseconds,
      fill.commission?.asset.code, fill.commission?.amount.description, fill.order.value, bot.value,
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
    let id = FillID(try reader.text())
    let order = OrderID(try reader.integer())
    let price = Price(try reader.decimal())
    let quantity = Quantity(try reader.decimal())
    let fee = Money(try reader.decimal())
    let time = try reader.instant()
    let asset = try reader.optionalValue(Asset.init)
    let amount = try reader.optionalDecimal()
    return Fill(
      id: id, order: order, price: price, quantity: quantity, fee: fee,
      commission: asset.flatMap { asset in amount.map { Commission(asset: asset, amount: $0) } }, time: time)
  }
}
