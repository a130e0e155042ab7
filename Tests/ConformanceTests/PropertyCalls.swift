// SPDX-License-Identifier: Apache-2.0
import Indicators

/// The calls by which every indicator of the catalog is tested: its defaults, its smallest arguments, larger ones.
enum PropertyCalls {
  static let all: [IndicatorCall] = IndicatorCatalog.all.flatMap { definition in
    if definition.parameters.isEmpty { return [try? IndicatorCall(definition, [])].compactMap { $0 } }
    let lists = special[definition.name] ?? [usual, smallest, large].map { definition.parameters.map($0) }
    return lists.compactMap { try? IndicatorCall(definition, $0) }
  }

  /// Arguments of indicators for which those made up for all don't do.
  private static let special: [String: [[Double]]] = [
    "anchored_vwap": [[0], [1_772_500_000_000], [4_000_000_000_000]]
  ]

  private static func usual(_ parameter: IndicatorParameter) -> Double {
    parameter.defaultValue ?? clamp(parameter.isWhole ? 10 : 0.5, to: parameter)
  }

  private static func smallest(_ parameter: IndicatorParameter) -> Double {
    parameter.isWhole ? parameter.range.lowerBound : usual(parameter)
  }

  private static func large(_ parameter: IndicatorParameter) -> Double {
    parameter.isWhole ? clamp(usual(parameter) * 3 + 1, to: parameter) : usual(parameter)
  }

  private static func clamp(_ value: Double, to parameter: IndicatorParameter) -> Double {
    min(max(value, parameter.range.lowerBound), parameter.range.upperBound)
  }

  /// Indicators that are undefined at times after their warm-up, with the reason that their documentation gives.
  static let undefinedAtTimes: [String: String] = [
    "anchored_vwap": "before the anchor there is nothing to average",
    "swing_high": "until one is confirmed there is none",
    "swing_low": "until one is confirmed there is none",
    "pivots": "until a whole day is over there are none",
    "fibonacci_pivots": "until a whole day is over there are none",
    "camarilla_pivots": "until a whole day is over there are none",
  ]
}
