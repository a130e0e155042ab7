// SPDX-License-Identifier: Apache-2.0

public import Documents

/// Items as comma-separated values (RFC 4180, but with line feeds).
public enum CSVText {
  /// A line with the columns' keys and a line for each item; values as the API gives them.
  public static func of(_ items: [Node], columns: [Column], hasTitles: Bool = true) -> String {
    let titles = hasTitles ? [columns.map(\.key)] : []
    let rows = items.map { item in columns.map { Self.value($0.value(in: item)) } }
    return (titles + rows).map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
  }

  private static func value(_ node: Node) -> String {
    switch node.content {
    case .array(let elements) where elements.allSatisfy { CellText.raw($0) != nil }:
      elements.compactMap(CellText.raw).joined(separator: " ")
    case .array, .object: node.json()
    case .null: ""
    case .bool, .number, .string: CellText.raw(node) ?? ""
    }
  }

  private static func quoted(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { [UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0x0D].contains($0) }
    return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
