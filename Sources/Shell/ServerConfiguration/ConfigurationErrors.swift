// SPDX-License-Identifier: Apache-2.0

/// Why botd can't start as it was told to: a sentence for each fault, with variable or file, value and remedy.
public struct ConfigurationErrors: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sentences; at least one.
  public let sentences: [String]

  /// Faults, of which there is at least one.
  public init(_ sentences: [String]) {
    precondition(!sentences.isEmpty, "a refusal has a reason")
    self.sentences = sentences
  }

  /// A single fault.
  public init(_ sentence: String) { self.init([sentence]) }

  /// The sentences, one per line.
  public var description: String { sentences.joined(separator: "\n") }
}
