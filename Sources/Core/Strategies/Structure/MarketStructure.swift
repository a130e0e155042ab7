// SPDX-License-Identifier: Apache-2.0

import Indicators
import StrategyKit

/// Which way a market's structure runs, by closes beyond its swings.
///
/// The level on each side is the last confirmed swing there. A close beyond a level breaks it: above a swing high the
/// structure runs up from then on, below a swing low down. A level is broken once; the side has none until the next swing
/// is confirmed.
struct MarketStructure: Sendable {
  /// How many candles a strategy of market structure takes per candle of its swings before its first signal.
  static let warmUpPerSwing = 40

  private var finder: SwingFinder
  /// The last confirmed swing high, unless it has been broken.
  private(set) var high: Double?
  /// The last confirmed swing low, unless it has been broken.
  private(set) var low: Double?
  /// Which way the structure runs; nil before the first break.
  private(set) var direction: Direction?

  /// Which way.
  enum Direction: Hashable, Sendable {
    case up
    case down

    /// What a strategy makes of it.
    var side: SignalAction { self == .up ? .enter : .exit }
  }

  /// A close beyond a level.
  struct Break: Hashable, Sendable {
    let direction: Direction
    /// The swing's price.
    let level: Double
    /// Whether the structure ran this way before: a break of structure. Else it turned, or began: a change of character.
    let isContinuation: Bool
  }

  /// A structure of swings that are confirmed by a count of candles on each side.
  init(swing: Int) { finder = SwingFinder(reach: swing) }

  /// How many candles confirm a swing on each side.
  var swing: Int { finder.reach }

  /// Takes the next candle.
  ///
  /// - Returns: the break that its close makes. A swing that this candle confirms replaces the level before that is
  ///   looked at; the candle can't break it, because the swing is beyond all of it.
  mutating func update(_ bar: Bar) -> Break? {
    let confirmed = finder.update(bar)
    high = confirmed.high ?? high
    low = confirmed.low ?? low
    if let level = high, bar.close > level {
      high = nil
      return turn(.up, level)
    }
    if let level = low, bar.close < level {
      low = nil
      return turn(.down, level)
    }
    return nil
  }

  private mutating func turn(_ new: Direction, _ level: Double) -> Break {
    defer { direction = new }
    return Break(direction: new, level: level, isContinuation: direction == new)
  }
}

extension MarketStructure {
  /// The levels that wait to be broken.
  var readings: [Reading] {
    [high.map { Reading("swing high", $0) }, low.map { Reading("swing low", $0) }].compactMap(\.self)
  }
}

extension MarketStructure.Break {
  /// "a close above the swing high 64123.4".
  var words: String {
    let place = direction == .up ? "above the swing high" : "below the swing low"
    return "a close \(place) \(Reading("", level).valueText)"
  }
}
