// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What was traded in one interval. A candle is known by its open time.
@frozen
public struct Candle: Hashable, Sendable {
  /// When the interval begins, by the venue's clock.
  public let openTime: Instant
  /// The first price.
  public var open: Price
  /// The highest price.
  public var high: Price
  /// The lowest price.
  public var low: Price
  /// The last price.
  public var close: Price
  /// How much of the base asset was traded.
  public var volume: Quantity

  /// A candle of its numbers; ``fault`` tells whether they can be true.
  @inlinable
  public init(openTime: Instant, open: Price, high: Price, low: Price, close: Price, volume: Quantity) {
    self.openTime = openTime
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
  }

  /// What can't be true of the candle, or nil.
  public var fault: CandleFault? {
    if low <= .zero { return .priceNotPositive(low) }
    if high < max(open, close) { return .highBelowBody(high) }
    if low > min(open, close) { return .lowAboveBody(low) }
    if volume < .zero { return .negativeVolume(volume) }
    return nil
  }
}

/// What can't be true of a candle.
public enum CandleFault: Error, Hashable, Sendable {
  /// A price is 0 or below.
  case priceNotPositive(Price)
  /// The high is below the open or the close.
  case highBelowBody(Price)
  /// The low is above the open or the close.
  case lowAboveBody(Price)
  /// The volume is below 0.
  case negativeVolume(Quantity)
}

/// Which candles: a pair's, of one timeframe.
public struct SeriesKey: Hashable, Sendable, Comparable {
  /// The pair.
  public let pair: Pair
  /// How long its candles are.
  public let timeframe: Timeframe

  /// The key of a pair's candles.
  public init(pair: Pair, timeframe: Timeframe) {
    self.pair = pair
    self.timeframe = timeframe
  }

  public static func < (left: SeriesKey, right: SeriesKey) -> Bool {
    (left.pair, left.timeframe) < (right.pair, right.timeframe)
  }
}

extension SeriesKey: CustomStringConvertible {
  public var description: String { "\(pair) \(timeframe)" }
}
