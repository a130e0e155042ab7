// SPDX-License-Identifier: Apache-2.0

public import Indicators
import MarketData
public import StrategyKit
import TradingModel

/// `rsi-mean-reversion`: buys what has fallen too fast, and sells what has risen too fast, by the RSI of the close.
///
/// - Enter, tag `rsi_oversold`: RSI <= oversold at this close, and RSI > oversold at the one before.
/// - Exit, tag `rsi_overbought`: RSI >= overbought at this close, and RSI < overbought at the one before.
/// - Strength: 0.5 at the threshold, rising evenly to 1 where the RSI is 0 (enter) or 100 (exit).
/// - Warm-up: 15 × period candles, 210 by default. Wilder's smoothing never quite forgets where it was started: after
///   that many candles less than 10⁻⁶ of the seed's error is left, and after the 500 of a bootstrap less than 10⁻¹⁵.
///   Two bots that were started at different times can therefore differ only where the RSI touches a threshold to
///   within that.
/// - Flat prices and candles without volume are candles like any other: the RSI stays where it is, and crosses nothing.
public struct RSIMeanReversion: Strategy {
  private var rsi: RSI
  private let oversold: Double
  private let overbought: Double
  private var seen = 0

  /// How many candles are taken per period before the first signal.
  private static let warmUpPeriods = 15

  /// A strategy of a period, 2 or above, and two thresholds between 0 and 100, oversold below overbought.
  public init(period: Int, oversold: Double, overbought: Double) {
    precondition(0 < oversold && oversold < overbought && overbought < 100, "0 < oversold < overbought < 100")
    rsi = RSI(period: period)
    self.oversold = oversold
    self.overbought = overbought
  }

  /// Candles until the index has forgotten where it began.
  public var warmUp: Int { Self.warmUpPeriods * rsi.period }

  /// Enters where the index falls to oversold, exits where it rises to overbought.
  public mutating func update(_ bar: Bar) throws(StrategyFailure) -> Signal? {
    try bar.requireFinite()
    let before = rsi.value
    let now = rsi.update(bar.close)
    seen = min(seen + 1, warmUp + 1)
    guard seen > warmUp, let before, let now else { return nil }
    if now <= oversold, before > oversold {
      return Signal(
        .enter, tag: "rsi_oversold", strength: strength(of: now),
        reason: change("fell to", oversold, "oversold", before))
    }
    if now >= overbought, before < overbought {
      return Signal(
        .exit, tag: "rsi_overbought", strength: strength(of: now),
        reason: change("rose to", overbought, "overbought", before))
    }
    return nil
  }

  /// Enter while the index is at or below oversold, exit while it is at or above overbought.
  public var stance: Stance? {
    guard seen >= warmUp, let now = rsi.value else { return nil }
    if now <= oversold { return Stance(.enter, strength: strength(of: now)) }
    return now >= overbought ? Stance(.exit, strength: strength(of: now)) : .neutral
  }

  /// Where the index stands between its thresholds.
  public var reason: String {
    guard let now = rsi.value, let reading = readings.first else { return "the RSI is not defined yet" }
    let (low, high) = (Reading("", oversold).valueText, Reading("", overbought).valueText)
    if now <= oversold { return "\(reading) is at or below oversold \(low)" }
    if now >= overbought { return "\(reading) is at or above overbought \(high)" }
    return "\(reading) lies between \(low) and \(high)"
  }

  /// 0.5 at a threshold, 1 at the end of the scale behind it.
  private func strength(of now: Double) -> Double {
    now <= oversold ? 0.5 + 0.5 * (oversold - now) / oversold : 0.5 + 0.5 * (now - overbought) / (100 - overbought)
  }

  /// The index.
  public var readings: [Reading] {
    rsi.value.map { [Reading("RSI(\(rsi.period))", $0)] } ?? []
  }

  private func change(_ verb: String, _ threshold: Double, _ name: String, _ before: Double) -> String {
    let texts = [threshold, before].map { Reading("", $0).valueText }
    let now = readings.map { "\($0.name) \(verb) \($0.valueText)" }.joined()
    return "\(now), past \(name) \(texts[0]); a candle earlier it was \(texts[1])"
  }
}

extension RSIMeanReversion {
  /// The public face of `rsi-mean-reversion`.
  public static let definition = StrategyDefinition(
    name: "rsi-mean-reversion",
    summary: "Bets on a return to the mean: buys when the RSI of the close falls to oversold.",
    rules: """
      Enter when RSI(close, period) is at or below oversold at the close of a candle and was above it at the one \
      before; exit when it is at or above overbought and was below it at the one before.
      """,
    parameters: [
      .integer("period", default: 14, in: 2...200, summary: "Over how many changes rises and falls are averaged."),
      .decimal("oversold", default: 30, in: 1...99, summary: "The RSI at or below which to buy."),
      .decimal("overbought", default: 70, in: 1...99, summary: "The RSI at or above which to sell."),
    ],
    check: { values in
      let (oversold, overbought) = (values.decimal("oversold"), values.decimal("overbought"))
      if oversold < overbought { return [] }
      return [ParameterFault("oversold", .contradiction("be below overbought (\(overbought)), and is \(oversold)"))]
    },
    build: {
      RSIMeanReversion(
        period: $0.integer("period"), oversold: $0.number("oversold"), overbought: $0.number("overbought"))
    })
}
