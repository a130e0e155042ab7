// SPDX-License-Identifier: Apache-2.0

public import MarketData
import TradingModel

/// A candle in binary numbers, as indicators read it.
@frozen
public struct Bar: Hashable, Sendable {
  /// When the candle begins, in milliseconds since 1970, by the venue's clock.
  public var openTime: Int64
  /// The first price.
  public var open: Double
  /// The highest price.
  public var high: Double
  /// The lowest price.
  public var low: Double
  /// The last price.
  public var close: Double
  /// How much of the base asset was traded; 0 or above.
  public var volume: Double

  /// A candle of its numbers, which are finite.
  @inlinable
  public init(openTime: Int64, open: Double, high: Double, low: Double, close: Double, volume: Double) {
    self.openTime = openTime
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
  }
}

extension Bar {
  /// A candle's numbers, each the nearest binary one.
  public init(_ candle: Candle) {
    self.init(
      openTime: candle.openTime.milliseconds, open: candle.open.value.approximated,
      high: candle.high.value.approximated, low: candle.low.value.approximated,
      close: candle.close.value.approximated, volume: candle.volume.value.approximated)
  }
}
