// SPDX-License-Identifier: Apache-2.0

public import Indicators
public import StrategyKit
import TradingModel

/// `stochastic`: buys a price that turns upwards low in its range, and sells one that turns downwards high in it.
///
/// - Lines: %K, where the close lies in the range of the last `k` candles, 0 to 100, averaged over `smooth`; %D, the plain
///   mean of the last `d` %K. As TA-Lib's slow `STOCH`.
/// - Stance: enter while %K is above %D and %D is at or below oversold; exit while %K is below %D and %D is at or above
///   overbought; else none. A difference of no more than 10⁻⁹ is none.
/// - Enter, tag `stochastic_up`: the stance turns to enter. Exit, tag `stochastic_down`: it turns to exit.
/// - Strength: 0.5 at the threshold, rising evenly to 1 where %D is 0 (enter) or 100 (exit).
/// - Warm-up: k + smooth + d - 2 candles, 18 by default. There is no residue, but for the rounding of the last digits.
/// - Flat prices: in a range of nothing %K is 0, and crosses nothing once %D is 0 too.
public struct StochasticTurn: Strategy {
  private let oversold: Double
  private let overbought: Double
  private var stochastic: Stochastic
  private var opinion: Opinion
  private var lines: (now: StochasticLines, before: StochasticLines?)?

  /// A strategy of three counts, 1 or above, and two thresholds between 0 and 100, oversold below overbought.
  public init(k: Int, d: Int, smooth: Int, oversold: Double, overbought: Double) {
    precondition(0 < oversold && oversold < overbought && overbought < 100, "0 < oversold < overbought < 100")
    self.oversold = oversold
    self.overbought = overbought
    stochastic = Stochastic(k: k, smooth: smooth, d: d)
    opinion = Opinion(warmUp: stochastic.warmUp)
  }

  /// Candles until both lines are defined.
  public var warmUp: Int { opinion.warmUp }

  /// Enters where %K rises above %D low in the range, exits where it falls below high in it.
  public mutating func update(_ bar: Bar) throws(StrategyFailure) -> Signal? {
    try bar.requireFinite()
    if let now = stochastic.update(bar) { lines = (now, lines?.now) }
    let now = current
    return opinion.turn(to: now).map {
      Signal($0, tag: $0 == .enter ? "stochastic_up" : "stochastic_down", strength: now.strength, reason: change)
    }
  }

  private var current: Stance {
    guard let lines = lines?.now, (lines.k - lines.d).magnitude > 1e-9 else { return .neutral }
    if lines.k > lines.d, lines.d <= oversold {
      return Stance(.enter, strength: 0.5 + 0.5 * (oversold - lines.d) / oversold)
    }
    if lines.k < lines.d, lines.d >= overbought {
      return Stance(.exit, strength: 0.5 + 0.5 * (lines.d - overbought) / (100 - overbought))
    }
    return .neutral
  }

  /// Enter while %K is above a %D that is oversold, exit while it is below one that is overbought.
  public var stance: Stance? { opinion.stance }

  /// How the lines stand to each other and to the thresholds.
  public var reason: String {
    guard let lines = lines?.now else { return "the stochastic is not defined yet" }
    let relation = (lines.k - lines.d).magnitude <= 1e-9 ? "equals" : lines.k > lines.d ? "is above" : "is below"
    let (low, high) = (Reading("", oversold).valueText, Reading("", overbought).valueText)
    let place =
      lines.d <= oversold
      ? "at or below oversold \(low)"
      : lines.d >= overbought ? "at or above overbought \(high)" : "between \(low) and \(high)"
    return readings.map(\.description).joined(separator: " \(relation) ") + ", which is \(place)"
  }

  /// %K and %D.
  public var readings: [Reading] {
    guard let now = lines?.now else { return [] }
    return [Reading("%K", now.k), Reading("%D", now.d)]
  }

  private var change: String {
    guard let before = lines?.before else { return reason }
    let texts = [before.k, before.d].map { Reading("", $0).valueText }.joined(separator: " and ")
    return "\(reason); a candle earlier they were \(texts)"
  }
}

extension StochasticTurn {
  /// The public face of `stochastic`.
  public static let definition = StrategyDefinition(
    name: "stochastic",
    summary: "Buys a price that turns upwards low in its range: the stochastic's %K above its %D, oversold.",
    rules: """
      Enter when %K is above %D and %D is at or below oversold at the close of a candle, and that was not so at the one \
      before; exit when %K is below %D and %D is at or above overbought, and that was not so.
      """,
    parameters: [
      .integer("k", default: 14, in: 1...500, summary: "Over how many candles the range is taken."),
      .integer("d", default: 3, in: 1...100, summary: "How many %K are averaged to %D."),
      .integer("smooth", default: 3, in: 1...100, summary: "How many raw values are averaged to %K."),
      .decimal("oversold", default: 20, in: 1...99, summary: "The %D at or below which to buy."),
      .decimal("overbought", default: 80, in: 1...99, summary: "The %D at or above which to sell."),
    ],
    check: { values in
      let (oversold, overbought) = (values.decimal("oversold"), values.decimal("overbought"))
      if oversold < overbought { return [] }
      return [ParameterFault("oversold", .contradiction("be below overbought (\(overbought)), and is \(oversold)"))]
    },
    build: {
      StochasticTurn(
        k: $0.integer("k"), d: $0.integer("d"), smooth: $0.integer("smooth"), oversold: $0.number("oversold"),
        overbought: $0.number("overbought"))
    })
}
