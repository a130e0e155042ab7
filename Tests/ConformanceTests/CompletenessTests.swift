// SPDX-License-Identifier: Apache-2.0
import Indicators
import Testing

@Suite struct `The catalog of indicators` {
  /// What strategy files can name, by family; the candlestick patterns are counted apart.
  static let promised: [String: [String]] = [
    "averages": [
      "sma", "ema", "wma", "dema", "tema", "trima", "kama", "t3", "hma", "zlema", "vwma", "rma", "alma", "mama",
    ],
    "momentum": [
      "rsi", "stoch_rsi", "stochastic", "stochastic_fast", "macd", "roc", "mom", "cmo", "cci", "williams_r", "ultimate",
      "trix", "tsi", "awesome", "ppo", "apo", "aroon", "aroon_oscillator", "bop",
      "fisher",
    ],
    "trend": [
      "adx", "adxr", "plus_di", "minus_di", "dx", "sar", "supertrend", "ichimoku", "vortex",
    ],
    "volatility": [
      "atr", "natr", "true_range", "bollinger", "historical_volatility", "keltner", "donchian", "choppiness",
      "mass_index",
    ],
    "volume": [
      "obv", "ad", "adosc", "mfi", "cmf", "vwap", "anchored_vwap", "force_index", "ease_of_movement",
      "relative_volume",
    ],
    "statistics": [
      "stddev", "variance", "linreg", "linreg_slope", "linreg_intercept", "linreg_angle", "forecast", "correlation",
      "beta", "zscore", "percent_rank", "highest", "lowest", "highest_index", "lowest_index", "sum",
    ],
    "prices": ["typical_price", "median_price", "weighted_price", "average_price", "heikin_ashi"],
    "structure": ["swing_high", "swing_low", "pivots", "fibonacci_pivots", "camarilla_pivots"],
  ]

  /// Indicators for which TA-Lib has no function.
  static let withoutReference: Set<String> = [
    "alma", "choppiness", "ease_of_movement", "fisher", "ichimoku", "zscore",
    "historical_volatility", "swing_high", "swing_low", "pivots", "fibonacci_pivots", "camarilla_pivots",
  ]

  @Test(arguments: promised.keys.sorted())
  func `holds what is promised`(family: String) throws {
    let missing = try #require(Self.promised[family]).filter { IndicatorCatalog.byName[$0] == nil }
    #expect(missing == [])
  }

  @Test func `is compared with TA-Lib wherever it can be`() {
    let compared = Set(ReferenceCase.all.map(\.indicator))
    #expect(
      IndicatorCatalog.all.map(\.name).filter { !compared.contains($0) && !Self.withoutReference.contains($0) } == [])
    #expect(compared.intersection(Self.withoutReference) == [])
  }

  @Test func `names are in snake case, and no output has two`() {
    for definition in IndicatorCatalog.all {
      let words = [definition.name] + definition.outputs + definition.parameters.map(\.name)
      for word in words { #expect(word.wholeMatch(of: /[a-z][a-z0-9_]*/) != nil, "\(word) of \(definition.name)") }
      #expect(Set(definition.outputs).count == definition.outputs.count)
      #expect(definition.summary.hasSuffix("."), "\(definition.name)")
    }
  }
}
