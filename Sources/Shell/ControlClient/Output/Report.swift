// SPDX-License-Identifier: Apache-2.0

public import Documents

/// Writes answers in the form that was asked for.
public struct Report: Sendable {
  /// Where it writes.
  public let console: Console
  /// The form.
  public let format: OutputFormat

  /// A report.
  public init(console: Console, format: OutputFormat) {
    self.console = console
    self.format = format
  }

  /// Writes a list.
  public func list(_ list: ItemList, _ shape: Shape) {
    switch format {
    case .table, .wide:
      guard !list.items.isEmpty else { return console.remark(shape.emptyRemark) }
      write(tableLines(list.items, shape))
      if list.nextCursor != nil { console.remark("There are more; --limit 0 shows all.") }
    case .json: console.write(list.node.json(isPretty: true) + "\n")
    case .yaml: console.write(list.node.yaml())
    case .jsonl: for item in list.items { console.write(item.json() + "\n") }
    case .name: for item in list.items { writeName(of: item, shape) }
    case .csv: console.write(CSVText.of(list.items, columns: shape.columns))
    }
  }

  /// Writes one thing as a row.
  public func row(_ item: Node, _ shape: Shape) {
    if format.isForPeople { return write(tableLines([item], shape)) }
    document(item, shape)
  }

  /// Writes one thing with all its parts.
  public func details(_ item: Node, _ shape: Shape? = nil) {
    guard format.isForPeople else { return document(item, shape) }
    write(DetailText(width: width, isColoured: console.isColoured).lines(item))
  }

  /// Writes why a bot did what it did at a candle: what came of it, what the votes come to, each vote, each value.
  public func explanation(_ decision: Node) {
    guard format.isForPeople else { return document(decision, .decisions) }
    write(DecisionSheet.head(of: decision))
    let votes = decision["votes"]?.array ?? []
    if !votes.isEmpty { write(tableLines(votes, .votes)) }
    write(DecisionSheet.values(of: decision))
  }

  /// Writes the analysis of a market: in words, and as a row for each figure.
  public func analysis(_ item: Node) {
    guard format.isForPeople else { return document(item, .analysis) }
    let words = DisplayWidth.harmless(item["summary"].flatMap(CellText.raw) ?? "")
    write(DisplayWidth.wrapped(words, to: width) + [""] + tableLines(MarketSheet.rows(of: item), .figures))
  }

  /// Writes one item of a sequence without end: a line, or in JSON a document per line, in YAML one of a stream.
  public func streamed(_ item: Node, _ shape: Shape, line: (Bool) -> String) {
    switch format {
    case .table, .wide: write([line(console.isColoured)])
    case .json, .jsonl: console.write(item.json() + "\n")
    case .yaml: console.write("---\n" + item.yaml())
    case .name: writeName(of: item, shape)
    case .csv: console.write(CSVText.of([item], columns: shape.columns, hasTitles: false))
    }
  }

  /// What stands above a sequence without end: in CSV, the names of the columns.
  public func beginStream(_ shape: Shape) {
    if format == .csv { console.write(CSVText.of([], columns: shape.columns)) }
  }

  /// Writes a failure to standard error: for people, or as one line of JSON where the data would be JSON.
  public func failure(_ failure: ControlFailure) {
    console.remark(format == .json || format == .jsonl ? failure.document.json() : failure.message)
  }

  private var width: Int? { format == .wide ? nil : console.size()?.columns }

  private func tableLines(_ items: [Node], _ shape: Shape) -> [String] {
    let columns = format == .wide ? shape.columns : shape.narrowColumns
    return Table(items, columns: columns).lines(width: width, isColoured: console.isColoured)
  }

  private func write(_ lines: [String]) { console.write(lines.map { $0 + "\n" }.joined()) }

  private func writeName(of item: Node, _ shape: Shape?) {
    let name = shape?.name(of: item) ?? (item["name"] ?? item["id"]).flatMap(CellText.raw)
    if let name { console.write(DisplayWidth.harmless(name) + "\n") }
  }

  private func document(_ item: Node, _ shape: Shape?) {
    switch format {
    case .json: console.write(item.json(isPretty: true) + "\n")
    case .jsonl: console.write(item.json() + "\n")
    case .yaml: console.write(item.yaml())
    case .name: writeName(of: item, shape)
    case .csv: console.write(CSVText.of([item], columns: shape?.columns ?? DetailText.columns(of: [item])))
    case .table, .wide: break
    }
  }
}
