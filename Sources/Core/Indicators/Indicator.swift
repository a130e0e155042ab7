// SPDX-License-Identifier: Apache-2.0

/// A number that follows a series, value by value. A copy is a snapshot that goes on by itself.
public protocol Indicator: Sendable {
  /// How many values it takes until the first result: the result of value number `warmUp` is defined.
  var warmUp: Int { get }

  /// Takes the next value of the series, which is finite.
  ///
  /// - Returns: the indicator at this value, or nil while fewer than ``warmUp`` values were taken.
  mutating func update(_ value: Double) -> Double?
}
