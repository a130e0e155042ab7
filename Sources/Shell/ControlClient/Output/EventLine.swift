// SPDX-License-Identifier: Apache-2.0

import Documents

/// What happened, in a line.
public enum EventLine {
  /// An event without its id: when, what, which bot, and what matters of it.
  ///
  /// - Parameter namesBot: whether it says which bot.
  public static func text(_ event: ServerEvent, isColoured: Bool, namesBot: Bool = true) -> String {
    let data = event.data
    let time = time(of: event)
    let bot = namesBot ? event.bot : nil
    let summary = summary(event)
    let parts = [time.map(CellText.clock), event.kind, bot, summary.isEmpty ? CellText.line(data) : summary]
    let line = DisplayWidth.harmless(parts.compactMap { $0 }.joined(separator: "  "))
    guard isColoured, let ink = ink(of: event) else { return line }
    return ink.over(line)
  }

  /// When it happened, as the server wrote it; nil where it doesn't say.
  public static func time(of event: ServerEvent) -> String? {
    ["time", "updated_at", "closed_at", "opened_at"].lazy.compactMap { event.data[$0]?.string }.first
  }

  /// The colour of an event's line.
  static func ink(of event: ServerEvent) -> Ink? {
    (event.data["level"] ?? event.data["outcome"])?.string.flatMap(Ink.forWord)
  }

  private static func summary(_ event: ServerEvent) -> String {
    let data = event.data
    if event.kind == "order.filled" {
      let fill = "\(join(data, "amount")) at \(join(data, "price")), fee \(join(data, "fee"))"
      return "order \(join(data, "order_id")): \(fill)"
    }
    switch event.kind.prefix(while: { $0 != "." }) {
    case "bot": return join(data, "state", "phase")
    case "trade":
      let profit = data["profit_abs"].map { CellText.money($0, isSigned: true) } ?? ""
      return join(data, "id", "pair", "status", "amount", "exit_reason") + (profit.isEmpty ? "" : "  profit \(profit)")
    case "order": return join(data, "id", "pair", "side", "type", "status", "filled", "reason")
    case "signal": return join(data, "pair", "action", "tag", "reason")
    case "decision": return join(data, "pair", "side", "cause", "outcome", "rule", "detail")
    case "log": return join(data, "level", "message")
    default: return data.object == nil ? CellText.line(data) : data.json()
    }
  }

  private static func join(_ data: Node, _ keys: String...) -> String {
    keys.compactMap { data[$0].map(CellText.line) }.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
