// SPDX-License-Identifier: Apache-2.0

/// A candlestick pattern: 100 or -100 at the candle that completes it, by whether it speaks for a rise or a fall, else 0.
/// Some have more to say, which their own documentation tells.
///
/// - Authors: Steve Nison, Japanese Candlestick Charting Techniques, 1991; Gregory Morris, Candlestick Charting
///   Explained, 1992.
/// - Source: the function of TA-Lib that the pattern names, with the settings that it comes with; equal to it.
/// - Warm-up: the longest period of its means, its reach and its lead, and the candle itself. There is no residue but for
///   the rounding of the sums.
/// - Flat series: what the rule says of candles that are all the same; most say 0.
protocol CandlePattern: CandleIndicator where Output == Double {
  /// How many candles before the newest there must be, besides those that its means are of.
  static var reach: Int { get }
  /// For how many candles it is asked before its first answer is given: more than 0 where it remembers something.
  static var lead: Int { get }
  /// The means that it asks for, each with the age of the candle before which it is taken.
  static var averages: [(measure: CandleMeasure, age: Int)] { get }

  /// The last candles; made by ``CandleView/init(for:)``.
  var candles: CandleView { get set }

  /// What it says of the newest candle.
  mutating func value() -> Double
}

extension CandlePattern {
  static var lead: Int { 0 }
  static var averages: [(measure: CandleMeasure, age: Int)] { [] }

  var warmUp: Int { candles.warmUp }

  mutating func update(_ bar: Bar) -> Double? {
    candles.push(bar)
    guard candles.isAsked else {
      candles.gather()
      return nil
    }
    let value = value()
    candles.advance()
    return candles.isAnswered ? value : nil
  }
}
