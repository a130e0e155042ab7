// SPDX-License-Identifier: Apache-2.0

public import Indicators
public import StrategyKit

/// `liquidity-sweep`: buys when the price dips below a swing low, where stops lie, and closes back above it.
///
/// - Level: a confirmed swing (see ``BreakOfStructure``) of at most `lookback` candles ago that no later candle has gone
///   beyond.
/// - Sweep: a candle goes beyond one or more swing lows with its low, and closes above all of those. Beyond swing highs
///   the other way round. Levels that a candle goes beyond, swept or not, are used up. A candle that sweeps both sides
///   says nothing.
/// - Stance: enter from a sweep of lows on, exit from a sweep of highs on; none after a close beyond the end of the
///   sweeping candle's wick, and after `lookback` candles. A later sweep takes the place of an earlier one.
/// - Enter, tag `sweep_low`: the stance turns to enter. Exit, tag `sweep_high`: it turns to exit.
/// - Strength: 1.
/// - Warm-up: 2 × lookback + 2 × swing + 1 candles, 111 by default. There is no residue: it looks at no candle before
///   them.
/// - Flat prices sweep nothing. A signal depends on candles up to its own only.
public struct LiquiditySweep: Strategy {
  private let lookback: Int
  private var finder: SwingFinder
  private var highs: [Level] = []
  private var lows: [Level] = []
  private var calls: StandingCall
  private var opinion: Opinion
  private var swept: Double?

  /// A swing that no candle has gone beyond.
  private struct Level: Sendable {
    let price: Double
    var age: Int
  }

  /// A strategy of swings that are confirmed by a count of candles on each side, 1 or above, and of how long a swing
  /// counts, which is more than it takes to confirm it.
  public init(swing: Int, lookback: Int) {
    precondition(lookback > swing, "a swing counts for longer than it takes to confirm it")
    self.lookback = lookback
    finder = SwingFinder(reach: swing)
    calls = StandingCall(lifetime: lookback)
    opinion = Opinion(warmUp: 2 * lookback + finder.warmUp)
  }

  /// Candles until every swing and every opinion that it can still hold was made of candles that it has seen.
  public var warmUp: Int { opinion.warmUp }

  /// Enters where lows are swept, exits where highs are.
  public mutating func update(_ bar: Bar) throws(StrategyFailure) -> Signal? {
    try bar.requireFinite()
    let below = Self.take(&lows, lookback) { bar.low < $0 }
    let above = Self.take(&highs, lookback) { bar.high > $0 }
    calls.update(bar, call(bar, highestLow: below.max(), lowestHigh: above.min()))
    let confirmed = finder.update(bar)
    if let low = confirmed.low { lows.append(Level(price: low, age: finder.reach)) }
    if let high = confirmed.high { highs.append(Level(price: high, age: finder.reach)) }
    return opinion.turn(to: calls.stance).map {
      Signal($0, tag: $0 == .enter ? "sweep_low" : "sweep_high", reason: reason)
    }
  }

  /// Ages the levels by a candle, and takes away those that are too old and those that it goes beyond.
  ///
  /// - Returns: the prices of the levels that it goes beyond.
  private static func take(_ levels: inout [Level], _ lookback: Int, beyond: (Double) -> Bool) -> [Double] {
    var taken: [Double] = []
    var kept = 0
    for index in levels.indices {
      var level = levels[index]
      level.age += 1
      if level.age > lookback { continue }
      if beyond(level.price) {
        taken.append(level.price)
      } else {
        levels[kept] = level
        kept += 1
      }
    }
    levels.removeLast(levels.count - kept)
    return taken
  }

  private mutating func call(_ bar: Bar, highestLow: Double?, lowestHigh: Double?) -> StandingCall.Call? {
    let low = highestLow.flatMap { bar.close > $0 ? $0 : nil }
    let high = lowestHigh.flatMap { bar.close < $0 ? $0 : nil }
    if let low, high == nil {
      swept = low
      return StandingCall.Call(side: .enter, limit: bar.low)
    }
    if let high, low == nil {
      swept = high
      return StandingCall.Call(side: .exit, limit: bar.high)
    }
    return nil
  }

  /// The side of the last sweep, while that stands.
  public var stance: Stance? { opinion.stance }

  /// Which level was swept, and what refutes it.
  public var reason: String {
    guard let call = calls.call, let swept else {
      return "no sweep stands; \(lows.count) swing lows and \(highs.count) swing highs lie untouched"
    }
    let level = Reading(call.side == .enter ? "a swing low at" : "a swing high at", swept)
    return "\(calls.words("sweep")); it took \(level)"
  }

  /// The untouched swings nearest to the price.
  public var readings: [Reading] {
    let high = highs.map(\.price).min().map { Reading("swing high", $0) }
    let low = lows.map(\.price).max().map { Reading("swing low", $0) }
    return [high, low].compactMap(\.self)
  }
}

extension LiquiditySweep {
  /// The public face of `liquidity-sweep`.
  public static let definition = StrategyDefinition(
    name: "liquidity-sweep",
    summary: "Buys when the price dips below a swing low, where stops lie, and closes back above it.",
    rules: """
      Enter when a candle's low goes below swing lows of the last lookback candles that no candle went below before, \
      and it closes above all of them; exit when its high goes above such swing highs and it closes below all of them.
      """,
    parameters: [
      .swing,
      .integer(
        "lookback", default: 50, in: 2...1000, summary: "How many candles a swing counts, and an opinion holds."),
    ],
    check: { values in
      let (swing, lookback) = (values.integer("swing"), values.integer("lookback"))
      if lookback > swing { return [] }
      return [ParameterFault("lookback", .contradiction("be above swing (\(swing)), and is \(lookback)"))]
    },
    build: { LiquiditySweep(swing: $0.integer("swing"), lookback: $0.integer("lookback")) })
}
