// SPDX-License-Identifier: Apache-2.0

public import Documents

/// One thing that is wrong with a strategy file.
public struct StrategyFileFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where it stands; nil where the file as a whole is at fault.
  public let position: Node.Position?
  /// Which field: `enter[0].when`, `indicators.ema12`; empty for the file itself.
  public let field: String
  /// The text at fault, at most 80 characters of it.
  public let value: String
  /// What is wrong and what would be right, in a sentence without a full stop.
  public let message: String

  /// A fault of a text that could not be read as a strategy file at all.
  public init(at position: Node.Position?, field: String, value: String, _ message: String) {
    self.init(position, field, value, message)
  }

  init(_ position: Node.Position?, _ field: String, _ value: String, _ message: String) {
    self.position = position
    self.field = field
    self.value = String(value.prefix(80))
    self.message = message
  }

  /// "line 3, column 9: enter[0].when: there is no 'emma' here; did you mean 'ema'?"
  public var description: String {
    (position.map { "\($0): " } ?? "") + (field.isEmpty ? "" : "\(field): ") + message
  }
}

/// Everything that is wrong with a strategy file, at most 50 things; never empty.
public struct StrategyFileFaults: Error, Hashable, Sendable, CustomStringConvertible {
  /// The faults, in the order of the file.
  public let faults: [StrategyFileFault]

  /// How many faults are told at most.
  public static let most = 50

  init(_ faults: [StrategyFileFault]) {
    precondition(!faults.isEmpty, "a refusal has a reason")
    let sorted = faults.enumerated().sorted { left, right in
      Self.order(left.element, left.offset) < Self.order(right.element, right.offset)
    }
    var seen: Set<StrategyFileFault> = []
    let unique = sorted.map(\.element).filter { seen.insert($0).inserted }
    self.faults = Array(unique.prefix(Self.most))
  }

  private static func order(_ fault: StrategyFileFault, _ place: Int) -> (Int, Int, Int) {
    (fault.position?.line ?? 0, fault.position?.column ?? 0, place)
  }

  /// One line each.
  public var description: String { faults.map(\.description).joined(separator: "\n") }
}
