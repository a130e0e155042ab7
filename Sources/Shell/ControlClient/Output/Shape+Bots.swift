// SPDX-License-Identifier: Apache-2.0

extension Shape {
  /// Bots.
  public static let bots = Shape(
    nameKey: "name", emptyRemark: "No bots. 'botctl create' makes one.",
    [
      Column("name", .name, importance: 10), Column("state", .word, importance: 10),
      Column("phase", .word, importance: 9), Column("mode", importance: 4), Column("strategy", importance: 6),
      Column("timeframe", .name, title: "TF", importance: 4), Column("pairs", importance: 2),
      Column("open_trades", .number, title: "OPEN", importance: 7),
      Column("max_open_trades", .number, title: "SLOTS", isWide: true),
      Column("equity", .money, importance: 6), Column("realized_profit", .profit, title: "REALIZED", importance: 8),
      Column("drawdown", .percent, importance: 3), Column("stake_currency", .name, title: "CURRENCY", importance: 5),
      Column("stake_amount", .money, title: "STAKE", isWide: true), Column("account", isWide: true),
      Column("description", isWide: true), Column("generation", .number, isWide: true),
      Column("created_at", .time, isWide: true), Column("updated_at", .time, isWide: true),
    ])

  /// Trades.
  public static let trades = Shape(
    nameKey: "id", emptyRemark: "No trades.",
    [
      Column("id", .number, importance: 10), Column("bot", isWide: true), Column("pair", .name, importance: 10),
      Column("status", .word, importance: 8), Column("opened_at", .time, importance: 6),
      Column("open_rate", .number, importance: 5), Column("closed_at", .time, importance: 3),
      Column("close_rate", .number, importance: 4), Column("current_rate", .number, isWide: true),
      Column("amount", .number, importance: 4), Column("stake_amount", .money, title: "STAKE", importance: 2),
      Column("profit_abs", .profit, title: "PROFIT", importance: 9),
      Column("profit_ratio", .profitPercent, title: "PROFIT %", importance: 7),
      Column("enter_tag", importance: 1), Column("exit_reason", importance: 6),
      Column("stop_loss", .number, isWide: true), Column("fee_open", .number, isWide: true),
      Column("fee_close", .number, isWide: true),
    ])

  /// Orders.
  public static let orders = Shape(
    nameKey: "id", emptyRemark: "No orders.",
    [
      Column("id", .number, importance: 10), Column("bot", isWide: true), Column("trade_id", .number, importance: 5),
      Column("pair", .name, importance: 10), Column("side", .word, importance: 9),
      Column("type", .word, importance: 7), Column("status", .word, importance: 9),
      Column("price", .number, importance: 6), Column("amount", .number, importance: 6),
      Column("filled", .number, importance: 6), Column("average", .number, importance: 5),
      Column("fee", .number, importance: 3), Column("created_at", .time, importance: 4),
      Column("updated_at", .time, isWide: true), Column("reason", importance: 2),
      Column("client_order_id", isWide: true), Column("exchange_order_id", isWide: true),
    ])

  /// Signals.
  public static let signals = Shape(
    nameKey: "id", emptyRemark: "No signals yet.",
    [
      Column("id", .number, isWide: true), Column("time", .time, importance: 9),
      Column("pair", .name, importance: 10), Column("action", .word, importance: 10),
      Column("tag", importance: 6), Column("strength", .number, importance: 5),
      Column("candle", .time, isWide: true), Column("reason", importance: 4),
    ])

  /// Decisions.
  public static let decisions = Shape(
    nameKey: "id", emptyRemark: "No decisions yet: no candle has closed since the bot began.",
    [
      Column("id", .number, isWide: true), Column("time", .time, importance: 8),
      Column("pair", .name, importance: 10), Column("side", .word, importance: 9),
      Column("cause", importance: 7), Column("outcome", .word, importance: 10), Column("rule", importance: 6),
      Column("detail", importance: 5), Column("order_id", .number, isWide: true),
    ])

  /// What each strategy said at a candle.
  public static let votes = Shape(
    nameKey: "strategy", emptyRemark: "No strategy was asked.",
    [
      Column("strategy", .name, importance: 10), Column("side", .word, importance: 10),
      Column("strength", .number, importance: 7), Column("weight", .number, isWide: true),
      Column("failed", isWide: true), Column("reason", importance: 5),
    ])

  /// Lines of a log.
  public static let logs = Shape(
    nameKey: "id", emptyRemark: "Nothing logged yet.",
    [
      Column("id", .number, isWide: true), Column("time", .time, importance: 9),
      Column("level", .word, importance: 8), Column("message", importance: 10),
    ])
}
