// SPDX-License-Identifier: Apache-2.0

public import Documents

/// An answer, ready to be sent as often as it is asked for.
public struct RenderedDocument: Hashable, Sendable {
  /// The JSON text.
  public let body: [UInt8]
  /// The `ETag`, with its quotes, or nil where there is none.
  public let entityTag: String?

  /// An answer.
  public init(body: [UInt8], entityTag: String?) {
    self.body = body
    self.entityTag = entityTag
  }

  /// A document as an answer without an `ETag`.
  public init(_ node: Node) { self.init(body: node.jsonBytes(), entityTag: nil) }
}
