// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What kind of number a parameter is.
public enum ParameterKind: String, Hashable, Sendable {
  /// A whole number.
  case integer
  /// A decimal number.
  case decimal
}

/// A number by which a strategy can be adjusted.
public struct ParameterDefinition: Hashable, Sendable {
  /// Its name in API and files: `fast`.
  public let name: String
  /// What it does, in a sentence.
  public let summary: String
  /// Whole or decimal.
  public let kind: ParameterKind
  /// The value where none is given.
  public let defaultValue: Fixed
  /// The smallest value.
  public let minimum: Fixed
  /// The largest value.
  public let maximum: Fixed

  /// A whole number between two bounds, both inclusive.
  public static func integer(
    _ name: String, default value: Int, in range: ClosedRange<Int>, summary: String
  ) -> ParameterDefinition {
    precondition(range.contains(value), "the default of \(name) lies in its range")
    return ParameterDefinition(
      name: name, summary: summary, kind: .integer, defaultValue: Fixed(value), minimum: Fixed(range.lowerBound),
      maximum: Fixed(range.upperBound))
  }

  /// A decimal number between two bounds, both inclusive.
  public static func decimal(
    _ name: String, default value: Fixed, in range: ClosedRange<Fixed>, summary: String
  ) -> ParameterDefinition {
    precondition(range.contains(value), "the default of \(name) lies in its range")
    return ParameterDefinition(
      name: name, summary: summary, kind: .decimal, defaultValue: value, minimum: range.lowerBound,
      maximum: range.upperBound)
  }

  /// The value that a text gives the parameter.
  func value(of text: String) throws(ParameterFault) -> Fixed {
    let value: Fixed
    do {
      value = try Fixed(text: text)
    } catch {
      throw ParameterFault(name, .notANumber(text: text, kind: kind))
    }
    if kind == .integer, !value.isMultiple(of: .one) { throw ParameterFault(name, .notWhole(value)) }
    guard (minimum...maximum).contains(value) else {
      throw ParameterFault(name, .outOfRange(value, minimum: minimum, maximum: maximum))
    }
    return value
  }
}
