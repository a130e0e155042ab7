// SPDX-License-Identifier: Apache-2.0

/// An indicator's public face: what it is called, what it takes and answers, and how to make one.
public struct IndicatorDefinition: Sendable {
  /// Its name in strategy files, in snake case: `bollinger`.
  public let name: String
  /// What it is, in a sentence.
  public let summary: String
  /// What it reads.
  public let input: Input
  /// Its parameters, in order.
  public let parameters: [IndicatorParameter]
  /// The names of its numbers; none where there is only one. The one that is called like the indicator is meant where no
  /// name is given: `macd` is `macd.macd`.
  public let outputs: [String]

  /// What an indicator reads.
  public enum Input: Hashable, Sendable {
    /// One series, written as its first argument: `rsi(close, 14)`.
    case series
    /// Two series, written as its first arguments: `correlation(close, open, 20)`.
    case pair
    /// One series, written as its first argument, and the candle's volume: `vwma(close, 20)`.
    case seriesAndVolume
    /// The candle, which isn't written: `atr(14)`.
    case candle
  }

  private let check: @Sendable (IndicatorArguments) -> String?
  private let build: @Sendable (IndicatorArguments) -> any IndicatorProcess

  /// An indicator of one series.
  ///
  /// - Parameters:
  ///   - check: what is wrong with arguments that are each in range but contradict one another: "fast must be below slow".
  ///   - make: makes a fresh one of checked arguments.
  public static func series<Made: SeriesIndicator>(
    _ name: String, _ summary: String, _ parameters: [IndicatorParameter] = [],
    check: @escaping @Sendable (IndicatorArguments) -> String? = { _ in nil },
    make: @escaping @Sendable (IndicatorArguments) -> Made
  ) -> IndicatorDefinition {
    IndicatorDefinition(name, summary, .series, parameters, Made.Output.names, check, make)
  }

  /// An indicator of two series.
  public static func pair<Made: PairIndicator>(
    _ name: String, _ summary: String, _ parameters: [IndicatorParameter] = [],
    check: @escaping @Sendable (IndicatorArguments) -> String? = { _ in nil },
    make: @escaping @Sendable (IndicatorArguments) -> Made
  ) -> IndicatorDefinition {
    IndicatorDefinition(name, summary, .pair, parameters, Made.Output.names, check, make)
  }

  /// An indicator of one series and the volume.
  public static func seriesAndVolume<Made: PairIndicator>(
    _ name: String, _ summary: String, _ parameters: [IndicatorParameter] = [],
    check: @escaping @Sendable (IndicatorArguments) -> String? = { _ in nil },
    make: @escaping @Sendable (IndicatorArguments) -> Made
  ) -> IndicatorDefinition {
    IndicatorDefinition(name, summary, .seriesAndVolume, parameters, Made.Output.names, check, make)
  }

  /// An indicator of candles.
  public static func candle<Made: CandleIndicator>(
    _ name: String, _ summary: String, _ parameters: [IndicatorParameter] = [],
    check: @escaping @Sendable (IndicatorArguments) -> String? = { _ in nil },
    make: @escaping @Sendable (IndicatorArguments) -> Made
  ) -> IndicatorDefinition {
    IndicatorDefinition(name, summary, .candle, parameters, Made.Output.names, check, make)
  }

  private init(
    _ name: String, _ summary: String, _ input: Input, _ parameters: [IndicatorParameter], _ outputs: [String],
    _ check: @escaping @Sendable (IndicatorArguments) -> String?,
    _ build: @escaping @Sendable (IndicatorArguments) -> any IndicatorProcess
  ) {
    self.name = name
    self.summary = summary
    self.input = input
    self.parameters = parameters
    self.outputs = outputs
    self.check = check
    self.build = build
  }

  /// The arguments that were given, in order, with defaults for those left out at the end.
  ///
  /// - Throws: ``IndicatorFault``: too many or too few, out of range, not whole, contradictory.
  public func arguments(_ given: [Double]) throws(IndicatorFault) -> IndicatorArguments {
    if given.count > parameters.count { throw .tooMany(given.count, most: parameters.count) }
    var values: [Double] = []
    for (index, parameter) in parameters.enumerated() {
      guard let value = index < given.count ? given[index] : parameter.defaultValue else {
        throw .missing(parameter.name)
      }
      guard parameter.range.contains(value) else { throw .outOfRange(parameter.name, value, parameter.range) }
      if parameter.isWhole, value != value.rounded() { throw .notWhole(parameter.name, value) }
      values.append(value)
    }
    let arguments = IndicatorArguments(values: values)
    if let contradiction = check(arguments) { throw .contradiction(contradiction) }
    return arguments
  }

  /// Makes a fresh one of arguments that ``arguments(_:)`` has checked.
  public func make(_ arguments: IndicatorArguments) -> any IndicatorProcess { build(arguments) }
}

/// A number by which an indicator is adjusted.
public struct IndicatorParameter: Hashable, Sendable {
  /// Its name: `period`.
  public let name: String
  /// Whether it must be whole.
  public let isWhole: Bool
  /// What it may be, both bounds included.
  public let range: ClosedRange<Double>
  /// What it is where it is left out, or nil where it must be given.
  public let defaultValue: Double?

  /// A whole number.
  public static func integer(_ name: String, in range: ClosedRange<Int>, default value: Int? = nil) -> Self {
    Self(
      name: name, isWhole: true, range: Double(range.lowerBound)...Double(range.upperBound),
      defaultValue: value.map(Double.init))
  }

  /// A decimal number.
  public static func decimal(_ name: String, in range: ClosedRange<Double>, default value: Double? = nil) -> Self {
    Self(name: name, isWhole: false, range: range, defaultValue: value)
  }

  /// The longest period of any indicator: what is kept per indicator stays bounded.
  public static let periodMax = 2000

  /// A period: how many candles are looked back.
  public static func period(_ name: String = "period", from least: Int = 2, default value: Int? = nil) -> Self {
    integer(name, in: least...periodMax, default: value)
  }
}

/// The checked arguments of an indicator, one per parameter, in order.
public struct IndicatorArguments: Hashable, Sendable {
  /// The values.
  public let values: [Double]

  /// A whole argument by its place.
  public func integer(_ place: Int) -> Int { Int(values[place]) }

  /// An argument by its place.
  public func number(_ place: Int) -> Double { values[place] }
}

/// What is wrong with the arguments of an indicator.
public enum IndicatorFault: Error, Hashable, Sendable {
  /// More arguments than parameters.
  case tooMany(Int, most: Int)
  /// A parameter that has no default was left out.
  case missing(String)
  /// A value lies outside its bounds, or is not a number.
  case outOfRange(String, Double, ClosedRange<Double>)
  /// A whole number is wanted.
  case notWhole(String, Double)
  /// Values that contradict one another, in a sentence.
  case contradiction(String)
}
