// SPDX-License-Identifier: Apache-2.0

public import Indicators
public import StrategyKit
import TradingModel

/// `macd`: follows a momentum that turns, by the MACD of the close and its signal line.
///
/// - Lines: EMA(fast) - EMA(slow) of the close, and its own EMA over `signal`, as in TA-Lib's `MACD`.
/// - Enter, tag `macd_up`: the MACD is above its signal line at this close, and was not at the one before.
/// - Exit, tag `macd_down`: it is below, and was not at the one before.
/// - Stance: enter while it is above, exit while it is below. A difference of no more than 10⁻¹² of the close is none.
/// - Strength: 1.
/// - Warm-up: 8 × (slow + signal) candles, 280 by default. The averages never quite forget where they were started: after
///   that many candles less than 10⁻⁶ of the seeds' error is left.
/// - Flat prices and candles without volume are candles like any other; lines that are equal cross nothing.
public struct MACDCrossover: Strategy {
  private let periods: (fast: Int, slow: Int, signal: Int)
  private var macd: MACD
  private var opinion: Opinion
  private var lines: (now: MACD.Lines, before: MACD.Lines?)?
  private var current = Stance.neutral

  /// How many candles are taken per period of the slow average and the signal line before the first signal.
  private static let warmUpPeriods = 8

  /// A strategy of three periods, 2 or above, fast below slow.
  public init(fast: Int, slow: Int, signal: Int) {
    periods = (fast, slow, signal)
    macd = MACD(fast: fast, slow: slow, signal: signal)
    opinion = Opinion(warmUp: Self.warmUpPeriods * (slow + signal))
  }

  /// Candles until the averages have forgotten where they began.
  public var warmUp: Int { opinion.warmUp }

  /// Enters where the MACD rises above its signal line, exits where it falls below.
  public mutating func update(_ bar: Bar) throws(StrategyFailure) -> Signal? {
    try bar.requireFinite()
    if let now = macd.update(bar.close) {
      lines = (now, lines?.now)
      let isEqual = now.histogram.magnitude <= 1e-12 * bar.close.magnitude
      current = isEqual ? .neutral : Stance(now.histogram > 0 ? .enter : .exit)
    }
    return opinion.turn(to: current).map { Signal($0, tag: $0 == .enter ? "macd_up" : "macd_down", reason: change) }
  }

  /// Enter while the MACD is above its signal line, exit while it is below.
  public var stance: Stance? { opinion.stance }

  /// How the lines stand to each other.
  public var reason: String {
    guard lines != nil else { return "the MACD is not defined yet" }
    let relation = current.side.map { $0 == .enter ? "is above" : "is below" } ?? "equals"
    return readings.prefix(2).map(\.description).joined(separator: " \(relation) ")
  }

  /// The MACD, its signal line and their difference.
  public var readings: [Reading] {
    guard let now = lines?.now else { return [] }
    let names = (macd: "MACD(\(periods.fast), \(periods.slow))", signal: "signal(\(periods.signal))")
    return [
      Reading(names.macd, now.macd), Reading(names.signal, now.signal), Reading("histogram", now.histogram),
    ]
  }

  private var change: String {
    guard let before = lines?.before else { return reason }
    let texts = [before.macd, before.signal].map { Reading("", $0).valueText }.joined(separator: " and ")
    return "\(reason); a candle earlier they were \(texts)"
  }
}

extension MACDCrossover {
  /// The public face of `macd`.
  public static let definition = StrategyDefinition(
    name: "macd",
    summary: "Follows a momentum that turns: buys when the MACD of the close rises above its signal line.",
    rules: """
      Enter when MACD(close, fast, slow) is above its EMA over signal at the close of a candle and was not at the one \
      before; exit when it is below and was not at the one before.
      """,
    parameters: [
      .integer("fast", default: 12, in: 2...499, summary: "How many candles the fast average looks back."),
      .integer("slow", default: 26, in: 3...500, summary: "How many candles the slow average looks back."),
      .integer("signal", default: 9, in: 2...500, summary: "How many values the signal line is averaged over."),
    ],
    check: { values in
      let (fast, slow) = (values.integer("fast"), values.integer("slow"))
      return fast < slow ? [] : [ParameterFault("fast", .contradiction("be below slow (\(slow)), and is \(fast)"))]
    },
    build: { MACDCrossover(fast: $0.integer("fast"), slow: $0.integer("slow"), signal: $0.integer("signal")) })
}
