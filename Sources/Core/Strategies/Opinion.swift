// SPDX-License-Identifier: Apache-2.0

import StrategyKit

/// What a strategy thinks, candle by candle, and where it changes its mind.
struct Opinion: Sendable {
  /// How many candles it takes until it thinks anything.
  let warmUp: Int
  /// What it thinks after the last candle; nil during warm-up.
  private(set) var stance: Stance?
  private var seen = 0

  /// No opinion yet; the warm-up is 1 candle or more.
  init(warmUp: Int) { self.warmUp = warmUp }

  /// Takes what the strategy makes of the next candle.
  ///
  /// - Returns: the side that it has turned to, or nil. The first opinion, at the end of the warm-up, is no turn.
  mutating func turn(to new: Stance) -> SignalAction? {
    if seen < warmUp { seen += 1 }
    guard seen == warmUp else { return nil }
    let old = stance
    stance = new
    guard let old, old.side != new.side else { return nil }
    return new.side
  }
}
