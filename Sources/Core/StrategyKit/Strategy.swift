// SPDX-License-Identifier: Apache-2.0

public import Indicators
public import MarketData
public import TradingModel

/// Decides on closed candles. A copy of one is a snapshot that goes on by itself.
///
/// What it answers depends on the candles that it was given and on nothing else: no clock, no randomness, no world. That
/// is why bots with equal strategies on one series can share one.
public protocol Strategy: Sendable {
  /// How many closed candles it must have seen before its answers are to be acted on.
  ///
  /// From the candle after them on, a strategy that was started here and one that was started long ago agree, but for
  /// what the strategy's definition says about residual influence.
  var warmUp: Int { get }

  /// The other series that it reads, whose closed candles it is given by ``take(_:of:)``.
  var inputs: [StrategyInput] { get }

  /// Takes the next closed candle of one of ``inputs``, by its place. All that close by the time at which a candle closes
  /// are taken before ``update(_:)`` is called with that.
  mutating func take(_ bar: Bar, of input: Int)

  /// Takes the next closed candle. Called once per candle, in order of open time, without gaps where the venue has none.
  ///
  /// - Returns: the signal of this candle, or nil. Before ``warmUp`` candles it is nil.
  /// - Throws: ``StrategyFailure``; the strategy is then as it was before the candle.
  mutating func update(_ bar: Bar) throws(StrategyFailure) -> Signal?

  /// What it thinks after the last candle, whether or not it has just changed its mind; nil during warm-up.
  ///
  /// A signal is a change of mind: it is given where the stance turns to its side.
  var stance: Stance? { get }

  /// Why ``stance`` is what it is, in a sentence with numbers. Costs more than the stance; asked where it is shown.
  var reason: String { get }

  /// What its indicators stand at after the last candle, for people who ask why; those not defined yet are left out.
  var readings: [Reading] { get }

  /// How its members voted at the last candle, where it is made of several; else nil.
  var poll: Poll? { get }

  /// What it says of trades, by the values of the last candle; nil where it leaves them to its exit rules.
  var advice: (any TradeAdvice)? { get }
}

extension Strategy {
  /// No other series.
  public var inputs: [StrategyInput] { [] }

  /// There is none to take.
  public mutating func take(_ bar: Bar, of input: Int) {}

  /// Nothing to say.
  public var reason: String { "" }

  /// Nothing to show.
  public var readings: [Reading] { [] }

  /// It has no members.
  public var poll: Poll? { nil }

  /// Nothing to say of trades.
  public var advice: (any TradeAdvice)? { nil }
}

/// Another series that a strategy reads.
public struct StrategyInput: Hashable, Sendable {
  /// The pair, or nil for the bot's own.
  public let pair: Pair?
  /// How long its candles are, or nil for as long as the bot's own.
  public let timeframe: Timeframe?

  /// A series beside a bot's own.
  public init(pair: Pair? = nil, timeframe: Timeframe? = nil) {
    self.pair = pair
    self.timeframe = timeframe
  }

  /// The series that it is for a bot on another one.
  public func key(beside own: SeriesKey) -> SeriesKey {
    SeriesKey(pair: pair ?? own.pair, timeframe: timeframe ?? own.timeframe)
  }
}

/// What a strategy thinks of a pair: to be in the market, to be out of it, or neither.
public struct Stance: Hashable, Sendable {
  /// Enter: be in the market; exit: be out of it; nil: no opinion.
  public let side: SignalAction?
  /// How strongly, 0 to 1; 0 without a side.
  public let strength: Double

  /// A stance. A strength outside 0 to 1 is cut to it; one that is not a number is 0.
  public init(_ side: SignalAction?, strength: Double = 1) {
    self.side = side
    self.strength = side != nil && strength > 0 ? Swift.min(strength, 1) : 0
  }

  /// No opinion.
  public static let neutral = Stance(nil)
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
