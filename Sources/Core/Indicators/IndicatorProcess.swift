// SPDX-License-Identifier: Apache-2.0

/// An indicator that works on the columns of a table: the same code for one candle and for a million.
public protocol IndicatorProcess: Sendable {
  /// How many defined inputs it takes until the first result.
  var warmUp: Int { get }

  /// Takes the first rows of the table, in order.
  ///
  /// - Parameters:
  ///   - table: where inputs stand and results go.
  ///   - rows: how many rows to take.
  ///   - inputs: the columns of the inputs: one for a series, two for a pair, none for a candle.
  ///   - output: the first column of the results, one for each name of the output or one alone. An undefined input is
  ///     left out: its result is undefined, and the indicator is as it was before.
  mutating func run(on table: inout ValueTable, rows: Int, inputs: [Int], output: Int)
}

/// What an indicator answers: one number, or several with names.
public protocol IndicatorOutput {
  /// The names of the numbers, in order; none where there is only one.
  static var names: [String] { get }

  /// Writes the numbers to columns: the first to the place, the others a stride apart.
  func write(to place: UnsafeMutablePointer<Double>, stride: Int)
}

extension Double: IndicatorOutput {
  /// One number needs no name.
  public static var names: [String] { [] }

  /// Writes the number.
  @inlinable
  public func write(to place: UnsafeMutablePointer<Double>, stride: Int) { place.pointee = self }
}
