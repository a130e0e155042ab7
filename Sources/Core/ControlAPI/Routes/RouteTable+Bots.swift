// SPDX-License-Identifier: Apache-2.0

import BotModel
import Documents
import StrategyKit
import TradingModel

extension RouteTable {
  /// Bots, and what an operator does with them.
  static let botOperations: [Operation] = [
    .write(
      .createBot, .post, "/api/v1/bots", "Creates a bot in state CREATED.",
      body: Operation.Body(
        schema: BotSchemas.draft, mediaTypes: jsonOnly, isRequired: true,
        example: [
          "name": "ema-btc", "strategy": "ema-crossover", "pairs": ["BTC/USDT"], "stake_amount": "100",
        ]),
      status: 201, answer: AnswerSchemas.bot, headers: ["Location": "The bot's path.", "ETag": etag]),
    .list(
      .listBots, "/api/v1/bots", "The bots, by name.", item: AnswerSchemas.bot, name: "BotPage",
      parameters: [
        .query("state", .choice(of: BotState.self)), .query("mode", .choice(of: BotMode.self)),
      ]),
    .read(.getBot, bot, "A bot.", answer: AnswerSchemas.bot, headers: ["ETag": etag]),
    .write(
      .changeBot, .patch, bot,
      "Changes a bot. While it is RUNNING only description, stake, slots, limits and pair lists may change.",
      body: Operation.Body(
        schema: BotSchemas.patch, mediaTypes: ["application/merge-patch+json", "application/json"],
        isRequired: true, example: ["max_open_trades": 5]),
      parameters: [ifMatch], answer: AnswerSchemas.bot, headers: ["ETag": etag]),
    .write(
      .deleteBot, .delete, bot, "Deletes a bot that is CREATED or STOPPED, and flat.", parameters: [ifMatch],
      status: 204),
    .write(
      .startBot, .post, bot + "/start", "Trades; a live_spot bot with real money.",
      body: Operation.Body(
        schema: .object(
          [
            .optional(
              "unless_live",
              .boolean(
                "Whether a live_spot bot is refused with the field confirm_live, so that a person is asked first."),
              default: false),
            .optional(
              "confirm_live",
              .text(.words(upTo: 40), "What that person typed: the bot's name once more. With it goes a reason.")),
            .optional("reason", .text(.words(upTo: 500), "Why; it stands in the audit.")),
          ], name: "StartRequest"), mediaTypes: jsonOnly, isRequired: false, example: [:]),
      answer: AnswerSchemas.bot),
    .write(
      .pauseBot, .post, bot + "/pause", "Opens nothing more, and manages what is open.", body: .empty,
      answer: AnswerSchemas.bot),
    .write(.resumeBot, .post, bot + "/resume", "Trades again.", body: .empty, answer: AnswerSchemas.bot),
    .write(
      .stopBot, .post, bot + "/stop", "Does nothing more. What it holds is kept or closed, as the body says.",
      body: Operation.Body(
        schema: .object(
          [.optional("positions", .choice(of: HeldPositions.self, "Needed while the bot holds something."))],
          name: "StopRequest"), mediaTypes: jsonOnly, isRequired: false, example: ["positions": "keep"]),
      answer: AnswerSchemas.bot),
    .write(
      .enterTrade, .post, bot + "/enter", "Enters by hand, through the same risk rules.",
      body: Operation.Body(
        schema: OrderSchemas.entry, mediaTypes: jsonOnly, isRequired: true, example: ["pair": "BTC/USDT"]),
      answer: AnswerSchemas.order),
    .write(
      .exitTrade, .post, bot + "/exit", "Exits by hand: a trade, or the open trade of a pair.",
      body: Operation.Body(
        schema: OrderSchemas.exit, mediaTypes: jsonOnly, isRequired: true, example: ["trade_id": 1]),
      answer: AnswerSchemas.order),
  ]

  /// What a bot did.
  static let historyOperations: [Operation] = [
    .list(
      .listTrades, bot + "/trades", "A bot's trades, newest first.", item: AnswerSchemas.trade, name: "TradePage",
      parameters: [.query("status", .choice(of: TradeStatus.self)), pair] + period, failures: [503]),
    .list(
      .listOrders, bot + "/orders", "A bot's orders, newest first.", item: AnswerSchemas.order, name: "OrderPage",
      parameters: [.query("status", .choice(of: OrderStatus.self)), pair] + period, failures: [503]),
    .list(
      .listSignals, bot + "/signals", "The signals of a bot's strategy, newest first.", item: AnswerSchemas.signal,
      name: "SignalPage", parameters: [.query("status", .choice(of: SignalAction.self)), pair] + period,
      failures: [503]),
    .list(
      .listDecisions, bot + "/decisions", "Why a bot did trade, or didn't; newest first.",
      item: AnswerSchemas.decision, name: "DecisionPage",
      parameters: [.query("status", .choice(of: Decision.Outcome.self)), pair] + period, failures: [503]),
    .list(
      .listLogs, bot + "/logs", "A bot's log, newest first.", item: AnswerSchemas.logLine, name: "LogPage",
      parameters: [.query("status", .choice(of: BotChange.Notice.Level.self))] + period, failures: [503]),
    .read(
      .getPerformance, bot + "/performance", "Profit, drawdown, win rate; by pair, day and exit reason.",
      answer: AnswerSchemas.performance, headers: ["ETag": etag], failures: [503]),
    .list(
      .listEquity, bot + "/equity", "The equity after each closed trade, oldest first.",
      item: AnswerSchemas.equity, name: "EquityPage", failures: [503]),
  ]

  private static let bot = "/api/v1/bots/{name}"
  private static let etag = "What If-Match takes."
  static let jsonOnly = ["application/json"]
  private static let pair = Operation.Parameter.query("pair", .text(.pair, "Items of this pair."))
  private static let period: [Operation.Parameter] = [
    .query("from", .time("Items of this time or later.")), .query("to", .time("Items before this time.")),
  ]
  private static let ifMatch = Operation.Parameter.header(
    "If-Match", .text(.entityTag, "The bot's ETag; another generation is refused."))
}
