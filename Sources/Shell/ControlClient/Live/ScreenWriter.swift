// SPDX-License-Identifier: Apache-2.0

/// Makes of each screen the bytes that turn the one before into it: only lines that differ are written.
public struct ScreenWriter: Hashable, Sendable {
  private var shown: [StyledLine] = []
  private var size: TerminalSize?
  private let isColoured: Bool

  /// A writer for a screen of which nothing is known.
  public init(isColoured: Bool) { self.isColoured = isColoured }

  /// Forgets what is shown, so that the next frame writes everything.
  public mutating func forget() { size = nil }

  /// The bytes of a frame, in marks by which a terminal shows it at once (synchronized update); nil where nothing
  /// differs. Lines are as many as the screen has, and none is wider.
  public mutating func frame(_ lines: [StyledLine], size: TerminalSize) -> String? {
    let isNew = self.size != size
    var text = isNew ? "\u{1B}[2J" : ""
    for (row, line) in lines.enumerated() {
      if !isNew, row < shown.count, shown[row] == line { continue }
      if isNew, line.width == 0 { continue }
      text += "\u{1B}[\(row + 1);1H" + line.text(isColoured: isColoured)
      // Behind the last cell, erasing to the end of the line would erase that cell.
      if line.width < size.columns { text += "\u{1B}[K" }
    }
    shown = lines
    self.size = size
    return text.isEmpty ? nil : Self.begin + text + Self.end
  }

  /// Begins a synchronized update.
  public static let begin = "\u{1B}[?2026h"
  /// Ends it.
  public static let end = "\u{1B}[?2026l"
}
