// SPDX-License-Identifier: Apache-2.0

import Indicators

/// An indicator with arguments, and TA-Lib's function for it.
struct IndicatorBenchCase: CustomStringConvertible {
  let definition: IndicatorDefinition
  let arguments: IndicatorArguments
  /// The columns that it is given.
  let inputs: [Int]
  /// TA-Lib's function, what it reads, and its arguments; nil where there is none.
  let reference: String?

  var name: String { definition.name }

  var description: String {
    "\(name)(\(arguments.values.map { $0 == $0.rounded() ? "\(Int($0))" : "\($0)" }.joined(separator: ", ")))"
  }

  /// Every indicator of the catalog with its usual arguments; 20 where there are none.
  static let all: [IndicatorBenchCase] = IndicatorCatalog.all.compactMap { definition in
    let values = definition.parameters.map { $0.defaultValue ?? min(20, $0.range.upperBound) }
    guard let arguments = try? definition.arguments(values) else { return nil }
    let inputs =
      switch definition.input {
      case .series: [close]
      case .pair: [high, low]
      case .seriesAndVolume: [close, volume]
      case .candle: [Int]()
      }
    return IndicatorBenchCase(
      definition: definition, arguments: arguments, inputs: inputs, reference: reference(definition, values))
  }

  private static let (high, low, close, volume) = (2, 3, 4, 5)

  /// The line of the reference script: a function called like ours but for its case, unless it is another one.
  private static func reference(_ definition: IndicatorDefinition, _ values: [Double]) -> String? {
    guard let (function, reads, count) = functions[definition.name] ?? pattern(definition) else { return nil }
    let numbers = values.prefix(count).map { "\($0)" }.joined(separator: ",")
    return "\(function) \(reads) \(numbers.isEmpty ? "-" : numbers)"
  }

  /// TA-Lib's function for a candlestick pattern, called like ours but for a few; nil for another indicator.
  private static func pattern(_ definition: IndicatorDefinition) -> (String, String, Int)? {
    guard definition.summary.hasPrefix("Candlestick pattern") else { return nil }
    let words = definition.name.split(separator: "_").map { ["two": "2", "three": "3"][$0] ?? $0.uppercased() }
    let name = patternsCalledOtherwise[definition.name] ?? words.joined()
    return ("CDL" + name, "open,high,low,close", definition.parameters.count)
  }

  private static let patternsCalledOtherwise = [
    "concealing_baby_swallow": "CONCEALBABYSWALL", "gap_side_by_side_white": "GAPSIDESIDEWHITE",
    "gap_three_methods": "XSIDEGAP3METHODS", "modified_hikkake": "HIKKAKEMOD", "three_methods": "RISEFALL3METHODS",
  ]

  /// TA-Lib's function, what it reads, and how many of our arguments it takes.
  private static let functions: [String: (String, String, Int)] = [
    "sma": ("SMA", "close", 1), "ema": ("EMA", "close", 1), "wma": ("WMA", "close", 1),
    "dema": ("DEMA", "close", 1), "tema": ("TEMA", "close", 1), "trima": ("TRIMA", "close", 1),
    "kama": ("KAMA", "close", 1), "t3": ("T3", "close", 2), "hma": ("HMA", "close", 1),
    "zlema": ("ZLEMA", "close", 1), "vwma": ("VWMA", "close,volume", 1), "rma": ("RMA", "close", 1),
    "mama": ("MAMA", "close", 2),
    "rsi": ("RSI", "close", 1), "cmo": ("CMO", "close", 1), "tsi": ("TSI", "close", 2),
    "ultimate": ("ULTOSC", "high,low,close", 3), "bop": ("BOP", "open,high,low,close", 0),
    "stoch_rsi": ("STOCHRSI", "close", 3), "stochastic": ("STOCH", "high,low,close", 2),
    "stochastic_fast": ("STOCHF", "high,low,close", 2), "macd": ("MACD", "close", 3), "apo": ("APO", "close", 2),
    "ppo": ("PPO", "close", 2), "awesome": ("AO", "high,low", 2), "roc": ("ROC", "close", 1),
    "mom": ("MOM", "close", 1), "trix": ("TRIX", "close", 1), "cci": ("CCI", "high,low,close", 1),
    "williams_r": ("WILLR", "high,low,close", 1), "aroon": ("AROON", "high,low", 1),
    "aroon_oscillator": ("AROONOSC", "high,low", 1),
    "adx": ("ADX", "high,low,close", 1), "adxr": ("ADXR", "high,low,close", 1), "dx": ("DX", "high,low,close", 1),
    "plus_di": ("PLUS_DI", "high,low,close", 1), "minus_di": ("MINUS_DI", "high,low,close", 1),
    "vortex": ("VORTEX", "high,low,close", 1), "sar": ("SAR", "high,low", 2),
    "supertrend": ("SUPERTREND", "high,low,close", 2),
    "atr": ("ATR", "high,low,close", 1), "natr": ("NATR", "high,low,close", 1),
    "true_range": ("TRANGE", "high,low,close", 0), "mass_index": ("MASSI", "high,low", 2),
    "keltner": ("KC", "high,low,close", 3), "donchian": ("DONCHIAN", "high,low", 1),
    "bollinger": ("BBANDS", "close", 2),
    "obv": ("OBV", "close,volume", 0), "ad": ("AD", "high,low,close,volume", 0),
    "adosc": ("ADOSC", "high,low,close,volume", 2), "mfi": ("MFI", "high,low,close,volume", 1),
    "cmf": ("CMF", "high,low,close,volume", 1), "vwap": ("VWAP", "high,low,close,volume", 0),
    "anchored_vwap": ("VWAP", "high,low,close,volume", 0), "force_index": ("EFI", "close,volume", 1),
    "relative_volume": ("RVOL", "volume", 1),
    "stddev": ("STDDEV", "close", 2), "variance": ("VAR", "close", 1), "linreg": ("LINEARREG", "close", 1),
    "linreg_slope": ("LINEARREG_SLOPE", "close", 1), "linreg_intercept": ("LINEARREG_INTERCEPT", "close", 1),
    "linreg_angle": ("LINEARREG_ANGLE", "close", 1), "forecast": ("TSF", "close", 1),
    "correlation": ("CORREL", "high,low", 1), "beta": ("BETA", "high,low", 1),
    "percent_rank": ("PERCENTRANK", "close", 1), "highest": ("MAX", "close", 1), "lowest": ("MIN", "close", 1),
    "highest_index": ("MAXINDEX", "close", 1), "lowest_index": ("MININDEX", "close", 1), "sum": ("SUM", "close", 1),
    "typical_price": ("TYPPRICE", "high,low,close", 0), "median_price": ("MEDPRICE", "high,low", 0),
    "weighted_price": ("WCLPRICE", "high,low,close", 0), "average_price": ("AVGPRICE", "open,high,low,close", 0),
    "heikin_ashi": ("HA", "open,high,low,close", 0),
  ]
}
