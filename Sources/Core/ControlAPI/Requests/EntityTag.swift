// SPDX-License-Identifier: Apache-2.0

/// What `If-Match` asks of a bot's generation.
public enum EntityTag: Hashable, Sendable {
  /// `*`: whichever it is.
  case any
  /// This generation.
  case generation(Int64)

  /// The rule as a regular expression.
  static let pattern = #"^(\*|(W/)?"[0-9]{1,18}"|[0-9]{1,18})$"#

  /// Reads a header's value, or nil. A generation may come without the quotes that HTTP wants.
  public init?(_ text: String) {
    if text == "*" {
      self = .any
      return
    }
    var digits = text[...]
    if digits.hasPrefix("W/") || digits.hasPrefix("\"") {
      let quoted = digits.hasPrefix("W/") ? digits.dropFirst(2) : digits
      guard quoted.utf8.count >= 3, quoted.hasPrefix("\""), quoted.hasSuffix("\"") else { return nil }
      digits = quoted.dropFirst().dropLast()
    }
    guard (1...18).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let generation = Int64(digits)
    else { return nil }
    self = .generation(generation)
  }

  /// The generation that must be the current one, or nil.
  public var generation: Int64? {
    switch self {
    case .any: nil
    case .generation(let generation): generation
    }
  }
}
