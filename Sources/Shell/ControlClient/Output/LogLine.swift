// SPDX-License-Identifier: Apache-2.0

public import Documents

/// A line of a bot's log.
public enum LogLine {
  /// Time, level and message; a message of several lines becomes one.
  public static func text(_ entry: Node, isColoured: Bool) -> String {
    let level = entry["level"].map(CellText.line) ?? ""
    let time = entry["time"].map { CellText.time(CellText.line($0)) } ?? ""
    let padded = level + String(repeating: " ", count: max(0, 7 - level.utf8.count))
    let painted = isColoured ? Ink.forWord(level)?.over(padded) ?? padded : padded
    return "\(time)  \(painted)  \(DisplayWidth.harmless(entry["message"].map(CellText.line) ?? ""))"
  }
}
