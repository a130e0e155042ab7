// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What a parameter is set to.
public enum ParameterValue: Hashable, Sendable {
  /// The number of an integer or decimal parameter.
  case number(Fixed)
  /// The text of a choice.
  case text(String)
  /// The items of a list, each in canonical form.
  case list([String])

  /// The number, or nil where it is none.
  public var number: Fixed? {
    if case .number(let value) = self { value } else { nil }
  }

  /// A number as the nearest binary one; NaN where it is none.
  public var approximated: Double { number?.approximated ?? .nan }
}

extension ParameterValue: CustomStringConvertible {
  /// The text that gives a parameter this value; a list's items with commas between them.
  public var description: String {
    switch self {
    case .number(let value): value.description
    case .text(let text): text
    case .list(let items): items.joined(separator: ", ")
    }
  }
}
