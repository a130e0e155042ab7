// SPDX-License-Identifier: Apache-2.0

import BotModel
import ControlAPI
import Documents
import GRDB
import StrategyKit
import TradingModel

/// Signals, decisions and log lines as rows.
enum DiaryRows {
  static let signalColumns = "id, pair, candle, time, action, tag, strength, reason, explanation"
  static let decisionColumns = """
    id, pair, time, side, cause, outcome, rule, detail, order_id, candle,
    (SELECT body FROM explanations WHERE explanations.id = decisions.explanation)
    """
  static let logColumns = "id, time, level, message"

  static func write(_ record: SignalRecord, of bot: BotNumber, to database: Database) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO signals (bot, pair, candle, time, action, tag, strength, reason, explanation)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      bot.value, record.pair.description, record.candle.milliseconds, record.time.milliseconds,
      record.signal.action.rawValue, record.signal.tag, record.signal.strength, record.signal.reason,
      record.explanation.map(text),
    ])
  }

  static func signal(_ row: Row) throws -> Numbered<SignalRecord> {
    var reader = RowReader(row, of: "signals")
    let id = try reader.integer()
    let pair = try reader.value(Pair.init)
    let candle = try reader.instant()
    let time = try reader.instant()
    let action = try reader.value(SignalAction.init(rawValue:))
    let tag = try reader.text()
    let strength = try reader.real()
    let signal = Signal(action, tag: tag, strength: strength, reason: try reader.text())
    return Numbered(
      id: id,
      value: SignalRecord(
        pair: pair, candle: candle, time: time, signal: signal, explanation: try reader.optionalValue(explanation)))
  }

  /// Writes a decision.
  ///
  /// - Parameter explanation: the row of what the strategy thought, where it is written already.
  /// - Returns: the row of what the strategy thought, or nil.
  @discardableResult
  static func write(
    _ decision: Decision, of bot: BotNumber, explainedBy explanation: Int64? = nil, to database: Database
  ) throws -> Int64? {
    let explanation = try explanation ?? decision.explanation.map { try write($0, to: database) }
    try database.cachedStatement(
      sql: """
        INSERT INTO decisions (bot, pair, time, side, cause, outcome, rule, detail, order_id, candle, explanation)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      bot.value, decision.pair.description, decision.time.milliseconds, decision.side?.rawValue,
      decision.cause.rawValue, decision.outcome.rawValue, decision.rule, decision.detail, decision.order?.value,
      decision.candle?.milliseconds, explanation,
    ])
    return explanation
  }

  private static func write(_ explanation: Verdict.Explanation, to database: Database) throws -> Int64 {
    try database.cachedStatement(sql: "INSERT INTO explanations (body) VALUES (?)")
      .execute(arguments: [text(explanation)])
    return database.lastInsertedRowID
  }

  private static func text(_ explanation: Verdict.Explanation) -> String { explanation.node.json() }

  private static func explanation(_ text: String) -> Verdict.Explanation? {
    (try? JSONParser().parse(text)).flatMap(Verdict.Explanation.init)
  }

  static func decision(_ row: Row) throws -> Numbered<Decision> {
    var reader = RowReader(row, of: "decisions")
    let id = try reader.integer()
    let decision = Decision(
      pair: try reader.value(Pair.init), time: try reader.instant(),
      side: try reader.optionalValue(Side.init(rawValue:)),
      cause: try reader.value(Decision.Cause.init(rawValue:)),
      outcome: try reader.value(Decision.Outcome.init(rawValue:)), rule: try reader.text(),
      detail: try reader.text(), order: try reader.optionalInteger().map(OrderID.init),
      candle: try reader.optionalInstant(),
      explanation: try reader.optionalValue(explanation))
    return Numbered(id: id, value: decision)
  }

  static func write(_ notice: BotChange.Notice, of bot: BotNumber, to database: Database) throws {
    try database.cachedStatement(sql: "INSERT INTO logs (bot, time, level, message) VALUES (?, ?, ?, ?)")
      .execute(arguments: [bot.value, notice.time.milliseconds, notice.level.rawValue, notice.message])
  }

  static func notice(_ row: Row) throws -> Numbered<BotChange.Notice> {
    var reader = RowReader(row, of: "logs")
    let id = try reader.integer()
    let time = try reader.instant()
    let level = try reader.value(BotChange.Notice.Level.init(rawValue:))
    return Numbered(id: id, value: BotChange.Notice(level: level, time: time, message: try reader.text()))
  }
}
