// SPDX-License-Identifier: Apache-2.0

public import BotModel
public import Documents
public import TradingModel

/// A trade as it is shown.
public struct TradeView: Hashable, Sendable {
  /// Whose trade it is.
  public let bot: BotName
  /// The trade.
  public let trade: Trade
  /// Its orders, oldest first.
  public let orders: [Order]
  /// What it would make if it were closed now; nil for a closed trade, or where no price is known.
  public let valuation: Valuation?

  /// What an open trade would make if it were closed.
  public struct Valuation: Hashable, Sendable {
    /// The price that it is valued at.
    public let rate: Price
    /// The profit after fees.
    public let profit: Money
    /// The profit as a ratio of what the entries cost with fees.
    public let profitRatio: Ratio

    /// What an open trade would make.
    public init(rate: Price, profit: Money, profitRatio: Ratio) {
      self.rate = rate
      self.profit = profit
      self.profitRatio = profitRatio
    }
  }

  /// A trade as it is shown.
  public init(bot: BotName, trade: Trade, orders: [Order], valuation: Valuation? = nil) {
    self.bot = bot
    self.trade = trade
    self.orders = orders
    self.valuation = valuation
  }

  /// The trade's document. While it is open, profit is what it would make now, and null where that isn't known.
  public var node: Node {
    let closing = trade.closing
    return [
      "id": .number(trade.id.value), "bot": .string(bot.text), "pair": .string(trade.pair.description),
      "status": .string((trade.isOpen ? TradeStatus.open : .closed).rawValue),
      "opened_at": .time(trade.openedAt), "open_rate": .optional(trade.entered.rate, Node.price),
      "closed_at": .optional(closing?.closedAt, Node.time),
      "close_rate": closing == nil ? .null : .optional(trade.exited.rate, Node.price),
      "current_rate": .optional(valuation?.rate, Node.price),
      "amount": .quantity(trade.entered.quantity), "stake_amount": .money(trade.entered.cost),
      "fee_open": .money(trade.entered.fee), "fee_close": .money(trade.exited.fee),
      "profit_abs": .optional(closing?.profit ?? valuation?.profit, Node.money),
      "profit_ratio": .optional(closing?.profitRatio ?? valuation?.profitRatio, Node.ratio),
      "enter_tag": .string(trade.enterTag), "exit_reason": .optional(closing?.reason, Node.string),
      "stop_loss": .optional(trade.stopPrice, Node.price),
      "initial_stop_loss": .optional(trade.initialStopPrice, Node.price),
      "min_rate": .price(trade.lowestPrice), "max_rate": .price(trade.highestPrice),
      "orders": .array(orders.map { OrderView(bot: bot, order: $0).node }),
    ]
  }
}

/// An order as it is shown.
public struct OrderView: Hashable, Sendable {
  /// Whose order it is.
  public let bot: BotName
  /// The order.
  public let order: Order

  /// An order as it is shown.
  public init(bot: BotName, order: Order) {
    self.bot = bot
    self.order = order
  }

  /// The order's document.
  public var node: Node {
    [
      "id": .number(order.id.value), "client_order_id": .string(order.clientOrderID.description),
      "exchange_order_id": .optional(order.exchangeOrderID, Node.string), "bot": .string(bot.text),
      "trade_id": .number(order.trade.value), "pair": .string(order.terms.pair.description),
      "side": .string(order.terms.side.rawValue), "type": .string(order.terms.kind.name),
      "status": .string(order.status.rawValue), "price": .optional(order.terms.kind.limitPrice, Node.price),
      "amount": .quantity(order.terms.quantity), "filled": .quantity(order.filled),
      "average": .optional(order.averagePrice, Node.price), "fee": .money(order.fee),
      "created_at": .time(order.createdAt), "updated_at": .time(order.updatedAt), "reason": .string(order.reason),
    ]
  }
}
