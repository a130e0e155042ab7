// SPDX-License-Identifier: Apache-2.0

import GRDB
public import TradingModel

/// A place in a list, for the one who reads on. Its text means nothing to others.
public struct PageCursor: Hashable, Sendable, LosslessStringConvertible {
  let id: Int64

  init(id: Int64) { self.id = id }

  /// Reads what ``description`` wrote; nil for anything else.
  public init?(_ text: String) {
    guard text.hasPrefix("p"), text.utf8.count <= 14, let id = Int64(text.dropFirst(), radix: 36), id > 0,
      text == "p" + String(id, radix: 36)
    else { return nil }
    self.id = id
  }

  public var description: String { "p" + String(id, radix: 36) }
}

/// Which part of a list is wanted.
public struct PageRequest: Hashable, Sendable {
  /// How many items at most, from 1.
  public let limit: Int
  /// Where the last page ended; nil for the first.
  public let cursor: PageCursor?

  /// Part of a list.
  public init(limit: Int, after cursor: PageCursor? = nil) {
    self.limit = max(1, limit)
    self.cursor = cursor
  }
}

/// Part of a list, newest first.
public struct Page<Item: Sendable>: Sendable {
  /// The items.
  public let items: [Item]
  /// Where to go on; nil at the end.
  public let next: PageCursor?

  /// Part of a list.
  public init(items: [Item], next: PageCursor?) {
    self.items = items
    self.next = next
  }
}

/// A row with its number in its list.
public struct Numbered<Value: Hashable & Sendable>: Hashable, Sendable {
  /// The number; later rows have larger ones.
  public let id: Int64
  /// The row.
  public let value: Value

  /// A row with its number.
  public init(id: Int64, value: Value) {
    self.id = id
    self.value = value
  }
}

/// What a list of a bot's doings is narrowed to.
public struct RecordFilter: Hashable, Sendable {
  /// Only this pair.
  public var pair: Pair?
  /// From this time on.
  public var from: Instant?
  /// Before this time.
  public var to: Instant?

  /// A filter; what isn't given lets everything through.
  public init(pair: Pair? = nil, from: Instant? = nil, to: Instant? = nil) {
    self.pair = pair
    self.from = from
    self.to = to
  }
}

/// A query for one page of a table, newest first.
struct PageQuery {
  private let select: String
  private let key: String
  private let request: PageRequest
  private var conditions: [String] = []
  private var arguments: StatementArguments = []

  init(_ columns: String, from table: String, key: String = "id", _ request: PageRequest) {
    select = "SELECT \(columns) FROM \(table)"
    self.key = key
    self.request = request
    if let cursor = request.cursor { narrow("\(key) < ?", cursor.id) }
  }

  mutating func narrow(_ condition: String) { conditions.append(condition) }

  mutating func narrow(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
    guard let value else { return }
    conditions.append(condition)
    arguments += [value]
  }

  mutating func narrow(to filter: RecordFilter, time column: String) {
    narrow("pair = ?", filter.pair?.description)
    narrow("\(column) >= ?", filter.from?.milliseconds)
    narrow("\(column) < ?", filter.to?.milliseconds)
  }

  /// Reads the page; the first column is the key.
  func page<Item>(in database: Database, _ read: (Row) throws -> Item) throws -> Page<Item> {
    let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    let sql = "\(select)\(filter) ORDER BY \(key) DESC LIMIT ?"
    // One more than asked for shows whether the list goes on.
    let found = try rows(sql, arguments + [request.limit + 1], in: database) { row in
      (key: row[0] as Int64, item: try read(row))
    }
    let items = found.prefix(request.limit)
    let next = found.count > request.limit ? items.last.map { PageCursor(id: $0.key) } : nil
    return Page(items: items.map(\.item), next: next)
  }
}
