// SPDX-License-Identifier: Apache-2.0

public import Documents

/// What items of a kind look like in tables, and by what they are called.
public struct Shape: Sendable {
  /// The columns, the wide ones included.
  public let columns: [Column]
  /// The key of the name or id.
  public let nameKey: String
  /// What one sees where there are none.
  public let emptyRemark: String

  /// A shape.
  public init(nameKey: String, emptyRemark: String, _ columns: [Column]) {
    self.columns = columns
    self.nameKey = nameKey
    self.emptyRemark = emptyRemark
  }

  /// The columns of the common table.
  public var narrowColumns: [Column] { columns.filter { !$0.isWide } }

  /// An item's name or id; nil where it has none.
  public func name(of item: Node) -> String? { item[nameKey].flatMap(CellText.raw) }
}
