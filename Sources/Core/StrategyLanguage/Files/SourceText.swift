// SPDX-License-Identifier: Apache-2.0

import Documents

/// The text of a file, to find where in it a part of a value stands.
struct SourceText {
  private let lines: [[Unicode.Scalar]]

  init(_ text: String) {
    lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
  }

  /// The place of a value's character, counted from 0, in the file. The value may be plain, in quotes, a block, or go
  /// over several lines; where the file writes it differently (escapes), the last place that is sure.
  func position(of offset: Int, in value: String, at start: Node.Position) -> Node.Position {
    var place = Place(line: start.line - 1, column: start.column - 1)
    guard let first = scalar(at: place) else { return start }
    if first == "\"" || first == "'" { place.column += 1 }
    if first == "|" || first == ">" { place = Place(line: place.line + 1, column: 0) }
    var sure = place
    for (index, wanted) in value.unicodeScalars.enumerated() {
      let isSpace = wanted == " " || wanted == "\n"
      if !isSpace { skipBreak(&place) }
      guard let found = scalar(at: place) else {
        // A line break of the file that the value has as a space or a line feed.
        guard isSpace, index < offset else { break }
        place = Place(line: place.line + 1, column: 0)
        continue
      }
      guard found == wanted else { break }
      sure = place
      if index == offset { break }
      place.column += 1
      sure = place
    }
    return Node.Position(line: sure.line + 1, column: sure.column + 1)
  }

  private struct Place {
    var line: Int
    var column: Int
  }

  private func scalar(at place: Place) -> Unicode.Scalar? {
    guard lines.indices.contains(place.line), lines[place.line].indices.contains(place.column) else { return nil }
    let scalar = lines[place.line][place.column]
    return scalar == "\r" ? nil : scalar
  }

  /// Goes over the indentation at the beginning of a line, and to the next line at the end of one.
  private func skipBreak(_ place: inout Place) {
    while lines.indices.contains(place.line + 1), scalar(at: place) == nil {
      place = Place(line: place.line + 1, column: 0)
    }
    guard lines.indices.contains(place.line) else { return }
    let line = lines[place.line]
    guard line.prefix(place.column).allSatisfy({ $0 == " " }) else { return }
    while place.column < line.count, line[place.column] == " " { place.column += 1 }
  }
}
