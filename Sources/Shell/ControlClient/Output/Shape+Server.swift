// SPDX-License-Identifier: Apache-2.0

extension Shape {
  /// Strategies.
  public static let strategies = Shape(
    nameKey: "name", emptyRemark: "No strategies.",
    [
      Column("name", .name, importance: 10), Column("source", importance: 5), Column("summary", importance: 6),
      Column("rules", isWide: true),
    ])

  /// Accounts.
  public static let accounts = Shape(
    nameKey: "name", emptyRemark: "No accounts.",
    [
      Column("name", .name, importance: 10), Column("venue", .word, importance: 8),
      Column("verification", .word, importance: 9), Column("credentials", importance: 5),
      Column("hold", importance: 6), Column("remarks", importance: 4),
    ])

  /// What operators did.
  public static let audit = Shape(
    nameKey: "id", emptyRemark: "Nobody has done anything yet.",
    [
      Column("id", .number, isWide: true), Column("time", .time, importance: 9), Column("actor", importance: 5),
      Column("action", .word, importance: 10), Column("target", .name, importance: 9),
      Column("outcome", .word, importance: 7), Column("detail", importance: 4),
    ])

  /// Instruments.
  public static let markets = Shape(
    nameKey: "pair", emptyRemark: "No markets.",
    [
      Column("pair", .name, importance: 10), Column("status", .word, importance: 6),
      Column("last_price", .number, title: "LAST", importance: 8), Column("bid", .number, importance: 7),
      Column("ask", .number, importance: 7), Column("price_tick", .number, title: "TICK", importance: 5),
      Column("amount_step", .number, title: "STEP", importance: 5),
      Column("amount_minimum", .number, title: "MIN AMOUNT", importance: 4),
      Column("notional_minimum", .number, title: "MIN VALUE", importance: 5),
      Column("amount_maximum", .number, isWide: true), Column("symbol", isWide: true),
    ])

  /// Candles.
  public static let candles = Shape(
    nameKey: "open_time", emptyRemark: "No candles.",
    [
      Column("open_time", .time, importance: 10), Column("open", .number), Column("high", .number),
      Column("low", .number), Column("close", .number, importance: 9), Column("volume", .number, importance: 3),
    ])

  /// Events.
  public static let events = Shape(
    nameKey: "id", emptyRemark: "No events.",
    [Column("id", .text), Column("event", .text), Column("data", .text)])

  /// Findings of a check.
  public static let checks = Shape(
    nameKey: "check", emptyRemark: "Nothing was checked.",
    [
      Column("check", .name, importance: 10), Column("status", .word, importance: 10),
      Column("detail", importance: 9),
    ])
}
