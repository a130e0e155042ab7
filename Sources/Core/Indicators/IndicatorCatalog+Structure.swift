// SPDX-License-Identifier: Apache-2.0

extension IndicatorCatalog {
  static let structure: [IndicatorDefinition] = [
    .candle("swing_high", "The last confirmed swing high and how many candles ago it stood.", [swing]) {
      SwingHigh(count: $0.integer(0))
    },
    .candle("swing_low", "The last confirmed swing low and how many candles ago it stood.", [swing]) {
      SwingLow(count: $0.integer(0))
    },
    .candle("pivots", "Classic pivot points of the UTC day before.") { _ in Pivots() },
    .candle("fibonacci_pivots", "Fibonacci pivot points of the UTC day before.") { _ in FibonacciPivots() },
    .candle("camarilla_pivots", "Camarilla pivot points of the UTC day before.") { _ in CamarillaPivots() },
  ]

  /// How many candles on each side confirm a swing.
  private static let swing: IndicatorParameter = .period("count", from: 1, default: 5)
}
