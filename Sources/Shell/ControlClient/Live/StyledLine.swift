// SPDX-License-Identifier: Apache-2.0

/// A line of a screen: pieces of text, each in a colour or none.
public struct StyledLine: Hashable, Sendable {
  /// A piece in one colour.
  struct Span: Hashable, Sendable {
    var text: String
    let ink: Ink?
  }

  private(set) var spans: [Span] = []
  /// How many cells it takes.
  public private(set) var width = 0

  /// A line of one piece.
  public init(_ text: String = "", _ ink: Ink? = nil) { add(text, ink) }

  /// Adds a piece at the end. What would move the cursor becomes visible.
  mutating func add(_ text: String, _ ink: Ink? = nil) {
    let text = DisplayWidth.harmless(text)
    guard !text.isEmpty else { return }
    width += DisplayWidth.of(text)
    if let last = spans.indices.last, spans[last].ink == ink {
      spans[last].text += text
    } else {
      spans.append(Span(text: text, ink: ink))
    }
  }

  /// Adds another line at the end.
  mutating func add(_ line: StyledLine) {
    for span in line.spans { add(span.text, span.ink) }
  }

  /// Adds spaces until it takes so many cells.
  mutating func pad(to columns: Int) { add(String(repeating: " ", count: max(0, columns - width))) }

  /// The line, cut to so many cells; an ellipsis shows that something is missing.
  func fitted(to columns: Int) -> StyledLine {
    guard width > columns else { return self }
    var line = StyledLine()
    for span in spans {
      let room = columns - line.width
      // A piece that fits to the cell may not take the place of the ellipsis.
      let isLast = DisplayWidth.of(span.text) >= room
      line.add(isLast ? DisplayWidth.truncated(span.text + "  ", to: room) : span.text, span.ink)
      if isLast { break }
    }
    return line
  }

  /// The text with its colours, or without them.
  public func text(isColoured: Bool) -> String {
    spans.map { span in isColoured ? span.ink.map { $0.over(span.text) } ?? span.text : span.text }.joined()
  }

  /// The line in ASCII: marks become characters that look like them, all other characters a question mark a cell.
  public func inASCII() -> StyledLine {
    var line = StyledLine()
    for span in spans { line.add(Self.ascii(span.text), span.ink) }
    return line
  }

  private static func ascii(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    return text.map { character in
      if character.isASCII { return String(character) }
      return marks[character] ?? String(repeating: "?", count: DisplayWidth.of(String(character)))
    }.joined()
  }

  private static let marks: [Character: String] = [
    "─": "-", "│": "|", "┃": "!", "█": "#", "░": ".", "▲": "^", "▼": "v", "●": "*", "○": "o", "·": "-", "›": ">",
    "…": "~", "×": "x", "≤": "<",
  ]
}
