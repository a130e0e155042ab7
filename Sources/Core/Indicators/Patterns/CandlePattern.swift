// SPDX-License-Identifier: Apache-2.0

/// A candlestick pattern: 100 or -100 at the candle that completes it, by whether it speaks for a rise or a
/// fall, else 0. Some have more to say, which their own documentation tells.
///
/// - Authors: Steve Nison, Japanese Candlestick Charting Techniques, 1991; Gregory Morris, Candlestick Charting
///   Explained, 1992.
/// - Source: the function of TA-Lib that the pattern names, with the settings that it comes with; equal to it.
/// - Warm-up: the longest period of its means, its reach and its lead, and the candle itself. There is no residue but for
///   the rounding of the sums.
/// - Flat series: what the rule says of candles that are all the same; most say 0.
protocol CandlePattern: CandleIndicator, WindowedIndicator where Output == Double {
  /// How many candles before the newest there must be, besides those that its means are of.
  static var reach: Int { get }
  /// For how many candles it is asked before its first answer is given: more than 0 where it remembers something.
  static var lead: Int { get }

  /// Names the means that the rule asks for, each with the age of the candle before which it is taken. A function rather
  /// than a list: so the compiler knows for each pattern what there is to sum up.
  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void)

  /// The last candles; made by ``PastCandles/init(for:)``.
  var past: PastCandles { get set }

  /// What it says of the newest candle.
  mutating func value(_ candles: CandleView) -> Double
}

extension CandlePattern {
  static var lead: Int { 0 }
  static func averages(_ name: (CandleMeasure, _ age: Int) -> Void) {}

  var warmUp: Int { past.warmUp }

  var memory: [Double] {
    get { past.memory }
    set { past.memory = newValue }
  }

  @inline(__always)
  mutating func step(_ bar: Bar, _ memory: UnsafeMutablePointer<Double>) -> Double? {
    let candles = past.push(bar, memory)
    guard past.missing <= Self.lead else {
      gather(candles)
      return nil
    }
    let value = value(candles)
    Self.averages { measure, age in candles.advance(measure, age) }
    return past.missing > 0 ? nil : value
  }

  /// Sums up what the first means are of, at a candle of which the pattern isn't asked yet.
  @inline(never)
  private func gather(_ candles: CandleView) {
    Self.averages { measure, age in
      if past.missing <= Self.lead + measure.period { candles.gather(measure, age) }
    }
  }
}
