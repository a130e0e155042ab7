// SPDX-License-Identifier: Apache-2.0

public import Documents

/// What a live view shows of a bot, at one moment.
public struct LiveView: Hashable, Sendable {
  /// The bot.
  public let bot: Node
  /// Its open trades.
  public let trades: [Node]
  /// Its newest orders, newest first.
  public let orders: [Node]
  /// Its newest decisions, newest first.
  public let decisions: [Node]
  /// The newest lines of its log, newest first.
  public let logs: [Node]

  /// A view.
  public init(bot: Node, trades: [Node], orders: [Node], decisions: [Node], logs: [Node]) {
    self.bot = bot
    self.trades = trades
    self.orders = orders
    self.decisions = decisions
    self.logs = logs
  }

  /// The view as a document.
  public var node: Node {
    [
      "bot": bot, "trades": .array(trades), "orders": .array(orders), "decisions": .array(decisions),
      "logs": .array(logs),
    ]
  }

  /// The view as lines, fitted to a screen: where there is no room, the log loses lines first, then what is above it.
  ///
  /// - Parameter size: the screen; nil for as much as there is.
  public func lines(size: TerminalSize?, isColoured: Bool) -> [String] {
    let width = size?.columns
    func paint(_ text: String, _ ink: Ink) -> String { isColoured ? ink.over(text) : text }
    func section(_ title: String, _ items: [Node], _ shape: Shape) -> [String] {
      guard !items.isEmpty else { return [] }
      let table = Table(items, columns: shape.narrowColumns)
      return ["", paint(title, .bold)] + table.lines(width: width, isColoured: isColoured)
    }
    var lines = headLines(width: width, isColoured: isColoured)
    lines += trades.isEmpty ? ["", "No open trade."] : section("Open trades", trades, .trades)
    lines += section("Last orders", orders, .orders)
    lines += section("Last decisions", decisions, .decisions)
    if !logs.isEmpty {
      let room = size.map { max(0, $0.rows - lines.count - 2) } ?? logs.count
      let newest = logs.prefix(room).reversed()
      lines += newest.isEmpty ? [] : ["", paint("Log", .bold)] + newest.map { logLine($0, width, isColoured) }
    }
    return Array(lines.prefix(size?.rows ?? .max))
  }

  private func headLines(width: Int?, isColoured: Bool) -> [String] {
    let keys = ["name", "state", "phase", "mode", "strategy", "timeframe"]
    let words = keys.compactMap { bot[$0]?.string.map(DisplayWidth.harmless) }
    let fitted = DisplayWidth.truncated(words.joined(separator: "  "), to: width ?? .max)
    let ink = bot["state"]?.string.flatMap(Ink.forWord)
    let currency = bot["stake_currency"].map(CellText.line) ?? ""
    let figures: [(String, String?)] = [
      ("equity", bot["equity"].map { CellText.money($0) }), ("available", bot["available"].map { CellText.money($0) }),
      ("realized", bot["realized_profit"].map { CellText.money($0, isSigned: true) }),
      ("drawdown", bot["drawdown"].map { CellText.percent($0) }),
    ]
    let shown = figures.compactMap { name, text in text.flatMap { $0.isEmpty ? nil : "\(name) \($0)" } }
    let conditions = (bot["conditions"]?.array ?? []).filter { $0["status"]?.bool == false }.map { condition in
      let words = [condition["type"], condition["reason"], condition["message"]].compactMap { $0?.string }
      let text = "! " + DisplayWidth.harmless(words.filter { !$0.isEmpty }.joined(separator: ": "))
      let cut = DisplayWidth.truncated(text, to: width ?? .max)
      return isColoured ? Ink.yellow.over(cut) : cut
    }
    let money = DisplayWidth.truncated("\(shown.joined(separator: "  ")) \(currency)", to: width ?? .max)
    return [isColoured ? (ink ?? .bold).over(fitted) : fitted, money] + conditions
  }

  private func logLine(_ entry: Node, _ width: Int?, _ isColoured: Bool) -> String {
    let text = DisplayWidth.truncated(LogLine.text(entry, isColoured: false), to: width ?? .max)
    guard isColoured, let ink = entry["level"]?.string.flatMap(Ink.forWord) else { return text }
    return ink.over(text)
  }
}
