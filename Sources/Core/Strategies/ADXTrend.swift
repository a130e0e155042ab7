// SPDX-License-Identifier: Apache-2.0

public import Indicators
public import StrategyKit
import TradingModel

/// `adx`: goes with a trend that is strong, by Wilder's average directional index and its two directional indicators.
///
/// - Lines: ADX, +DI and -DI over `period` candles, each 0 to 100, as in TA-Lib.
/// - Stance: enter while ADX is at or above the threshold and +DI is above -DI; exit while it is and -DI is above +DI;
///   else none.
/// - Enter, tag `adx_up`: the stance turns to enter. Exit, tag `adx_down`: it turns to exit.
/// - Strength: 0.5 at the threshold, rising evenly to 1 where ADX is 100.
/// - Warm-up: 30 × period candles, 420 by default. Wilder's smoothing never quite forgets where it was started: after
///   that many candles less than 10⁻⁶ of the seeds' error is left.
/// - Flat prices from the start have no trend; a flat stretch later leaves the lines where they are.
public struct ADXTrend: Strategy {
  private let threshold: Double
  private var adx: ADX
  private var opinion: Opinion
  private var lines: ADX.Lines?

  /// How many candles are taken per period before the first signal.
  private static let warmUpPeriods = 30

  /// A strategy of a period, 2 or above, and of the index from which on a trend counts, above 0 and below 100.
  public init(period: Int, threshold: Double) {
    precondition(0 < threshold && threshold < 100, "0 < threshold < 100")
    self.threshold = threshold
    adx = ADX(period: period)
    opinion = Opinion(warmUp: Self.warmUpPeriods * period)
  }

  /// Candles until the index has forgotten where it began.
  public var warmUp: Int { opinion.warmUp }

  /// Enters where a strong trend goes up, exits where one goes down.
  public mutating func update(_ bar: Bar) throws(StrategyFailure) -> Signal? {
    try bar.requireFinite()
    lines = adx.update(bar)
    let now = current
    return opinion.turn(to: now).map {
      Signal($0, tag: $0 == .enter ? "adx_up" : "adx_down", strength: now.strength, reason: reason)
    }
  }

  private var current: Stance {
    guard let lines, lines.adx >= threshold, lines.plus != lines.minus else { return .neutral }
    let strength = 0.5 + 0.5 * (lines.adx - threshold) / (100 - threshold)
    return Stance(lines.plus > lines.minus ? .enter : .exit, strength: strength)
  }

  /// Enter in a strong trend upwards, exit in one downwards.
  public var stance: Stance? { opinion.stance }

  /// How strong the trend is, and which way it goes.
  public var reason: String {
    guard let lines else { return "the ADX is not defined yet" }
    let strength = "\(lines.adx >= threshold ? "is at or above" : "is below") \(Reading("", threshold).valueText)"
    let way = lines.plus == lines.minus ? "equals" : lines.plus > lines.minus ? "is above" : "is below"
    return "\(readings[0]) \(strength), \(readings[1]) \(way) \(readings[2])"
  }

  /// The index and both directional indicators.
  public var readings: [Reading] {
    guard let lines else { return [] }
    return [Reading("ADX(\(adx.period))", lines.adx), Reading("+DI", lines.plus), Reading("-DI", lines.minus)]
  }
}

extension ADXTrend {
  /// The public face of `adx`.
  public static let definition = StrategyDefinition(
    name: "adx",
    summary: "Goes with a strong trend: buys when ADX reaches its threshold while +DI is above -DI.",
    rules: """
      Enter when ADX(period) is at or above threshold and +DI is above -DI at the close of a candle, and that was not \
      so at the one before; exit when it is and -DI is above +DI, and that was not so.
      """,
    parameters: [
      .integer("period", default: 14, in: 2...200, summary: "Over how many candles movements are averaged."),
      .decimal("threshold", default: 25, in: 1...99, summary: "The ADX from which on a trend counts as strong."),
    ],
    build: { ADXTrend(period: $0.integer("period"), threshold: $0.number("threshold")) })
}
