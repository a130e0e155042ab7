// SPDX-License-Identifier: Apache-2.0

public import Indicators
public import StrategyKit

/// `break-of-structure`: goes with a structure that goes on, by closes beyond the last confirmed swing.
///
/// - Swing: a candle whose high is above the highs of the `swing` candles after it and not below those of the `swing`
///   candles before it (for lows the other way round). It is known once the last of those candles has closed.
/// - Break: a close above the last confirmed swing high, or below the last confirmed swing low; a swing is broken once.
///   In the direction of the break before it is a break of structure (BOS), against it a change of character (CHoCH).
/// - Stance: enter from a bullish BOS on, exit from a bearish BOS on, none from a CHoCH on, nor before the first BOS.
/// - Enter, tag `bos_up`: the stance turns to enter: the first bullish BOS since the structure turned upwards.
/// - Exit, tag `bos_down`: the stance turns to exit: the first bearish BOS since it turned downwards.
/// - Strength: 1.
/// - Warm-up: 40 × swing candles, 200 by default. Two bots that were started at different times agree once two
///   swings that both know have been broken; that it takes longer than the warm-up is rare.
/// - Flat prices break nothing. A signal depends on candles up to its own only.
public struct BreakOfStructure: Strategy {
  private var structure: MarketStructure
  private var opinion: Opinion
  private var current = Stance.neutral
  private var last: MarketStructure.Break?

  /// A strategy of swings that are confirmed by a count of candles on each side, 1 or above.
  public init(swing: Int) {
    structure = MarketStructure(swing: swing)
    opinion = Opinion(warmUp: MarketStructure.warmUpPerSwing * swing)
  }

  /// Candles until the structure has forgotten where it began.
  public var warmUp: Int { opinion.warmUp }

  /// Enters and exits at the first break of structure after the structure has turned.
  public mutating func update(_ bar: Bar) throws(StrategyFailure) -> Signal? {
    try bar.requireFinite()
    if let found = structure.update(bar) {
      last = found
      current = found.isContinuation ? Stance(found.direction.side) : .neutral
    }
    return opinion.turn(to: current).map { Signal($0, tag: $0 == .enter ? "bos_up" : "bos_down", reason: reason) }
  }

  /// Enter or exit after a break of structure, until the structure turns.
  public var stance: Stance? { opinion.stance }

  /// Which swing was broken last, and whether in the direction of the structure.
  public var reason: String {
    guard let last else { return "no swing has been broken yet" }
    let kind = last.isContinuation ? "the structure went on" : "the structure turned, and has not gone on yet,"
    return "\(kind) with \(last.words)"
  }

  /// The levels that wait to be broken.
  public var readings: [Reading] { structure.readings }
}

extension BreakOfStructure {
  /// The public face of `break-of-structure`.
  public static let definition = StrategyDefinition(
    name: "break-of-structure",
    summary: "Goes with a structure that goes on: buys when a close above the last swing high follows upon another.",
    rules: """
      Enter at a close above the last confirmed swing high when the break before went upwards too, and no such break \
      has been entered since the structure turned; exit likewise below the last confirmed swing low.
      """,
    parameters: [.swing],
    build: { BreakOfStructure(swing: $0.integer("swing")) })
}
