// SPDX-License-Identifier: Apache-2.0

public import Documents

/// The newest decisions of a bot on a pair, newest first, without gaps.
public struct DecisionHistory: Hashable, Sendable {
  /// The decisions.
  public private(set) var items: [Node] = []

  /// How many are kept.
  public static let limit = 200

  /// No decisions.
  public init() {}

  /// Takes the newest decisions.
  ///
  /// - Returns: whether nothing can be missing between them and what was known; if not, they are all that there is.
  public mutating func take(_ newest: [Node]) -> Bool {
    let known = Set(items.compactMap { $0["id"]?.int64 })
    let new = newest.prefix { decision in decision["id"]?.int64.map(known.contains) != true }
    let isWhole = items.isEmpty || newest.isEmpty || new.count < newest.count
    items = Array((isWhole ? new + items : newest[...]).prefix(Self.limit))
    return isWhole
  }
}
