// SPDX-License-Identifier: Apache-2.0

extension IndicatorCatalog {
  static let trend: [IndicatorDefinition] = directions + lines

  /// Which direction a price has, and how much of it.
  private static let directions: [IndicatorDefinition] = [
    .candle("adx", "Average directional index with both directional indicators.", [.period(default: 14)]) {
      ADX(period: $0.integer(0))
    },
    .candle("adxr", "Average directional index rating, 0 to 100.", [.period(default: 14)]) {
      ADXR(period: $0.integer(0))
    },
    .candle("dx", "Directional movement index, 0 to 100.", [.period(default: 14)]) { DX(period: $0.integer(0)) },
    .candle("plus_di", "Plus directional indicator, 0 to 100.", [.period(default: 14)]) {
      PlusDI(period: $0.integer(0))
    },
    .candle("minus_di", "Minus directional indicator, 0 to 100.", [.period(default: 14)]) {
      MinusDI(period: $0.integer(0))
    },
    .candle("vortex", "Movement up and down against the true range.", [.period(from: 1, default: 14)]) {
      Vortex(period: $0.integer(0))
    },
  ]

  /// Lines that a price follows or crosses.
  private static let lines: [IndicatorDefinition] = [
    .candle(
      "sar", "Parabolic stop and reverse, a price.",
      [.decimal("acceleration", in: 0...1, default: 0.02), .decimal("maximum", in: 0...1, default: 0.2)]
    ) { SAR(acceleration: $0.number(0), maximum: $0.number(1)) },
    .candle(
      "supertrend", "A stop that follows the trend, a price, and the trend's direction, 1 or -1.",
      [.period(default: 10), .decimal("multiplier", in: 0...100, default: 3)]
    ) { Supertrend(period: $0.integer(0), multiplier: $0.number(1)) },
    .candle(
      "ichimoku", "The middles of three ranges, the cloud as it stands at this candle.",
      [
        .period("conversion", from: 1, default: 9), .period("base", from: 1, default: 26),
        .period("span", from: 1, default: 52), .period("displacement", from: 1, default: 26),
      ]
    ) {
      Ichimoku(conversion: $0.integer(0), base: $0.integer(1), span: $0.integer(2), displacement: $0.integer(3))
    },
  ]
}
