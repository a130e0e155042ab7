// SPDX-License-Identifier: Apache-2.0

extension IndicatorCatalog {
  static let averages: [IndicatorDefinition] = [
    .series("sma", "Simple moving average.", [.period()]) { SMA(period: $0.integer(0)) },
    .series("ema", "Exponential moving average.", [.period()]) { EMA(period: $0.integer(0)) },
    .series("wma", "Weighted moving average.", [.period()]) { WMA(period: $0.integer(0)) },
    .series("dema", "Double exponential moving average.", [.period()]) { DEMA(period: $0.integer(0)) },
    .series("tema", "Triple exponential moving average.", [.period()]) { TEMA(period: $0.integer(0)) },
    .series("trima", "Triangular moving average.", [.period()]) { TRIMA(period: $0.integer(0)) },
    .series(
      "kama", "Kaufman's adaptive moving average.",
      [
        .period(default: 10), .period("fast", from: 1, default: 2), .period("slow", from: 1, default: 30),
      ],
      check: { $0.integer(1) < $0.integer(2) ? nil : "fast must be below slow" },
      make: { KAMA(period: $0.integer(0), fast: $0.integer(1), slow: $0.integer(2)) }),
    .series(
      "t3", "Tillson's T3 moving average.", [.period(default: 5), .decimal("volume_factor", in: 0...1, default: 0.7)]
    ) {
      T3(period: $0.integer(0), volumeFactor: $0.number(1))
    },
    .series("hma", "Hull moving average.", [.period()]) { HMA(period: $0.integer(0)) },
    .series("zlema", "Zero-lag exponential moving average.", [.period()]) { ZLEMA(period: $0.integer(0)) },
    .seriesAndVolume("vwma", "Volume-weighted moving average.", [.period()]) { VWMA(period: $0.integer(0)) },
    .series("rma", "Wilder's moving average.", [.period()]) { RMA(period: $0.integer(0)) },
    .series(
      "alma", "Arnaud Legoux's moving average.",
      [
        .period(default: 9), .decimal("offset", in: 0...1, default: 0.85), .decimal("sigma", in: 0.1...100, default: 6),
      ]
    ) { ALMA(period: $0.integer(0), offset: $0.number(1), sigma: $0.number(2)) },
    .series(
      "mama", "MESA adaptive moving average, with the one that follows it.",
      [.decimal("fast_limit", in: 0.01...0.99, default: 0.5), .decimal("slow_limit", in: 0.01...0.99, default: 0.05)],
      check: { $0.number(1) <= $0.number(0) ? nil : "slow_limit must not be above fast_limit" },
      make: { MAMA(fastLimit: $0.number(0), slowLimit: $0.number(1)) }),
  ]
}
