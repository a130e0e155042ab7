// SPDX-License-Identifier: Apache-2.0

/// Who asks, for the audit, and by which key a repeated request is known.
public struct Caller: Hashable, Sendable {
  /// Whose token it was: `admin`.
  public let actor: String
  /// The client's key of the request, if it sent one; unique per intended effect.
  public let idempotencyKey: IdempotencyKey?

  /// Who asks.
  public init(actor: String, idempotencyKey: IdempotencyKey? = nil) {
    self.actor = actor
    self.idempotencyKey = idempotencyKey
  }
}

/// A client's key of a request: whoever sends it again gets the first answer again.
public struct IdempotencyKey: Hashable, Sendable, CustomStringConvertible {
  /// The text: 1 to 128 printable ASCII characters other than the space.
  public let text: String

  /// The rule as a regular expression.
  static let pattern = "^[!-~]{1,128}$"

  /// A key of a text, or nil where the rule is broken.
  public init?(_ text: String) {
    guard (1...128).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
      return nil
    }
    self.text = text
  }

  public var description: String { text }
}

/// An answer that was given to a request with a key.
public struct KeptAnswer: Hashable, Sendable {
  /// What the request was: method, path and a digest of the body. The same key with another request is an error.
  public let fingerprint: String
  /// The status code.
  public let status: Int
  /// The `Location` header, if there was one.
  public let location: String?
  /// The `ETag` header, if there was one.
  public let entityTag: String?
  /// The body.
  public let body: [UInt8]

  /// An answer.
  public init(fingerprint: String, status: Int, location: String?, entityTag: String?, body: [UInt8]) {
    self.fingerprint = fingerprint
    self.status = status
    self.location = location
    self.entityTag = entityTag
    self.body = body
  }
}
