// SPDX-License-Identifier: Apache-2.0

/// A text that nobody is to see: printing, interpolating, dumping or debugging it shows nothing of it.
public struct Secret: Sendable {
  private let text: String

  /// Keeps a text to itself.
  public init(_ text: String) { self.text = text }

  /// The text itself, for whoever must send or compare it. Never for a log, an answer or an error.
  public var revealed: String { text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "(secret)" }

  public var debugDescription: String { description }

  public var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}
