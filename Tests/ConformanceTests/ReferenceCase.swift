// SPDX-License-Identifier: Apache-2.0
import Indicators

/// A function of TA-Lib that an indicator must equal.
struct ReferenceCase: Sendable {
  let indicator: String
  let arguments: [Double]
  /// The series that the indicator is given, nil for the usual ones.
  let inputs: [CandleColumn]?
  let function: String
  let functionArguments: [Double]
  /// What the function is given.
  let functionInputs: [CandleColumn]
  /// Our output for each of the function's, by name; nil where there is none. All of ours in order where it is empty.
  let outputs: [String?]
  let comparison: Comparison

  /// How numbers are compared.
  enum Comparison: Equatable {
    /// Within 10⁻⁹ of the number or 10⁻¹² of the price; undefined where TA-Lib's is.
    case usual
    /// Within 10⁻⁹ of the number, or 10⁻¹² of 100: a number that has a scale of its own, whatever the price is.
    case scale
    /// Within 10⁻⁹ of the number, or 10⁻¹² of another one, of which it is made.
    case within(Double)
    /// As usual, but ours begins later, with its last output: rows before its warm-up are left out.
    case beginsLater
    /// The same, but after TA-Lib's first number, rows where its number is undefined or infinite are left out.
    case definedLonger
    /// Equal whole numbers.
    case exact
    /// Equal whole numbers from our warm-up on; before it TA-Lib's are 0.
    case pattern
  }

  /// A case: `ReferenceCase("sma", [20], is: "SMA", [20])`.
  init(
    _ indicator: String, _ arguments: [Double] = [], of inputs: [CandleColumn]? = nil, is function: String,
    _ functionArguments: [Double] = [], reading functionInputs: [CandleColumn]? = nil, outputs: [String?] = [],
    compared comparison: Comparison = .usual
  ) {
    self.indicator = indicator
    self.arguments = arguments
    self.inputs = inputs
    self.function = function
    self.functionArguments = functionArguments
    self.functionInputs = functionInputs ?? inputs ?? [.close]
    self.outputs = outputs
    self.comparison = comparison
  }

  /// The case as the reference script reads it.
  var line: String {
    let arguments = functionArguments.map { "\($0)" }.joined(separator: ",")
    return "\(function) \(functionInputs.map(\.name).joined(separator: ",")) \(arguments.isEmpty ? "-" : arguments)"
  }

  func call() throws -> IndicatorCall {
    guard let definition = IndicatorCatalog.byName[indicator] else {
      throw ReferenceFailure(description: "the catalog has no \(indicator)")
    }
    return try IndicatorCall(definition, arguments, inputs: inputs)
  }

  /// The cases of all families.
  static let all: [ReferenceCase] =
    averages + momentum + trend + volatility + volume + statistics + prices + structure + patterns

  /// An indicator and a function that take the same arguments, a case for each list of them.
  static func cases(
    _ indicator: String, _ arguments: [[Double]], of inputs: [CandleColumn]? = nil, are function: String,
    reading functionInputs: [CandleColumn]? = nil, outputs: [String?] = [], compared comparison: Comparison = .usual
  ) -> [ReferenceCase] {
    arguments.map {
      ReferenceCase(
        indicator, $0, of: inputs, is: function, $0, reading: functionInputs, outputs: outputs, compared: comparison)
    }
  }
}

struct ReferenceFailure: Error, CustomStringConvertible {
  let description: String
}
