// SPDX-License-Identifier: Apache-2.0

import Indicators

/// Finds the swing highs and lows of candles, each once it is confirmed: ``SwingHigh`` and ``SwingLow``.
struct SwingFinder: Sendable {
  /// How many candles confirm a swing on each side; 1 or above.
  let reach: Int
  private var highs: SwingHigh
  private var lows: SwingLow

  /// A finder that looks over a count of candles on each side.
  init(reach: Int) {
    self.reach = reach
    highs = SwingHigh(count: reach)
    lows = SwingLow(count: reach)
  }

  /// How many candles it takes until the first swing can be known.
  var warmUp: Int { highs.warmUp }

  /// Takes the next candle.
  ///
  /// - Returns: the prices of the swings that it confirms, which came `reach` candles ago.
  mutating func update(_ bar: Bar) -> (high: Double?, low: Double?) {
    let high = highs.update(bar).flatMap { $0.age == Double(reach) ? $0.swingHigh : nil }
    let low = lows.update(bar).flatMap { $0.age == Double(reach) ? $0.swingLow : nil }
    return (high, low)
  }
}
