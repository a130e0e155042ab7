// SPDX-License-Identifier: Apache-2.0

public import Documents

/// What is wrong with a fault as it was written: where, which field, what stands there, and what would be right.
public struct FaultProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The place in the text; nil where there is none.
  public let position: Node.Position?
  /// The field, from the outside in: `fault 3, lose_messages.share`.
  public let field: String
  /// The rest of the sentence.
  public let sentence: String

  public var description: String { (position.map { "\($0): " } ?? "") + "\(field): \(sentence)" }
}

/// Everything that is wrong with a script of faults; at least one thing.
public struct FaultScriptError: Error, Hashable, Sendable, CustomStringConvertible {
  /// In the order of the script, one for each fault at most.
  public let problems: [FaultProblem]

  /// One problem a line.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
