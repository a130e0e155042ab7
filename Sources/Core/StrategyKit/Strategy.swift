// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// Decides on closed candles. There is one value per bot and pair; a copy of it is a snapshot that goes on by itself.
///
/// What it answers depends on the candles that it was given and on nothing else: no clock, no randomness, no world.
public protocol Strategy: Sendable {
  /// How many closed candles it must have seen before its answers are to be acted on.
  ///
  /// From the candle after them on, a strategy that was started here and one that was started long ago agree, but for
  /// what the strategy's definition says about residual influence.
  var warmUp: Int { get }

  /// Takes the next closed candle. Called once per candle, in order of open time, without gaps where the venue has none.
  ///
  /// - Returns: the signal of this candle, or nil. Before ``warmUp`` candles it is nil.
  /// - Throws: ``StrategyFailure``; the strategy is then as it was before the candle.
  mutating func update(_ candle: Candle) throws(StrategyFailure) -> Signal?

  /// What its indicators stand at after the last candle, for people who ask why; those not defined yet are left out.
  var readings: [Reading] { get }
}

extension Strategy {
  /// Nothing to show.
  public var readings: [Reading] { [] }
}

/// A strategy can't judge a candle. The bot skips the candle, counts it and shows the reason; it goes on with the next.
public struct StrategyFailure: Error, Hashable, Sendable {
  /// The candle that could not be judged.
  public let openTime: Instant
  /// Why, in a sentence with the numbers at fault.
  public let reason: String

  /// A failure at a candle.
  public init(at openTime: Instant, reason: String) {
    self.openTime = openTime
    self.reason = reason
  }
}

extension StrategyFailure: CustomStringConvertible {
  public var description: String { "the candle of \(openTime) can't be judged: \(reason)" }
}
