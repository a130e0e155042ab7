// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// What happened on a pair in the last 24 hours, as the venue tells it.
public struct DayTicker: Hashable, Sendable {
  /// When the window begins.
  public let openTime: Instant
  /// When it ends.
  public let closeTime: Instant
  /// The first price.
  public let open: Price
  /// The highest price.
  public let high: Price
  /// The lowest price.
  public let low: Price
  /// The last price.
  public let last: Price
  /// How much of the base asset was traded.
  public let volume: Quantity
  /// How much of the quote asset was paid for it.
  public let quoteVolume: Money
  /// The mean price, by volume, as the venue rounds it.
  public let weightedAverage: Price
  /// How many trades there were.
  public let tradeCount: Int64

  /// A ticker of its figures; ``isPlausible`` tells whether they can be true.
  public init(
    openTime: Instant, closeTime: Instant, open: Price, high: Price, low: Price, last: Price, volume: Quantity,
    quoteVolume: Money, weightedAverage: Price, tradeCount: Int64
  ) {
    self.openTime = openTime
    self.closeTime = closeTime
    self.open = open
    self.high = high
    self.low = low
    self.last = last
    self.volume = volume
    self.quoteVolume = quoteVolume
    self.weightedAverage = weightedAverage
    self.tradeCount = tradeCount
  }

  /// By how much the price has risen; below 0 where it has fallen.
  public var change: Price { Price(last.value - open.value) }

  /// Whether the figures can be true: all are 0 where nothing was traded in the window.
  public var isPlausible: Bool {
    guard volume >= .zero, quoteVolume >= .zero, tradeCount >= 0, openTime <= closeTime, low >= .zero else {
      return false
    }
    guard tradeCount > 0 else { return true }
    return low > .zero && high >= max(open, last) && low <= min(open, last)
  }
}
