// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

extension RouteTable {
  /// The server itself: health, metrics, the document, events, accounts, audit.
  static let serverOperations: [Operation] = [
    .read(.getHealth, "/health", "Whether the server lives.", answer: AnswerSchemas.health, isOpen: true),
    .read(
      .getReadiness, "/ready", "Whether the store is open and every desired bot was picked up.",
      answer: AnswerSchemas.readiness, failures: [503], isOpen: true),
    .text(.getMetrics, "/metrics", "Figures for Prometheus.", mediaType: "text/plain"),
    .text(.getDocument, "/openapi.yaml", "This document.", mediaType: "application/yaml", isOpen: true),
    .read(
      .getStatus, "/api/v1/status",
      "How fast the server is, and what it takes in and leaves out: latency, messages, drops.",
      answer: AnswerSchemas.status),
    .text(
      .streamEvents, "/api/v1/events",
      "Events as they happen: server-sent events whose ids resume, and a comment every 15 s.",
      mediaType: "text/event-stream", schema: AnswerSchemas.event,
      parameters: [
        .query("bot", .text(.botName, "Events of this bot only.")),
        .query(
          "types",
          .list(
            .choice(EventFilter.knownTypes), count: 1...20,
            "Events of these types only; bot, order, trade stand for all of theirs.")),
        .query("last_event_id", .text(.eventID, "Events after this one, as Last-Event-ID.")),
        .query(
          "follow", .boolean("Whether the stream goes on after the events that are there."), default: true),
        .header("Last-Event-ID", .text(.eventID, "Events after this one first.")),
      ], failures: [503]),
    .list(
      .listAccounts, "/api/v1/accounts", "The accounts.", item: AnswerSchemas.account, name: "AccountPage"),
    .read(.getAccount, "/api/v1/accounts/{name}", "An account.", answer: AnswerSchemas.account),
    .read(.getKillSwitch, "/api/v1/kill-switch", "How the kill switch stands.", answer: AnswerSchemas.killSwitch),
    .write(
      .engageKillSwitch, .post, "/api/v1/kill-switch",
      "Turns the kill switch on: no bot opens anything, and no order that was decided before leaves.",
      body: Operation.Body(
        schema: .object(
          [
            .optional(
              "mode", .choice(["hold", "cancel"], "hold opens nothing; cancel takes back resting entries besides."),
              default: "hold"),
            .required("reason", .text(.words(upTo: 500), "Why; it stands in the audit.")),
          ], name: "KillSwitchRequest"), mediaTypes: jsonOnly, isRequired: true,
        example: ["mode": "hold", "reason": "the venue misbehaves"]),
      answer: AnswerSchemas.killSwitch),
    .write(
      .releaseKillSwitch, .delete, "/api/v1/kill-switch", "Turns the kill switch off. Nothing is opened by that.",
      parameters: [.query("reason", .text(.words(upTo: 500), "Why; it stands in the audit."))],
      answer: AnswerSchemas.killSwitch),
    .list(
      .listAudit, "/api/v1/audit", "What operators did, newest first.", item: AnswerSchemas.audit,
      name: "AuditPage", failures: [503]),
  ]

  /// Strategies, instruments, candles, analysis.
  static let marketOperations: [Operation] = [
    .list(
      .listStrategies, "/api/v1/strategies", "The strategies and their parameters.",
      item: AnswerSchemas.strategy, name: "StrategyPage"),
    .read(.getStrategy, "/api/v1/strategies/{name}", "A strategy.", answer: AnswerSchemas.strategy),
    .write(
      .checkStrategy, .post, "/api/v1/strategies/check",
      "Checks the text of a strategy file; nothing is kept. What is wrong comes with line and column.",
      body: Operation.Body(
        schema: .object(
          [.required("text", .text(.any, "The file's YAML."))], "The text of a strategy file.",
          name: "StrategyText"), mediaTypes: jsonOnly, isRequired: true,
        example: ["text": "name: dip\ntimeframe: 5m\nenter:\n- when: close < close[6] * 0.985\n  tag: dip"]),
      answer: AnswerSchemas.strategyCheck),
    .write(
      .reloadStrategies, .post, "/api/v1/strategies/reload",
      "Loads the strategy files anew: all of them, or none where one is wrong.", body: .empty,
      answer: AnswerSchemas.strategyReload),
    .list(
      .listMarkets, "/api/v1/markets", "The venue's instruments and their rules.", item: AnswerSchemas.market,
      name: "MarketPage", failures: [503]),
    .read(
      .getFeed, "/api/v1/markets/feed",
      "How well the market feed is: streams, faults, anomalies, connections, request weight.",
      answer: AnswerSchemas.feed,
      parameters: [
        .query("pair", .text(.pair, "Streams and anomalies of this pair only.")),
        .query("limit", .whole(1...1000, "How many streams and anomalies."), default: .number(20)),
      ], failures: [503]),
    .list(
      .listCandles, "/api/v1/candles", "Candles, oldest first; without 'from' the newest.",
      item: AnswerSchemas.candle, name: "CandlePage",
      parameters: [
        .query("pair", .text(.pair), isRequired: true),
        .query("timeframe", BotSchemas.timeframe, isRequired: true),
        .query("from", .time("Candles that open at this time or later.")),
        .query("to", .time("Candles that open before this time.")),
      ], failures: [404, 503]),
    .read(
      .getAnalysis, "/api/v1/analysis",
      "A market in figures and words: price, change, volume, spread, RSI, EMAs, ATR, trend or range.",
      answer: AnswerSchemas.analysis,
      parameters: [
        .query("pair", .text(.pair), isRequired: true),
        .query("timeframe", BotSchemas.timeframe, isRequired: true),
      ], failures: [404, 503]),
  ]
}
