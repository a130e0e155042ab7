// SPDX-License-Identifier: Apache-2.0

/// A number, or several, that follow a series step by step. A copy is a snapshot that goes on by itself; a fresh one is
/// a reset.
///
/// An indicator of the catalog conforms to one of ``SeriesIndicator``, ``PairIndicator`` and ``CandleIndicator``.
public protocol Indicator<Input, Output>: Sendable {
  /// What it takes at each step.
  associatedtype Input
  /// What it answers.
  associatedtype Output

  /// How many inputs it takes until the first result: the result of input number `warmUp` is defined, and all after it.
  /// A few also wait for something that inputs bring sooner or later, a swing, the end of a day, a moment: of these it is
  /// how many inputs it takes at least, and their documentation says what they wait for.
  var warmUp: Int { get }

  /// Takes the next input, whose numbers are finite.
  ///
  /// - Returns: the indicator at this input, or nil while fewer than ``warmUp`` were taken.
  mutating func update(_ input: Input) -> Output?
}
