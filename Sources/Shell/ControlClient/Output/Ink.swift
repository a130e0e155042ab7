// SPDX-License-Identifier: Apache-2.0

/// Colour. It repeats what the text says, and never says anything alone.
public enum Ink: String, Hashable, Sendable {
  /// Well.
  case green = "32"
  /// Needs a look.
  case yellow = "33"
  /// Wrong, or lost.
  case red = "31"
  /// Titles.
  case bold = "1"
  /// At rest.
  case dim = "2"

  /// The text in this colour.
  public func over(_ text: String) -> String { "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" }

  /// The colour of a word of the API: a state, a phase, a status, a level.
  public static func forWord(_ word: String) -> Ink? {
    switch word {
    case "RUNNING", "running", "filled", "ok", "done", "placed": .green
    case "PAUSED", "degraded", "backoff", "starting", "stopping", "warning", "warn", "partially_filled": .yellow
    case "failed", "error", "critical", "rejected", "refused", "fail": .red
    case "STOPPED", "CREATED", "idle", "closed", "cancelled", "canceled", "debug", "trace": .dim
    default: nil
    }
  }

  /// The colour of an amount by its sign.
  public static func forSign(_ text: String) -> Ink? {
    guard text.utf8.contains(where: { (UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    return text.hasPrefix("-") ? .red : text.hasPrefix("+") ? .green : nil
  }
}
