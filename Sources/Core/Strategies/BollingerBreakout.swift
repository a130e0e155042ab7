// SPDX-License-Identifier: Apache-2.0

public import Indicators
public import StrategyKit
import TradingModel

/// `bollinger-breakout`: goes with a price that breaks out of its usual range, by bands around the mean of the close.
///
/// - Bands: the plain mean of the last `period` closes, and `deviations` standard deviations above and below it; the
///   deviation is that of the whole population, as in TA-Lib's `BBANDS`.
/// - Enter, tag `bollinger_up`: the close is above the upper band, and the one before was not above its own.
/// - Exit, tag `bollinger_down`: the close is below the lower band, and the one before was not below its own.
/// - Stance: enter above the upper band, exit below the lower one, none between them.
/// - Strength: 0.5 at a band, rising evenly to 1 where the close is twice as far from the mean as the band.
/// - Warm-up: `period` candles. There is no residue, but for the rounding of the last digits.
/// - Flat prices are inside their bands. Bands that are no further apart than rounding makes them count as flat.
public struct BollingerBreakout: Strategy {
  private let period: Int
  private var bollinger: Bollinger
  private var opinion: Opinion
  private var last: (close: Double, bands: Bollinger.Lines)?

  /// A strategy of a period, 2 or above, and of how many deviations the bands are apart from the mean, above 0.
  public init(period: Int, deviations: Double) {
    precondition(deviations > 0, "the bands are apart")
    self.period = period
    bollinger = Bollinger(period: period, deviations: deviations)
    opinion = Opinion(warmUp: period)
  }

  /// Candles until the bands are defined.
  public var warmUp: Int { opinion.warmUp }

  /// Enters where the close breaks out upwards, exits where it breaks out downwards.
  public mutating func update(_ bar: Bar) throws(StrategyFailure) -> Signal? {
    try bar.requireFinite()
    last = bollinger.update(bar.close).map { (bar.close, $0) }
    let now = current
    return opinion.turn(to: now).map {
      Signal($0, tag: $0 == .enter ? "bollinger_up" : "bollinger_down", strength: now.strength, reason: reason)
    }
  }

  private var current: Stance {
    guard let (close, bands) = last else { return .neutral }
    let distance = bands.upper - bands.middle
    guard distance > 1e-12 * bands.middle.magnitude else { return .neutral }
    let strength = 0.5 * (close - bands.middle).magnitude / distance
    if close > bands.upper { return Stance(.enter, strength: strength) }
    return close < bands.lower ? Stance(.exit, strength: strength) : .neutral
  }

  /// Enter above the upper band, exit below the lower one.
  public var stance: Stance? { opinion.stance }

  /// Where the close stands to the bands.
  public var reason: String {
    guard let (price, bands) = last else { return "the bands are not defined yet" }
    let close = Reading("the close", price)
    switch current.side {
    case .enter: return "\(close) is above the upper band \(Reading("", bands.upper).valueText)"
    case .exit: return "\(close) is below the lower band \(Reading("", bands.lower).valueText)"
    case nil:
      let ends = [bands.lower, bands.upper].map { Reading("", $0).valueText }.joined(separator: " and ")
      return "\(close) lies between the bands at \(ends)"
    }
  }

  /// The bands, lower first.
  public var readings: [Reading] {
    guard let bands = last?.bands else { return [] }
    return [
      Reading("lower band(\(period))", bands.lower), Reading("middle band(\(period))", bands.middle),
      Reading("upper band(\(period))", bands.upper),
    ]
  }
}

extension BollingerBreakout {
  /// The public face of `bollinger-breakout`.
  public static let definition = StrategyDefinition(
    name: "bollinger-breakout",
    summary: "Goes with a price that breaks out of its usual range: buys at a close above the upper Bollinger band.",
    rules: """
      Enter when the close is above mean(close, period) + deviations standard deviations and the one before was not \
      above its own; exit when it is below the mean by as much and the one before was not.
      """,
    parameters: [
      .integer("period", default: 20, in: 2...500, summary: "Over how many closes mean and deviation are taken."),
      .decimal(
        "deviations", default: 2, in: Fixed(units: Fixed.unitsPerOne / 10)...10,
        summary: "How many standard deviations the bands are apart from the mean."),
    ],
    build: { BollingerBreakout(period: $0.integer("period"), deviations: $0.number("deviations")) })
}
