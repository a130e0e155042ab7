// SPDX-License-Identifier: Apache-2.0

extension IndicatorCatalog {
  static let momentum: [IndicatorDefinition] = strengths + stochastics + differences + places

  /// How much rises outweigh falls.
  private static let strengths: [IndicatorDefinition] = [
    .series("rsi", "Relative strength index, 0 to 100.", [.period(default: 14)]) { RSI(period: $0.integer(0)) },
    .series("cmo", "Chande's momentum oscillator, -100 to 100.", [.period(default: 14)]) { CMO(period: $0.integer(0)) },
    .series(
      "tsi", "True strength index, -100 to 100.", [.period("first", default: 25), .period("second", default: 13)]
    ) { TSI(first: $0.integer(0), second: $0.integer(1)) },
    .candle(
      "ultimate", "Ultimate oscillator over three periods, 0 to 100.",
      [
        .period("short", from: 1, default: 7), .period("middle", from: 1, default: 14),
        .period("long", from: 1, default: 28),
      ]
    ) { UltimateOscillator(periods: $0.integer(0), $0.integer(1), $0.integer(2)) },
    .candle("bop", "Balance of power: the body's part of the candle's range, -1 to 1.") { _ in BOP() },
  ]

  /// Where a price stands in its own last range, smoothed.
  private static let stochastics: [IndicatorDefinition] = [
    .series(
      "stoch_rsi", "Stochastic of the relative strength index, 0 to 100.",
      [.period(default: 14), .period("k", from: 1, default: 5), .period("d", from: 1, default: 3)]
    ) { StochRSI(period: $0.integer(0), k: $0.integer(1), d: $0.integer(2)) },
    .candle(
      "stochastic", "Slow stochastic, 0 to 100.",
      [.period("k", from: 1, default: 14), .period("smooth", from: 1, default: 3), .period("d", from: 1, default: 3)]
    ) { Stochastic(k: $0.integer(0), smooth: $0.integer(1), d: $0.integer(2)) },
    .candle(
      "stochastic_fast", "Fast stochastic, 0 to 100.",
      [.period("k", from: 1, default: 5), .period("d", from: 1, default: 3)]
    ) { StochasticFast(k: $0.integer(0), d: $0.integer(1)) },
  ]

  /// How far a value is from an older one, or a fast average from a slow one.
  private static let differences: [IndicatorDefinition] = [
    .series(
      "macd", "Moving average convergence and divergence, in the price's unit.",
      twoAverages + [.period("signal", default: 9)],
      check: { TwinEMA.contradiction(fast: $0.integer(0), slow: $0.integer(1)) },
      make: { MACD(fast: $0.integer(0), slow: $0.integer(1), signal: $0.integer(2)) }),
    .series(
      "apo", "Absolute price oscillator: a fast average less a slow one, in the price's unit.", twoAverages,
      check: { TwinEMA.contradiction(fast: $0.integer(0), slow: $0.integer(1)) },
      make: { APO(fast: $0.integer(0), slow: $0.integer(1)) }),
    .series(
      "ppo", "Percentage price oscillator: by how many per cent a fast average is above a slow one.", twoAverages,
      check: { TwinEMA.contradiction(fast: $0.integer(0), slow: $0.integer(1)) },
      make: { PPO(fast: $0.integer(0), slow: $0.integer(1)) }),
    .candle(
      "awesome", "Awesome oscillator: a fast mean of the median price less a slow one, in the price's unit.",
      [.period("fast", from: 1, default: 5), .period("slow", default: 34)],
      check: { TwinEMA.contradiction(fast: $0.integer(0), slow: $0.integer(1)) },
      make: { AwesomeOscillator(fast: $0.integer(0), slow: $0.integer(1)) }),
    .series("roc", "Rate of change over a period, in per cent.", [.period(from: 1, default: 10)]) {
      ROC(period: $0.integer(0))
    },
    .series("mom", "Momentum: the change over a period, in the value's unit.", [.period(from: 1, default: 10)]) {
      MOM(period: $0.integer(0))
    },
    .series("trix", "Rate of change of a triple smoothed average, in per cent.", [.period(default: 30)]) {
      TRIX(period: $0.integer(0))
    },
  ]

  /// Where a price, or a time, stands among the last.
  private static let places: [IndicatorDefinition] = [
    .candle("cci", "Commodity channel index.", [.period(default: 14)]) { CCI(period: $0.integer(0)) },
    .candle("fisher", "Fisher transform of the median price's place in its range.", [.period(default: 10)]) {
      Fisher(period: $0.integer(0))
    },
    .candle("williams_r", "Williams' %R, -100 to 0.", [.period(default: 14)]) { WilliamsR(period: $0.integer(0)) },
    .candle("aroon", "How lately the highest high and lowest low came, 0 to 100.", [.period(default: 14)]) {
      Aroon(period: $0.integer(0))
    },
    .candle("aroon_oscillator", "Aroon's upper line less the lower one, -100 to 100.", [.period(default: 14)]) {
      AroonOscillator(period: $0.integer(0))
    },
  ]

  private static let twoAverages: [IndicatorParameter] = [.period("fast", default: 12), .period("slow", default: 26)]
}
