// SPDX-License-Identifier: Apache-2.0

public import Indicators
import MarketData
public import StrategyKit
import TradingModel

/// `ema-crossover`: follows a trend that begins, by two exponential moving averages of the close.
///
/// - Enter, tag `ema_up`: fast > slow at this close, and fast <= slow at the one before.
/// - Exit, tag `ema_down`: fast < slow at this close, and fast >= slow at the one before.
/// - Warm-up: 8 × slow candles, 208 by default. An average never quite forgets where it was started: after that many
///   candles less than 10⁻⁶ of the seed's error is left of the slow one, and after the 500 of a bootstrap less than
///   10⁻¹⁵. Two bots that were started at different times can therefore differ only where the averages touch to
///   within that.
/// - Flat prices and candles without volume are candles like any other; averages that are equal cross nothing.
public struct EMACrossover: Strategy {
  private var fast: EMA
  private var slow: EMA
  private var seen = 0

  /// How many candles are taken per period of the slow average before the first signal.
  private static let warmUpPeriods = 8

  /// A strategy of two periods, 2 or above, fast below slow.
  public init(fast: Int, slow: Int) {
    precondition(fast < slow, "the fast average is shorter than the slow one")
    self.fast = EMA(period: fast)
    self.slow = EMA(period: slow)
  }

  /// Candles until the slow average has forgotten where it began.
  public var warmUp: Int { Self.warmUpPeriods * slow.period }

  /// Enters where the fast average rises above the slow one, and exits where it falls below.
  public mutating func update(_ bar: Bar) throws(StrategyFailure) -> Signal? {
    try bar.requireFinite()
    let before = (fast: fast.value, slow: slow.value)
    let now = (fast: fast.update(bar.close), slow: slow.update(bar.close))
    seen = min(seen + 1, warmUp + 1)
    guard seen > warmUp, let oldFast = before.fast, let oldSlow = before.slow, let newFast = now.fast,
      let newSlow = now.slow
    else { return nil }
    if newFast > newSlow, oldFast <= oldSlow {
      return Signal(.enter, tag: "ema_up", reason: change("rose above", oldFast, oldSlow))
    }
    if newFast < newSlow, oldFast >= oldSlow {
      return Signal(.exit, tag: "ema_down", reason: change("fell below", oldFast, oldSlow))
    }
    return nil
  }

  /// Enter while the fast average is above the slow one, exit while it is below.
  public var stance: Stance? {
    guard seen >= warmUp, let fast = fast.value, let slow = slow.value else { return nil }
    return fast == slow ? .neutral : Stance(fast > slow ? .enter : .exit)
  }

  /// How the averages stand to each other.
  public var reason: String {
    guard let fast = fast.value, let slow = slow.value else { return "the averages are not defined yet" }
    let relation = fast == slow ? "equals" : fast > slow ? "is above" : "is below"
    return readings.map(\.description).joined(separator: " \(relation) ")
  }

  /// Both averages, fast first.
  public var readings: [Reading] {
    [fast, slow].compactMap { average in average.value.map { Reading("EMA(\(average.period))", $0) } }
  }

  private func change(_ verb: String, _ oldFast: Double, _ oldSlow: Double) -> String {
    let now = readings.map(\.description).joined(separator: " \(verb) ")
    let before = [oldFast, oldSlow].map { Reading("", $0).valueText }.joined(separator: " and ")
    return "\(now); a candle earlier they were \(before)"
  }
}

extension EMACrossover {
  /// The public face of `ema-crossover`.
  public static let definition = StrategyDefinition(
    name: "ema-crossover",
    summary: "Follows a trend that begins: buys when a fast average of the close rises above a slow one.",
    rules: """
      Enter when EMA(close, fast) is above EMA(close, slow) at the close of a candle and was not at the one before; \
      exit when it is below and was not at the one before.
      """,
    parameters: [
      .integer("fast", default: 12, in: 2...499, summary: "How many candles the fast average looks back."),
      .integer("slow", default: 26, in: 3...500, summary: "How many candles the slow average looks back."),
    ],
    check: { values in
      let (fast, slow) = (values.integer("fast"), values.integer("slow"))
      return fast < slow ? [] : [ParameterFault("fast", .contradiction("be below slow (\(slow)), and is \(fast)"))]
    },
    build: { EMACrossover(fast: $0.integer("fast"), slow: $0.integer("slow")) })
}
