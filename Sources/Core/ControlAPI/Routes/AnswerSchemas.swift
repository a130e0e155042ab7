// SPDX-License-Identifier: Apache-2.0

import BotModel
import MarketData
import StrategyKit
import TradingModel

/// What answers look like. Each is held against the documents of ``BotView`` and its kin by tests.
enum AnswerSchemas {
  static let bot = Schema.object(
    [
      .required("name", .text(.botName)), .required("description", .text(.any)),
      .required("mode", .choice(of: BotMode.self)),
      .required("state", .choice(of: BotState.self, "What an operator wants of it.")),
      .required("phase", .choice(of: BotPhase.self, "What is observed.")),
      .required("conditions", .list(condition)), .required("account", .text(.accountName)),
      .required("strategy", .text(.strategyName)),
      .required("strategy_parameters", Schema(.map(keys: .parameterName, parameterValue, count: 0...50))),
      .required("timeframe", .choice(of: Timeframe.self)),
      .required("pairs", .list(.text(.pair))), .required("pair_blacklist", .list(.text(.pair))),
      .required("stake_currency", .text(.asset)),
      .required(
        "stake_amount", Schema(.either([.decimalText(), .choice(["unlimited"])]), doc: "a decimal, or unlimited")),
      .required("max_open_trades", .whole(0...1000)), .required("dry_run_wallet", .decimalText()),
      .required("available_capital", .decimalText("What a live bot may use of its account; null for dry_run.").orNull),
      .required("risk", risk),
    ] + exits + [
      .required("open_trades", .whole(0...Int64.max)),
      .required("equity", .decimalText("What it began with and has made; null before it has run.").orNull),
      .required("available", .decimalText("What it has in hand; null before it has run.").orNull),
      .required("realized_profit", .decimalText().orNull), .required("drawdown", .ratio().orNull),
      .required("created_at", .time()), .required("updated_at", .time()),
      .required("generation", .whole(1...Int64.max, "Counts the changes; the ETag, and what If-Match names.")),
    ], "A bot.", name: "Bot")

  private static let condition = Schema.object(
    [
      .required("type", .choice(of: BotCondition.Kind.self)),
      .required("status", .boolean("Whether all is well.")),
      .required("reason", .text(.any)), .required("message", .text(.any)), .required("since", .time()),
    ], "What is known about a bot's condition.", name: "Condition")

  private static let risk = Schema.object(
    [
      .required("max_trade_value", .decimalText().orNull), .required("max_exposure", .decimalText().orNull),
      .required("max_exposure_per_pair", .decimalText().orNull),
      .required("max_open_orders", .whole(1...Int64.max).orNull),
      .required("max_daily_loss", .decimalText().orNull), .required("max_drawdown", .ratio().orNull),
    ], "A bot's limits; null for none.", name: "Risk")

  private static let exits: [Schema.Field] = [
    .required("minimal_roi", Schema(.map(keys: .minutes, Schema(.number), count: 0...50))),
    .required("stoploss", .ratio()), .required("trailing_stop", .boolean()),
    .required("trailing_stop_positive", .ratio().orNull), .required("trailing_stop_positive_offset", .ratio()),
    .required("trailing_only_offset_is_reached", .boolean()),
  ]

  static let order = Schema.object(
    [
      .required("id", id), .required("client_order_id", .text(.any)),
      .required("exchange_order_id", .text(.any).orNull), .required("bot", .text(.botName)),
      .required("trade_id", id), .required("pair", .text(.pair)), .required("side", .choice(of: Side.self)),
      .required("type", .choice(["market", "limit"])), .required("status", .choice(of: OrderStatus.self)),
      .required("price", .decimalText("The limit price; null for a market order.").orNull),
      .required("amount", .decimalText()), .required("filled", .decimalText()),
      .required("average", .decimalText("The average price of what is filled.").orNull),
      .required("fee", .decimalText()), .required("created_at", .time()), .required("updated_at", .time()),
      .required("reason", .text(.any)),
    ], "An order.", name: "Order")

  static let trade = Schema.object(
    [
      .required("id", id), .required("bot", .text(.botName)), .required("pair", .text(.pair)),
      .required("status", .choice(of: TradeStatus.self)), .required("opened_at", .time()),
      .required("open_rate", .decimalText().orNull), .required("closed_at", .time().orNull),
      .required("close_rate", .decimalText().orNull),
      .required("current_rate", .decimalText("What an open trade is valued at.").orNull),
      .required("amount", .decimalText()), .required("stake_amount", .decimalText()),
      .required("fee_open", .decimalText()), .required("fee_close", .decimalText()),
      .required("profit_abs", .decimalText("After fees; while it is open, at current_rate.").orNull),
      .required("profit_ratio", .ratio().orNull), .required("enter_tag", .text(.any)),
      .required("exit_reason", .text(.any).orNull), .required("stop_loss", .decimalText().orNull),
      .required("initial_stop_loss", .decimalText().orNull), .required("min_rate", .decimalText()),
      .required("max_rate", .decimalText()), .required("orders", .list(order)),
    ], "A trade. A closed one never changes.", name: "Trade")

  static let signal = Schema.object(
    [
      .required("id", id), .required("bot", .text(.botName)), .required("pair", .text(.pair)),
      .required("time", .time()), .required("candle", .time("When the candle opened.")),
      .required("action", .choice(["enter", "exit"])), .required("tag", .text(.any)),
      .required("strength", .ratio()), .required("reason", .text(.any)),
    ] + explanation, "A signal that a strategy gave.", name: "Signal")

  static let decision = Schema.object(
    [
      .required("id", id), .required("bot", .text(.botName)), .required("pair", .text(.pair)),
      .required("time", .time()),
      .required("candle", .time("When the closed candle opened that led to it; null where none did.").orNull),
      .required("side", .choice(of: Side.self).orNull),
      .required("cause", .choice(of: Decision.Cause.self)),
      .required("outcome", .choice(of: Decision.Outcome.self)),
      .required("rule", .text(.any, "The rule that refused, or the order's reason.")),
      .required("detail", .text(.any)), .required("order_id", id.orNull),
    ] + explanation, "Why a bot did trade, or didn't: for every closed candle of every pair.", name: "Decision")

  /// What a strategy thought at a candle.
  private static let explanation: [Schema.Field] = [
    .required(
      "stance",
      Schema.object(
        [.required("side", .choice(["enter", "exit"]).orNull), .required("strength", .ratio())],
        "What a strategy thinks.", name: "Stance"
      ).orNull),
    .required("why", .text(.any, "Why it thinks so.")),
    .required(
      "votes",
      .list(
        .object(
          [
            .required("strategy", .text(.any)), .required("side", .choice(["enter", "exit"]).orNull),
            .required("strength", .ratio("null: it does not answer.").orNull),
            .required("weight", .ratio()), .required("reason", .text(.any)),
            .required("failed", .boolean("Whether it failed at this candle, and was left out.")),
          ], "What one strategy says.", name: "Vote"))),
    .required(
      "confluence",
      Schema.object(
        [
          .required("mode", .choice(of: ConfluenceMode.self)), .required("side", .choice(["enter", "exit"]).orNull),
          .required("score", .ratio("From -1, all exit, to 1, all enter.")),
          .required("threshold", .ratio().orNull), .required("summary", .text(.any)),
        ], "What the votes come to.", name: "Confluence"
      ).orNull),
    .required(
      "values",
      Schema(
        .map(keys: .any, .ratio(), count: 0...Schema.unlimited),
        doc: "What the strategy's indicators stood at, by name.")),
  ]

  static let logLine = Schema.object(
    [
      .required("id", id), .required("bot", .text(.botName)), .required("time", .time()),
      .required("level", .choice(of: BotChange.Notice.Level.self)), .required("message", .text(.any)),
    ], "A line of a bot's log.", name: "LogLine")

  static let event = Schema.object(
    [
      .required("id", .text(.eventID, "Its place in the sequence; Last-Event-ID resumes after it.")),
      .required(
        "event",
        .choice(
          EventView.Kind.allCases.map(\.rawValue) + ["reset"],
          "What it is about; reset: what was asked for is kept no more, read anew what matters.")),
      .required("data", .text(.any, "The JSON text of the bot, order, trade, signal, decision or log line.")),
    ], "An event of the stream.", name: "Event")

  static let id = Schema.whole(1...Int64.max)
}

extension AnswerSchemas {
  /// The answer of a list.
  static func page(of item: Schema, name: String) -> Schema {
    .object(
      [
        .required("items", .list(item)),
        .required("next_cursor", .text(.cursor, "Where to go on; null at the end.").orNull),
      ], name: name)
  }

  static let market = Schema.object(
    [
      .required("pair", .text(.pair)), .required("symbol", .text(.any)), .required("base", .text(.asset)),
      .required("quote", .text(.asset)), .required("status", .text(.any, "TRADING, or why no orders are taken.")),
      .required("base_precision", .whole(0...100)), .required("quote_precision", .whole(0...100)),
      .required("price_minimum", .decimalText()), .required("price_maximum", .decimalText()),
      .required("price_tick", .decimalText()), .required("amount_minimum", .decimalText()),
      .required("amount_maximum", .decimalText()), .required("amount_step", .decimalText()),
      .required("market_amount_maximum", .decimalText()), .required("notional_minimum", .decimalText()),
      .required("notional_maximum", .decimalText()),
      .required("unknown_filters", .list(.text(.any, "A filter of the venue that is not known here."))),
      .required("last_price", .decimalText().orNull),
      .required("bid", .decimalText().orNull), .required("ask", .decimalText().orNull),
    ], "An instrument and its rules; a rule of 0 is off.", name: "Market")

  static let candle = Schema.object(
    [
      .required("open_time", .time()), .required("open", .decimalText()), .required("high", .decimalText()),
      .required("low", .decimalText()), .required("close", .decimalText()), .required("volume", .decimalText()),
    ], "A candle; the last one of a list may be in progress.", name: "Candle")

  static let strategy = Schema.object(
    [
      .required("name", .text(.strategyName)), .required("source", .choice(of: StrategyDefinition.Source.self)),
      .required("timeframe", Schema.choice(of: Timeframe.self, "How long its candles are; null: any.").orNull),
      .required("summary", .text(.any)), .required("rules", .text(.any)),
      .required("parameters", .list(parameter)),
      .required(
        "trade_rules",
        .list(.text(.any), "What its file says of trades and orders beside its exits: keys such as custom_exit.")),
    ] + exits, "A strategy.", name: "Strategy")

  static let strategyCheck = Schema.object(
    [
      .required("valid", .boolean("Whether a bot could be created with it.")),
      .required("strategy", strategy.orNull),
      .required("warm_up", Schema.whole(0...Int64.max, "How many closed candles it needs before it answers.").orNull),
      .required("errors", .list(strategyFault)),
    ], "What a strategy file's text is found to be.", name: "StrategyCheck")

  private static let strategyFault = Schema.object(
    [
      .required("file", .text(.any, "The file, where there is one.").orNull),
      .required("line", .whole(1...Int64.max).orNull), .required("column", .whole(1...Int64.max).orNull),
      .required("field", .text(.any)), .required("value", .text(.any)), .required("message", .text(.any)),
    ], "What is wrong, and where.", name: "StrategyFault")

  static let strategyReload = Schema.object(
    [
      .required(
        "strategies",
        .list(
          .object(
            [
              .required("name", .text(.strategyName)),
              .required("change", .choice(of: StrategyReloadView.Change.Kind.self)),
              .required(
                "bots",
                .list(
                  .object(
                    [
                      .required("name", .text(.botName)), .required("state", .choice(of: BotState.self)),
                      .required("open_trades", .whole(0...Int64.max)), .required("note", .text(.any)),
                    ], "A bot that uses the strategy, and what becomes of it.", name: "ReloadedBot"))),
            ], "What became of a strategy.", name: "ReloadedStrategy")))
    ], "What loading the strategy files anew came to.", name: "StrategyReload")

  private static let parameter = Schema.object(
    [
      .required("name", .text(.parameterName)), .required("summary", .text(.any)),
      .required("type", .choice(of: ParameterKind.self)), .required("default", parameterValue),
      .optional("minimum", Schema(.number, doc: "Of a number.")),
      .optional("maximum", Schema(.number, doc: "Of a number.")),
      .optional("choices", .list(.text(.any), "Of a choice: the texts that there are.")),
    ], "A value by which a strategy can be adjusted.", name: "StrategyParameter")

  private static let parameterValue = Schema(
    .either([Schema(.number), .text(.any), .list(.text(.any))]), doc: "a number, a text, or a list of texts")

  static let equity = Schema.object(
    [.required("time", .time()), .required("equity", .decimalText()), .required("drawdown", .ratio())],
    "What a bot was worth after a trade closed.", name: "EquityPoint")

  static let account = Schema.object(
    [
      .required("name", .text(.accountName)), .required("venue", .text(.any)),
      .required("credentials", .text(.any, "Where they are read from; null where there are none.").orNull),
      .required("verified", .boolean("Whether the venue has confirmed what they may do.")),
      .required(
        "verification",
        .choice(
          ["pending", "verified", "cannot_be_verified", "refused"],
          "What is known of the key; null where there is none."
        ).orNull),
      .required("remarks", .list(.text(.any), "Warnings, or why the key is refused.")),
      .required(
        "hold", .text(.any, "Why nothing may be opened with real money; null where nothing holds back.").orNull),
      .required("balances", .list(accountBalance, "Who owns what; empty before the venue was asked.")),
    ], "An account. Never its secrets.", name: "Account")

  private static let accountBalance = Schema.object(
    [
      .required("asset", .text(.asset)), .required("total", .decimalText("What the venue says that there is.")),
      .required(
        "bots",
        .list(
          .object(
            [
              .required("bot", .text(.botName).orNull), .required("owned", .decimalText()),
              .required("reserved", .decimalText("What of it open orders hold.")),
            ], "What a bot owns.", name: "BotShare"))),
      .required("dust", .decimalText("What is left over from trades, too little to be sold.")),
      .required("external", .decimalText("What no bot owns: a person's, or another program's.")),
      .required("missing", .decimalText("What bots own beyond what there is.")),
    ], "Who owns an asset. total + missing is what bots own, dust and external.", name: "AccountBalance")

  static let killSwitch = Schema.object(
    [
      .required("engaged", .boolean("Whether it is on: nothing is opened.")),
      .required("mode", .choice(["hold", "cancel"], "What it does; null where it is off.").orNull),
      .required("epoch", .whole(0...Int64.max, "How often it was turned.")),
      .required("reason", .text(.any)), .required("actor", .text(.any)),
      .required("turned_at", .time("When it was turned last; null where it never was.").orNull),
    ], "The kill switch.", name: "KillSwitch")

  static let audit = Schema.object(
    [
      .required("id", id), .required("time", .time()), .required("actor", .text(.any)),
      .required("action", .text(.any)), .required("target", .text(.any)), .required("outcome", .text(.any)),
      .required("detail", Schema(.anything, doc: "What was asked.")),
    ], "Something that an operator did.", name: "AuditEntry")

  static let health = Schema.object(
    [
      .required("status", .choice(["ok"])), .required("version", .text(.any)), .required("venue", .text(.any)),
      .required("time", .time("The venue's clock.")),
    ], name: "Health")

  static let readiness = Schema.object(
    [.required("status", .choice(["ok"])), .required("active_bots", .whole(0...Int64.max))], name: "Readiness")

  static let performance: Schema = {
    let fall = Schema.object(
      [
        .required("amount", .decimalText()), .required("ratio", .ratio()), .required("peak_at", .time().orNull),
        .required("trough_at", .time()),
      ], "A fall of the equity from its highest point.", name: "Drawdown")
    let tally: [Schema.Field] = [
      .required("trades", .whole(0...Int64.max)), .required("wins", .whole(0...Int64.max)),
      .required("losses", .whole(0...Int64.max)), .required("draws", .whole(0...Int64.max)),
      .required("win_rate", .ratio().orNull), .required("profit_abs", .decimalText()),
      .required("profit_mean", .ratio("The mean of the trades' profit ratios.").orNull),
      .required("profit_factor", .ratio("Gained per unit lost.").orNull),
    ]
    func table(_ name: String, _ key: Schema) -> Schema { .list(.object([.required(name, key)] + tally)) }
    return .object(
      [
        .required("bot", .text(.botName)), .required("stake_currency", .text(.asset)),
        .required("initial_wallet", .decimalText()), .required("equity", .decimalText()),
        .required("total_profit_ratio", .ratio("The profit as a ratio of the initial wallet.")),
      ] + tally + [
        .required("expectancy", .decimalText().orNull), .required("expectancy_ratio", .ratio().orNull),
        .required("max_drawdown", fall.orNull), .required("max_relative_drawdown", fall.orNull),
        .required("current_drawdown", fall.orNull), .required("sharpe", .ratio().orNull),
        .required("sortino", .ratio().orNull), .required("calmar", .ratio().orNull),
        .required("by_pair", table("pair", .text(.pair))), .required("by_day", table("day", .text(.time))),
        .required("by_exit_reason", table("exit_reason", .text(.any))),
      ], "What a bot's closed trades have come to; null is 'not defined'.", name: "Performance")
  }()

  static let problem = Schema.object(
    [
      .required("type", .text(.any)), .required("title", .text(.any)), .required("status", .whole(400...599)),
      .required("detail", .text(.any)),
      .optional(
        "errors",
        .list(
          .object(
            [
              .required("field", .text(.any)), .required("value", .text(.any).orNull),
              .required("message", .text(.any)),
            ], name: "FieldError"), "The fields at fault.")),
      .optional("rule", .text(.any, "The limit that refused.")),
      .optional("field", .text(.any, "The field that would settle a conflict.")),
    ], "An error (RFC 9457).", name: "Problem")
}
