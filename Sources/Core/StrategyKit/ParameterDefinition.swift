// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What a parameter is.
public enum ParameterKind: String, Hashable, Sendable, CaseIterable {
  /// A whole number.
  case integer
  /// A decimal number.
  case decimal
  /// One of some texts.
  case choice
  /// Items, written with commas between them.
  case list
}

/// A value by which a strategy can be adjusted.
public struct ParameterDefinition: Sendable {
  /// Its name in API and files: `fast`.
  public let name: String
  /// What it does, in a sentence.
  public let summary: String
  /// What it is.
  public let kind: ParameterKind
  /// The value where none is given.
  public let defaultValue: ParameterValue
  /// The smallest value of a number; else nil.
  public let minimum: Fixed?
  /// The largest value of a number; else nil.
  public let maximum: Fixed?
  /// The texts of a choice; else none.
  public let choices: [String]

  private let read: @Sendable (String) throws(ParameterFault) -> ParameterValue

  /// A whole number between two bounds, both inclusive.
  public static func integer(
    _ name: String, default value: Int, in range: ClosedRange<Int>, summary: String
  ) -> ParameterDefinition {
    number(
      name, .integer, default: Fixed(value), in: Fixed(range.lowerBound)...Fixed(range.upperBound), summary: summary)
  }

  /// A decimal number between two bounds, both inclusive.
  public static func decimal(
    _ name: String, default value: Fixed, in range: ClosedRange<Fixed>, summary: String
  ) -> ParameterDefinition {
    number(name, .decimal, default: value, in: range, summary: summary)
  }

  /// One of some texts, which are different.
  public static func choice(
    _ name: String, default value: String, of choices: [String], summary: String
  ) -> ParameterDefinition {
    precondition(choices.contains(value), "the default of \(name) is one of its choices")
    return ParameterDefinition(
      name: name, summary: summary, kind: .choice, defaultValue: .text(value), minimum: nil, maximum: nil,
      choices: choices
    ) { text throws(ParameterFault) in
      guard choices.contains(text) else { throw ParameterFault(name, .notAChoice(text: text, choices: choices)) }
      return .text(text)
    }
  }

  /// Items with commas between them.
  ///
  /// - Parameters:
  ///   - value: the default, in canonical form.
  ///   - read: the items of a text in canonical form, so that texts that mean the same become equal; or the fault.
  public static func list(
    _ name: String, default value: [String], summary: String,
    read: @escaping @Sendable (String) throws(ParameterFault) -> [String]
  ) -> ParameterDefinition {
    ParameterDefinition(
      name: name, summary: summary, kind: .list, defaultValue: .list(value), minimum: nil, maximum: nil, choices: []
    ) { text throws(ParameterFault) in
      .list(try read(text))
    }
  }

  /// The value that a text gives the parameter.
  func value(of text: String) throws(ParameterFault) -> ParameterValue { try read(text) }

  private static func number(
    _ name: String, _ kind: ParameterKind, default value: Fixed, in range: ClosedRange<Fixed>, summary: String
  ) -> ParameterDefinition {
    precondition(range.contains(value), "the default of \(name) lies in its range")
    return ParameterDefinition(
      name: name, summary: summary, kind: kind, defaultValue: .number(value), minimum: range.lowerBound,
      maximum: range.upperBound, choices: []
    ) { text throws(ParameterFault) in
      .number(try number(text, name, kind, in: range))
    }
  }

  private static func number(
    _ text: String, _ name: String, _ kind: ParameterKind, in range: ClosedRange<Fixed>
  ) throws(ParameterFault) -> Fixed {
    let value: Fixed
    do {
      value = try Fixed(text: text)
    } catch {
      throw ParameterFault(name, .notANumber(text: text, kind: kind))
    }
    if kind == .integer, !value.isMultiple(of: .one) { throw ParameterFault(name, .notWhole(value)) }
    guard range.contains(value) else {
      throw ParameterFault(name, .outOfRange(value, minimum: range.lowerBound, maximum: range.upperBound))
    }
    return value
  }
}

extension ParameterDefinition {
  /// Whether another parameter is called alike, and takes the same values.
  func isSame(as other: ParameterDefinition) -> Bool {
    name == other.name && summary == other.summary && kind == other.kind && defaultValue == other.defaultValue
      && minimum == other.minimum && maximum == other.maximum && choices == other.choices
  }
}
