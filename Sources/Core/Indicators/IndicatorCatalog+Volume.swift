// SPDX-License-Identifier: Apache-2.0

extension IndicatorCatalog {
  static let volume: [IndicatorDefinition] = [
    .candle("obv", "On-balance volume.") { _ in OBV() },
    .candle("ad", "Accumulation and distribution.") { _ in AccumulationDistribution() },
    .candle(
      "adosc", "Chaikin's oscillator of accumulation and distribution.",
      [.period("fast", default: 3), .period("slow", default: 10)]
    ) { ADOSC(fast: $0.integer(0), slow: $0.integer(1)) },
    .candle("mfi", "Money flow index, 0 to 100.", [.period(default: 14)]) { MFI(period: $0.integer(0)) },
    .candle("cmf", "Chaikin's money flow, -1 to 1.", [.period(default: 20)]) { CMF(period: $0.integer(0)) },
    .candle(
      "vwap", "Volume-weighted average price of the session so far.",
      [.integer("session_minutes", in: 1...1440, default: 1440)]
    ) { VWAP(sessionMinutes: $0.integer(0)) },
    .candle(
      "anchored_vwap", "Volume-weighted average price since a moment, in milliseconds since 1970.",
      [.integer("anchor", in: 0...4_000_000_000_000)]
    ) { AnchoredVWAP(anchor: Int64($0.integer(0))) },
    .candle("force_index", "Elder's force index.", [.period(default: 13)]) { ForceIndex(period: $0.integer(0)) },
    .candle(
      "ease_of_movement", "Arms' ease of movement.",
      [.period(from: 1, default: 14), .decimal("divisor", in: 1...1e12, default: 10_000)]
    ) { EaseOfMovement(period: $0.integer(0), divisor: $0.number(1)) },
    .candle("relative_volume", "How many times the usual volume was traded.", [.period(from: 1, default: 20)]) {
      RelativeVolume(period: $0.integer(0))
    },
  ]
}
