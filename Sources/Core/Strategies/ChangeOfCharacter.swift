// SPDX-License-Identifier: Apache-2.0

public import Indicators
public import StrategyKit

/// `change-of-character`: goes with a structure that turns, by the first close beyond the last swing against it.
///
/// - Swing and break: as in ``BreakOfStructure``. A break against the direction of the one before is a change of
///   character (CHoCH); the first break of all, before which there is no direction, begins the structure and counts too.
/// - Stance: enter from a bullish CHoCH on, exit from a bearish one on; none before the first.
/// - Enter, tag `choch_up`: a bullish CHoCH. Exit, tag `choch_down`: a bearish one.
/// - Strength: 1.
/// - Warm-up: 40 × swing candles, 200 by default. Two bots that were started at different times agree from the first
///   break on of a swing which both know; that it takes longer than the warm-up is rare.
/// - Flat prices break nothing. A signal depends on candles up to its own only.
public struct ChangeOfCharacter: Strategy {
  private var structure: MarketStructure
  private var opinion: Opinion
  private var turn: MarketStructure.Break?

  /// A strategy of swings that are confirmed by a count of candles on each side, 1 or above.
  public init(swing: Int) {
    structure = MarketStructure(swing: swing)
    opinion = Opinion(warmUp: MarketStructure.warmUpPerSwing * swing)
  }

  /// Candles until the structure has forgotten where it began.
  public var warmUp: Int { opinion.warmUp }

  /// Enters and exits where the structure turns.
  public mutating func update(_ bar: Bar) throws(StrategyFailure) -> Signal? {
    try bar.requireFinite()
    if let found = structure.update(bar), !found.isContinuation { turn = found }
    let current = turn.map { Stance($0.direction.side) } ?? .neutral
    return opinion.turn(to: current).map { Signal($0, tag: $0 == .enter ? "choch_up" : "choch_down", reason: reason) }
  }

  /// Enter while the structure runs up, exit while it runs down.
  public var stance: Stance? { opinion.stance }

  /// Which way the structure runs, and by which swing it turned.
  public var reason: String {
    guard let turn else { return "no swing has been broken yet" }
    return "the structure runs \(turn.direction == .up ? "up" : "down") since \(turn.words)"
  }

  /// The levels that wait to be broken.
  public var readings: [Reading] { structure.readings }
}

extension ChangeOfCharacter {
  /// The public face of `change-of-character`.
  public static let definition = StrategyDefinition(
    name: "change-of-character",
    summary: "Goes with a structure that turns: buys at the first close above the last swing high of a falling market.",
    rules: """
      Enter at a close above the last confirmed swing high when the break before went downwards; exit at a close below \
      the last confirmed swing low when the break before went upwards.
      """,
    parameters: [.swing],
    build: { ChangeOfCharacter(swing: $0.integer("swing")) })
}
