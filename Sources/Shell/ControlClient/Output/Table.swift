// SPDX-License-Identifier: Apache-2.0

public import Documents

/// Items in columns, fitted to a terminal.
public struct Table: Sendable {
  private let columns: [Column]
  private let rows: [[String]]
  private let hasTitles: Bool

  /// A table of items.
  public init(_ items: [Node], columns: [Column], hasTitles: Bool = true) {
    self.columns = columns
    self.hasTitles = hasTitles
    rows = items.map { item in columns.map { $0.text(in: item) } }
  }

  /// The table's lines, without line feeds.
  ///
  /// - Parameters:
  ///   - width: the cells that a line may take; nil for as many as it needs. Texts are cut first, the least important
  ///     ones before others; where that isn't enough, the least important columns are left out.
  ///   - isColoured: whether words and signs have colours too.
  public func lines(width: Int?, isColoured: Bool) -> [String] {
    let layout = fitted(to: width)
    let titles = hasTitles ? [line(columns.map(\.title), layout) { _, _ in isColoured ? .bold : nil }] : []
    return titles + rows.map { row in line(row, layout) { isColoured ? columns[$0].ink(for: $1) : nil } }
  }

  /// Which columns are shown, and how wide.
  private struct Layout {
    var shown: [Int]
    var widths: [Int]

    var total: Int { shown.reduce(0) { $0 + widths[$1] } + Table.gap * max(0, shown.count - 1) }
  }

  private static let gap = 2
  private static let narrowestText = 10

  private func fitted(to width: Int?) -> Layout {
    let widths = columns.indices.map { column in
      rows.reduce(hasTitles ? DisplayWidth.of(columns[column].title) : 0) { max($0, DisplayWidth.of($1[column])) }
    }
    var layout = Layout(shown: Array(columns.indices), widths: widths)
    guard let width else { return layout }
    let byImportance = columns.indices.sorted { (columns[$0].importance, -$0) < (columns[$1].importance, -$1) }
    cutTexts(in: &layout, to: width, order: byImportance)
    for column in byImportance where layout.total > width && layout.shown.count > 1 {
      layout.shown.removeAll { $0 == column }
      layout.widths = widths
      cutTexts(in: &layout, to: width, order: byImportance)
    }
    if let only = layout.shown.first, layout.shown.count == 1 { layout.widths[only] = min(layout.widths[only], width) }
    return layout
  }

  private func cutTexts(in layout: inout Layout, to width: Int, order: [Int]) {
    for column in order where columns[column].isCuttable && layout.shown.contains(column) {
      let excess = layout.total - width
      guard excess > 0 else { return }
      let narrowest = min(layout.widths[column], max(Self.narrowestText, DisplayWidth.of(columns[column].title)))
      layout.widths[column] = max(narrowest, layout.widths[column] - excess)
    }
  }

  private func line(_ cells: [String], _ layout: Layout, ink: (Int, String) -> Ink?) -> String {
    var line = ""
    for (place, column) in layout.shown.enumerated() {
      let text = DisplayWidth.truncated(cells[column], to: layout.widths[column])
      let padding = String(repeating: " ", count: max(0, layout.widths[column] - DisplayWidth.of(text)))
      let painted = ink(column, text).map { $0.over(text) } ?? text
      let isLast = place == layout.shown.count - 1
      if place > 0 { line += String(repeating: " ", count: Self.gap) }
      line += columns[column].isRight ? padding + painted : isLast ? painted : painted + padding
    }
    return line
  }
}
