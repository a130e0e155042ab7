// SPDX-License-Identifier: Apache-2.0

/// How many cells of a terminal a text takes.
public enum DisplayWidth {
  /// The cells of a text without control characters and escape sequences: two for wide East Asian characters and emoji
  /// (Unicode Standard Annex #11), none for what combines with the character before it.
  public static func of(_ text: String) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.reduce(0) { $0 + width(of: $1) }
  }

  /// The text, cut to so many cells; where something is cut off, the last cell is an ellipsis.
  public static func truncated(_ text: String, to cells: Int) -> String {
    guard of(text) > cells else { return text }
    guard cells > 0 else { return "" }
    var result = ""
    var used = 0
    for character in text {
      let width = width(of: character)
      if used + width > cells - 1 { break }
      result.append(character)
      used += width
    }
    return result + "…"
  }

  /// The text without what would move the cursor or change the terminal: control characters become visible.
  public static func harmless(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n", "\t", "\r": result.append(" ")
      case _ where isControl(scalar): result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control || (0x202A...0x202E).contains(scalar.value)
      || (0x2066...0x2069).contains(scalar.value)
  }

  private static func width(of character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    if character.unicodeScalars.contains("\u{FE0F}") || isWide(first.value) { return 2 }
    // Emoji that need no selector are wide wherever they stand.
    if first.properties.isEmojiPresentation { return 2 }
    return 1
  }

  /// A text in lines of so many cells, broken between words; in one line for nil.
  static func wrapped(_ text: String, to width: Int?) -> [String] {
    guard let width else { return [text] }
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let line = lines.last, of(line) + 1 + of(String(word)) <= width {
        lines[lines.count - 1] = line + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
