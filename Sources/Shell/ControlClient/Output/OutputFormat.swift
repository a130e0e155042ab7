// SPDX-License-Identifier: Apache-2.0

/// In which form data is written.
public enum OutputFormat: String, Hashable, Sendable, CaseIterable {
  /// Columns for people, fitted to the terminal.
  case table
  /// All columns, as wide as they are.
  case wide
  /// One JSON document, in the API's form.
  case json
  /// A JSON document per line and item.
  case jsonl
  /// One YAML document, in the API's form.
  case yaml
  /// Names or ids, one per line.
  case name
  /// Comma-separated values.
  case csv

  /// Whether it is meant for people, so that it depends on the terminal.
  public var isForPeople: Bool { self == .table || self == .wide }
}
