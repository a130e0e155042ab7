// SPDX-License-Identifier: Apache-2.0

public import Indicators
public import StrategyKit
import TradingModel

/// `fair-value-gap`: buys when the price comes back into a gap that it left behind rising, and holds there.
///
/// - Gap: three candles in a row. Bullish: the low of the third is above the high of the first, by at least
///   `minimum_gap` × the close of the second, and by more than 0; the gap is what lies between. Bearish: the high of the
///   third is below the low of the first by as much.
/// - Return: the first later candle whose low is at or below a bullish gap's top. It fills the gap, which is then used
///   up. If it closes above the gap's bottom the gap has held, else it has failed. Bearish gaps the other way round.
/// - Bounds: a gap to which the price has not come back within 200 candles is forgotten, and so are those beyond the
///   newest 32 of each side. Where a bullish and a bearish gap hold at one candle, neither counts.
/// - Stance: enter once a bullish gap has held, exit once a bearish one has; none after a close beyond the far end of
///   that gap, and after 50 candles. A gap of the same side that holds later takes its place.
/// - Enter, tag `fvg_up`: the stance turns to enter. Exit, tag `fvg_down`: it turns to exit.
/// - Strength: 1.
/// - Warm-up: 256 candles. There is no residue: it looks at no candle before them.
/// - Flat prices have no gaps. A signal depends on candles up to its own only.
public struct FairValueGap: Strategy {
  private let minimumGap: Double
  private var last: (newest: Bar, before: Bar?)?
  private var gaps = PriceZones(lifetime: Self.gapLifetime)
  private var calls = StandingCall(lifetime: Self.callLifetime)
  private var opinion = Opinion(warmUp: gapLifetime + callLifetime + 6)
  private var filled: PriceZone?

  private static let gapLifetime = 200
  private static let callLifetime = 50

  /// A strategy of the smallest gap that counts, as a share of the price: 0.001 is 0.1 %.
  public init(minimumGap: Double) {
    precondition(minimumGap >= 0, "a gap's least size is 0 or above")
    self.minimumGap = minimumGap
  }

  /// Candles until every gap and every opinion that it can still hold was made of candles that it has seen.
  public var warmUp: Int { opinion.warmUp }

  /// Enters where a bullish gap holds, exits where a bearish one does.
  public mutating func update(_ bar: Bar) throws(StrategyFailure) -> Signal? {
    try bar.requireFinite()
    let held = gaps.update(bar)
    if let held { filled = held }
    calls.update(bar, held.map { StandingCall.Call(side: $0.side, limit: $0.limit) })
    if let last, let first = last.before, let gap = gap(first, last.newest, bar) { gaps.add(gap) }
    last = (bar, last?.newest)
    return opinion.turn(to: calls.stance).map { Signal($0, tag: $0 == .enter ? "fvg_up" : "fvg_down", reason: reason) }
  }

  private func gap(_ first: Bar, _ second: Bar, _ third: Bar) -> PriceZone? {
    let least = minimumGap * second.close
    if third.low > first.high, third.low - first.high >= least {
      return PriceZone(side: .enter, bottom: first.high, top: third.low)
    }
    if third.high < first.low, first.low - third.high >= least {
      return PriceZone(side: .exit, bottom: third.high, top: first.low)
    }
    return nil
  }

  /// The side of the gap that held last, while that stands.
  public var stance: Stance? { opinion.stance }

  /// Which gap held, and what refutes it.
  public var reason: String {
    guard calls.call != nil, let filled else {
      return "no gap that held stands; \(gaps.count(.enter)) bullish and \(gaps.count(.exit)) bearish gaps wait"
    }
    let ends = [filled.bottom, filled.top].map { Reading("", $0).valueText }.joined(separator: " to ")
    return "\(calls.words("return into a gap")); the gap lay from \(ends)"
  }

  /// The nearest gaps below and above, and how many wait.
  public var readings: [Reading] { gaps.readings("gap") }
}

extension PriceZones {
  /// The newest zone of each side: its near end.
  func readings(_ name: String) -> [Reading] {
    let bullish = zones.last { $0.side == .enter }.map { Reading("bullish \(name) top", $0.top) }
    let bearish = zones.last { $0.side == .exit }.map { Reading("bearish \(name) bottom", $0.bottom) }
    return [bullish, bearish].compactMap(\.self)
  }
}

extension FairValueGap {
  /// The public face of `fair-value-gap`.
  public static let definition = StrategyDefinition(
    name: "fair-value-gap",
    summary: "Buys when the price comes back into a gap that it left behind rising, and closes above its bottom.",
    rules: """
      A bullish gap lies between the high of a candle and the low of the second one after it, if that is higher by at \
      least minimum_gap times the price. Enter when a later candle first reaches down into it and closes above its \
      bottom; exit likewise where a bearish gap holds.
      """,
    parameters: [
      .decimal(
        "minimum_gap", default: Fixed(units: Fixed.unitsPerOne / 1000), in: 0...1,
        summary: "The smallest gap that counts, as a share of the price: 0.001 is 0.1 %.")
    ],
    build: { FairValueGap(minimumGap: $0.number("minimum_gap")) })
}
