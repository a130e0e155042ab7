// SPDX-License-Identifier: Apache-2.0

public import Documents

/// Which part of a list is asked for.
public struct PageRequest: Hashable, Sendable {
  /// How many items at most: 1 to 500.
  public let limit: Int
  /// Where to go on: what the page before gave as `next_cursor`; nil for the beginning.
  public let cursor: Cursor?

  /// The limits that are accepted.
  public static let limits = 1...500
  /// The limit where none is given.
  public static let defaultLimit = 100

  /// A part of a list; the limit is brought into ``limits``.
  public init(limit: Int = defaultLimit, cursor: Cursor? = nil) {
    self.limit = min(max(limit, Self.limits.lowerBound), Self.limits.upperBound)
    self.cursor = cursor
  }
}

/// Where a list goes on: the key of the last item of the page before. Clients pass it back unread.
public struct Cursor: Hashable, Sendable, CustomStringConvertible {
  /// The text: 1 to 64 of `[A-Za-z0-9_.:-]`, which is what names, pairs with `-` for `/`, and numbers are made of.
  public let text: String

  /// The rule as a regular expression.
  static let pattern = "^[A-Za-z0-9_.:-]{1,64}$"

  /// A cursor of a text, or nil where it is none of ours.
  public init?(_ text: String) {
    guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else { return nil }
    self.text = text
  }

  /// The cursor of a list whose items are known by numbers.
  public init(_ number: Int64) { text = String(number) }

  /// The cursor of a list whose items are known by texts; nil where the text is none that a cursor takes.
  init?(key: String) { self.init(Self.keyPrefix + key) }

  /// What tells a cursor that is a text from whatever else somebody may send.
  private static let keyPrefix = "after:"

  /// The text, in a list whose items are known by texts.
  func key() throws(FieldErrors) -> String {
    guard text.hasPrefix(Self.keyPrefix) else { throw mismatch }
    return String(text.dropFirst(Self.keyPrefix.count))
  }

  /// The number, in a list whose items are known by numbers.
  ///
  /// - Throws: the field error of a cursor that doesn't come from such a list.
  public func number() throws(FieldErrors) -> Int64 {
    guard let number = Int64(text) else { throw mismatch }
    return number
  }

  /// The error for a cursor that doesn't come from the list at hand.
  public var mismatch: FieldErrors {
    FieldErrors([FieldError("cursor", value: text, "cursor must be the next_cursor of the page before of this list")])
  }

  public var description: String { text }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: ":"):
      true
    default: false
    }
  }
}

/// A part of a list.
public struct Page<Item> {
  /// The items.
  public let items: [Item]
  /// Where to go on, or nil where there is nothing more.
  public let next: Cursor?

  /// A part of a list.
  public init(items: [Item], next: Cursor?) {
    self.items = items
    self.next = next
  }

  /// Makes something else of each item.
  public func map<Other>(_ transform: (Item) -> Other) -> Page<Other> {
    Page<Other>(items: items.map(transform), next: next)
  }
}

extension Page: Sendable where Item: Sendable {}
extension Page: Equatable where Item: Equatable {}

extension Page {
  /// The page of a list that is at hand as a whole, in order, each item known by a text of its own.
  ///
  /// - Parameters:
  ///   - all: every item, in order.
  ///   - request: which part.
  ///   - key: an item's text; it must be one that ``Cursor`` takes, and rise along the list.
  /// - Throws: the error of a cursor that is none of such a list's.
  public init(of all: [Item], _ request: PageRequest, key: (Item) -> String) throws(FieldErrors) {
    var start = all.startIndex
    if let last = try request.cursor?.key() { start = all.firstIndex { key($0) > last } ?? all.endIndex }
    let items = Array(all[start...].prefix(request.limit))
    let hasMore = start + items.count < all.count
    self.init(items: items, next: hasMore ? items.last.flatMap { Cursor(key: key($0)) } : nil)
  }

  /// The page of a list that was read one item beyond the limit, each item known by a number.
  ///
  /// - Parameter read: `limit + 1` items, or fewer where the list ends.
  public init(read: [Item], limit: Int, number: (Item) -> Int64) {
    let items = Array(read.prefix(limit))
    self.init(items: items, next: read.count > limit ? items.last.map { Cursor(number($0)) } : nil)
  }
}

extension Page where Item == Node {
  /// The answer: `{"items": […], "next_cursor": …}`.
  public var node: Node {
    ["items": .array(items), "next_cursor": next.map { .string($0.text) } ?? .null]
  }
}

extension Page {
  /// The page of a list that is at hand as a whole and hardly changes; the cursor is a position.
  ///
  /// - Throws: the error of a cursor that is none of this list's.
  public init(at all: [Item], _ request: PageRequest) throws(FieldErrors) {
    var start = 0
    if let cursor = request.cursor {
      let number = try cursor.number()
      guard let position = Int(exactly: number), position >= 0 else { throw cursor.mismatch }
      start = min(position, all.count)
    }
    let items = Array(all[start...].prefix(request.limit))
    let end = start + items.count
    self.init(items: items, next: end < all.count ? Cursor(Int64(end)) : nil)
  }
}
