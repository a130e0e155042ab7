// SPDX-License-Identifier: Apache-2.0

import BotModel
import Documents
import StrategyKit
import TradingModel

/// What an event's data say: JSON in the names of the REST interface, decimals as strings, ratios as numbers.
enum EventData {
  static func order(_ order: Order, of bot: BotName) -> String {
    object { json in
      json.field("id", order.id.value)
      json.field("client_order_id", order.clientOrderID.description)
      json.field("exchange_order_id", order.exchangeOrderID)
      json.field("bot", bot.text)
      json.field("trade_id", order.trade.value)
      json.field("pair", order.terms.pair.description)
      json.field("side", order.terms.side.rawValue)
      json.field("type", order.terms.kind.name)
      json.field("status", order.status.rawValue)
      json.field("price", order.terms.kind.limitPrice?.description)
      json.field("stop_price", order.terms.kind.triggerPrice?.description)
      json.field("amount", order.terms.quantity.description)
      json.field("filled", order.filled.description)
      json.field("average", order.averagePrice?.description)
      json.field("fee", order.fee.description)
      json.field("created_at", order.createdAt.description)
      json.field("updated_at", order.updatedAt.description)
      json.field("reason", order.reason)
    }
  }

  static func fill(_ fill: Fill, of bot: BotName) -> String {
    object { json in
      json.field("bot", bot.text)
      json.field("order_id", fill.order.value)
      json.field("fill_id", fill.id.text)
      json.field("price", fill.price.description)
      json.field("amount", fill.quantity.description)
      json.field("fee", fill.fee.description)
      json.field("commission_asset", fill.commission?.asset.code)
      json.field("commission", fill.commission?.amount.description)
      json.field("time", fill.time.description)
    }
  }

  static func trade(_ trade: Trade, of bot: BotName) -> String {
    object { json in
      json.field("id", trade.id.value)
      json.field("bot", bot.text)
      json.field("pair", trade.pair.description)
      json.field("status", trade.isOpen ? "open" : "closed")
      json.field("opened_at", trade.openedAt.description)
      json.field("open_rate", trade.entered.rate?.description)
      json.field("closed_at", trade.closing?.closedAt.description)
      json.field("close_rate", trade.closing == nil ? nil : trade.exited.rate?.description)
      json.field("amount", trade.entered.quantity.description)
      json.field("stake_amount", trade.entered.cost.description)
      json.field("profit_abs", trade.closing?.profit.description)
      json.ratio("profit_ratio", trade.closing?.profitRatio)
      json.field("enter_tag", trade.enterTag)
      json.field("exit_reason", trade.closing?.reason)
      json.field("stop_loss", trade.stopPrice?.description)
    }
  }

  static func signal(_ record: SignalRecord, of bot: BotName) -> String {
    object { json in
      json.field("bot", bot.text)
      json.field("pair", record.pair.description)
      json.field("candle", record.candle.description)
      json.field("time", record.time.description)
      json.field("action", record.signal.action.rawValue)
      json.field("tag", record.signal.tag)
      json.key("strength")
      json.number(record.signal.strength)
      json.field("reason", record.signal.reason)
    }
  }

  static func decision(_ decision: Decision, of bot: BotName) -> String {
    object { json in
      json.field("bot", bot.text)
      json.field("pair", decision.pair.description)
      json.field("time", decision.time.description)
      json.field("side", decision.side?.rawValue)
      json.field("cause", decision.cause.rawValue)
      json.field("outcome", decision.outcome.rawValue)
      json.field("rule", decision.rule)
      json.field("detail", decision.detail)
      json.field("order_id", decision.order?.value)
    }
  }

  static func notice(_ notice: BotChange.Notice, of bot: BotName) -> String {
    object { json in
      json.field("bot", bot.text)
      json.field("level", notice.level.rawValue)
      json.field("time", notice.time.description)
      json.field("message", notice.message)
    }
  }

  private static func object(_ write: (inout JSONWriter) -> Void) -> String {
    var json = JSONWriter()
    json.beginObject()
    write(&json)
    json.endObject()
    return json.text
  }
}

extension JSONWriter {
  fileprivate mutating func field(_ name: String, _ text: String?) {
    key(name)
    if let text { string(text) } else { null() }
  }

  fileprivate mutating func field(_ name: String, _ number: Int64?) {
    key(name)
    if let number { self.number(number) } else { null() }
  }

  fileprivate mutating func ratio(_ name: String, _ ratio: Ratio?) {
    key(name)
    if let ratio { number(ratio.value.approximated) } else { null() }
  }
}
