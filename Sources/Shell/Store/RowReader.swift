// SPDX-License-Identifier: Apache-2.0

import GRDB
import TradingModel

/// Reads a row column by column, in the order of the query, and refuses what was never written there.
struct RowReader {
  private let row: Row
  private let table: String
  private var index = 0

  init(_ row: Row, of table: String) {
    self.row = row
    self.table = table
  }

  mutating func integer() throws -> Int64 {
    guard let value = try optionalInteger() else { throw fault(index - 1) }
    return value
  }

  mutating func optionalInteger() throws -> Int64? {
    defer { index += 1 }
    switch stored(index).storage {
    case .null: return nil
    case .int64(let value): return value
    default: throw fault(index)
    }
  }

  mutating func real() throws -> Double {
    defer { index += 1 }
    guard case .double(let value) = stored(index).storage else { throw fault(index) }
    return value
  }

  mutating func text() throws -> String {
    guard let value = try optionalText() else { throw fault(index - 1) }
    return value
  }

  mutating func optionalText() throws -> String? {
    defer { index += 1 }
    switch stored(index).storage {
    case .null: return nil
    case .string(let value): return value
    default: throw fault(index)
    }
  }

  mutating func flag() throws -> Bool {
    switch try integer() {
    case 0: false
    case 1: true
    default: throw fault(index - 1)
    }
  }

  mutating func instant() throws -> Instant { Instant(milliseconds: try integer()) }

  mutating func optionalInstant() throws -> Instant? { try optionalInteger().map(Instant.init(milliseconds:)) }

  mutating func decimal() throws -> Fixed { try value(Fixed.init(stored:)) }

  mutating func optionalDecimal() throws -> Fixed? { try optionalValue(Fixed.init(stored:)) }

  /// What a text stands for.
  mutating func value<Value>(_ read: (String) -> Value?) throws -> Value {
    guard let value = read(try text()) else { throw fault(index - 1) }
    return value
  }

  mutating func optionalValue<Value>(_ read: (String) -> Value?) throws -> Value? {
    guard let text = try optionalText() else { return nil }
    guard let value = read(text) else { throw fault(index - 1) }
    return value
  }

  private func stored(_ index: Int) -> DatabaseValue { row[index] }

  private func fault(_ index: Int) -> StoredDataFault {
    let names = Array(row.columnNames)
    let key = names.firstIndex(of: "id") ?? 0
    return StoredDataFault(
      description: "table \(table), row with \(names[key]) \(stored(key)), column \(names[index]) is \(stored(index))")
  }
}

extension Fixed {
  /// Reads what ``Fixed/description`` wrote, also beyond the magnitude that is taken from people and venues.
  init?(stored text: String) {
    if let value = Fixed(text) {
      self = value
      return
    }
    let isNegative = text.hasPrefix("-")
    let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts[0].count <= 21, parts[0].first?.isNumber == true,
      let whole = Int128(parts[0])
    else {
      return nil
    }
    var units = whole * Self.unitsPerOne
    if parts.count == 2 {
      guard let fraction = Fixed("0." + parts[1]) else { return nil }
      units += fraction.units
    }
    self.init(units: isNegative ? -units : units)
  }
}
