// SPDX-License-Identifier: Apache-2.0

/// Who asks, for the audit, and by which key a repeated request is known.
public struct Caller: Hashable, Sendable {
  /// Whose token it was: `admin`.
  public let actor: String
  /// The client's key of the request, if it sent one; unique per intended effect.
  public let key: RequestKey?

  /// Who asks.
  public init(actor: String, key: RequestKey? = nil) {
    self.actor = actor
    self.key = key
  }
}
