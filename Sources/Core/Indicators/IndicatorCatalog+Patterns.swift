// SPDX-License-Identifier: Apache-2.0

extension IndicatorCatalog {
  static let patterns: [IndicatorDefinition] = singlePatterns + pairPatterns + triplePatterns + longerPatterns

  /// Patterns of one candle.
  private static let singlePatterns: [IndicatorDefinition] = [
    pattern("belt_hold", "belt hold.") { _ in BeltHold() },
    pattern("closing_marubozu", "closing marubozu.") { _ in ClosingMarubozu() },
    pattern("doji", "doji.") { _ in Doji() },
    pattern("dragonfly_doji", "dragonfly doji.") { _ in DragonflyDoji() },
    pattern("gravestone_doji", "gravestone doji.") { _ in GravestoneDoji() },
    pattern("high_wave", "high wave.") { _ in HighWave() },
    pattern("long_legged_doji", "long-legged doji.") { _ in LongLeggedDoji() },
    pattern("long_line", "long line.") { _ in LongLine() },
    pattern("marubozu", "marubozu.") { _ in Marubozu() },
    pattern("rickshaw_man", "rickshaw man.") { _ in RickshawMan() },
    pattern("short_line", "short line.") { _ in ShortLine() },
    pattern("spinning_top", "spinning top.") { _ in SpinningTop() },
    pattern("takuri", "takuri.") { _ in Takuri() },
  ]

  /// Patterns of two candles.
  private static let pairPatterns: [IndicatorDefinition] = [
    pattern("counterattack", "counterattack.") { _ in Counterattack() },
    pattern("dark_cloud_cover", "dark cloud cover.", [.decimal("penetration", in: 0...10, default: 0.5)]) {
      DarkCloudCover(penetration: $0.number(0))
    },
    pattern("doji_star", "doji star.") { _ in DojiStar() },
    pattern("engulfing", "engulfing.") { _ in Engulfing() },
    pattern("hammer", "hammer.") { _ in Hammer() },
    pattern("hanging_man", "hanging man.") { _ in HangingMan() },
    pattern("harami", "harami.") { _ in Harami() },
    pattern("harami_cross", "harami cross.") { _ in HaramiCross() },
    pattern("homing_pigeon", "homing pigeon.") { _ in HomingPigeon() },
    pattern("in_neck", "in-neck.") { _ in InNeck() },
    pattern("inverted_hammer", "inverted hammer.") { _ in InvertedHammer() },
    pattern("kicking", "kicking.") { _ in Kicking() },
    pattern("kicking_by_length", "kicking by length.") { _ in KickingByLength() },
    pattern("matching_low", "matching low.") { _ in MatchingLow() },
    pattern("on_neck", "on-neck.") { _ in OnNeck() },
    pattern("piercing", "piercing.") { _ in Piercing() },
    pattern("separating_lines", "separating lines.") { _ in SeparatingLines() },
    pattern("shooting_star", "shooting star.") { _ in ShootingStar() },
    pattern("thrusting", "thrusting.") { _ in Thrusting() },
  ]

  /// Patterns of three candles.
  private static let triplePatterns: [IndicatorDefinition] = [
    pattern("two_crows", "two crows.") { _ in TwoCrows() },
    pattern("three_inside", "three inside up or down.") { _ in ThreeInside() },
    pattern("three_outside", "three outside up or down.") { _ in ThreeOutside() },
    pattern("three_stars_in_south", "three stars in the south.") { _ in ThreeStarsInSouth() },
    pattern("three_white_soldiers", "three white soldiers.") { _ in ThreeWhiteSoldiers() },
    pattern("abandoned_baby", "abandoned baby.", [.decimal("penetration", in: 0...10, default: 0.3)]) {
      AbandonedBaby(penetration: $0.number(0))
    },
    pattern("advance_block", "advance block.") { _ in AdvanceBlock() },
    pattern("evening_doji_star", "evening doji star.", [.decimal("penetration", in: 0...10, default: 0.3)]) {
      EveningDojiStar(penetration: $0.number(0))
    },
    pattern("evening_star", "evening star.", [.decimal("penetration", in: 0...10, default: 0.3)]) {
      EveningStar(penetration: $0.number(0))
    },
    pattern("gap_side_by_side_white", "side by side white lines after a gap.") { _ in GapSideBySideWhite() },
    pattern("hikkake", "hikkake.") { _ in Hikkake() },
    pattern("identical_three_crows", "identical three crows.") { _ in IdenticalThreeCrows() },
    pattern("morning_doji_star", "morning doji star.", [.decimal("penetration", in: 0...10, default: 0.3)]) {
      MorningDojiStar(penetration: $0.number(0))
    },
    pattern("morning_star", "morning star.", [.decimal("penetration", in: 0...10, default: 0.3)]) {
      MorningStar(penetration: $0.number(0))
    },
    pattern("stalled_pattern", "stalled pattern.") { _ in StalledPattern() },
    pattern("stick_sandwich", "stick sandwich.") { _ in StickSandwich() },
    pattern("tasuki_gap", "tasuki gap.") { _ in TasukiGap() },
    pattern("tristar", "tristar.") { _ in Tristar() },
    pattern("unique_three_river", "unique three river.") { _ in UniqueThreeRiver() },
    pattern("upside_gap_two_crows", "upside gap two crows.") { _ in UpsideGapTwoCrows() },
    pattern("gap_three_methods", "upside or downside gap three methods.") { _ in GapThreeMethods() },
  ]

  /// Patterns of four and five candles.
  private static let longerPatterns: [IndicatorDefinition] = [
    pattern("three_black_crows", "three black crows.") { _ in ThreeBlackCrows() },
    pattern("three_line_strike", "three line strike.") { _ in ThreeLineStrike() },
    pattern("breakaway", "breakaway.") { _ in Breakaway() },
    pattern("concealing_baby_swallow", "concealing baby swallow.") { _ in ConcealingBabySwallow() },
    pattern("modified_hikkake", "modified hikkake.") { _ in ModifiedHikkake() },
    pattern("ladder_bottom", "ladder bottom.") { _ in LadderBottom() },
    pattern("mat_hold", "mat hold.", [.decimal("penetration", in: 0...10, default: 0.5)]) {
      MatHold(penetration: $0.number(0))
    },
    pattern("three_methods", "rising or falling three methods.") { _ in ThreeMethods() },
  ]

  private static func pattern<Pattern: CandlePattern>(
    _ name: String, _ summary: String, _ parameters: [IndicatorParameter] = [],
    make: @escaping @Sendable (IndicatorArguments) -> Pattern
  ) -> IndicatorDefinition {
    .candle(name, "Candlestick pattern: \(summary)", parameters, make: make)
  }
}
