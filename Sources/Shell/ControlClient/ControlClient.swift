// SPDX-License-Identifier: Apache-2.0

// The client's side of the REST API: requests, failures with their exit codes, and answers as tables and documents.

public import Documents

/// A page of a list, or a whole list.
public struct ItemList: Hashable, Sendable {
  /// The items, in the server's order.
  public let items: [Node]
  /// Where the list goes on; nil at its end.
  public let nextCursor: String?

  /// Items, and where they go on.
  public init(items: [Node], nextCursor: String? = nil) {
    self.items = items
    self.nextCursor = nextCursor
  }

  /// The answer to a list request; nil where it has another form.
  public init?(_ node: Node) {
    guard let items = node["items"]?.array else { return nil }
    self.init(items: items, nextCursor: node["next_cursor"]?.string)
  }

  /// The list in the API's own form.
  public var node: Node {
    ["items": .array(items), "next_cursor": nextCursor.map(Node.string) ?? .null]
  }
}
