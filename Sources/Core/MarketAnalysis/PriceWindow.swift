// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// What happened to a price over the last 24 hours, or as much of them as there is.
public struct PriceWindow: Hashable, Sendable {
  /// When its first candle opened.
  public let from: Instant
  /// When its last closed candle closed; what comes after it is taken in by ``adding(_:)``.
  public let closedUntil: Instant
  /// Whether it is the last 24 hours, as whole candles; else the candles reach back less far, or one is longer.
  public let isDay: Bool
  /// The first price.
  public let open: Price
  /// The highest price.
  public private(set) var high: Price
  /// The lowest price.
  public private(set) var low: Price
  /// How much of the base asset was traded.
  public private(set) var volume: Quantity
  /// About how much of the quote asset that was: each candle's volume at the mean of its high, low and close; nil where
  /// that is too large a number.
  public private(set) var quoteVolumeEstimate: Money?

  /// The window that the closed candles, oldest first, have of the 24 hours before the last close; nil without candles.
  init?(lastDayOf closed: ArraySlice<Candle>, timeframe: Timeframe) {
    guard let first = closed.first, let last = closed.last else { return nil }
    let end = timeframe.openTime(after: last.openTime)
    let begin = end.advanced(byMilliseconds: -CalendarDay.milliseconds)
    // A candle that is longer than a day is a window by itself.
    let start = closed.firstIndex { $0.openTime >= begin } ?? closed.endIndex - 1
    from = closed[start].openTime
    closedUntil = end
    isDay = first.openTime <= begin && closed[start].openTime >= begin
    open = closed[start].open
    high = closed[start].high
    low = closed[start].low
    volume = .zero
    quoteVolumeEstimate = .zero
    for candle in closed[start...] { take(candle) }
  }

  /// The window with the candle in progress, where there is one and it is newer.
  public func adding(_ current: Candle?) -> PriceWindow {
    guard let current, current.openTime >= closedUntil else { return self }
    var window = self
    window.take(current)
    return window
  }

  private mutating func take(_ candle: Candle) {
    high = max(high, candle.high)
    low = min(low, candle.low)
    volume = volume + candle.volume
    quoteVolumeEstimate = quoteVolumeEstimate.flatMap { sum in candle.turnoverEstimate.map { sum + $0 } }
  }
}

extension Candle {
  /// The volume at the mean of high, low and close; nil where that is too large a number.
  fileprivate var turnoverEstimate: Money? {
    let sum = high.value + low.value + close.value
    guard let typical = try? sum.divided(by: 3, rounding: .halfEven) else { return nil }
    return try? Price(typical).times(volume, rounding: .halfEven)
  }
}

/// The newest closed candle's volume against the mean of the 20 before it.
public struct RelativeVolume: Hashable, Sendable {
  /// How many candles the mean is taken over.
  public static let span = 20

  /// The newest candle's volume.
  public let last: Quantity
  /// The mean of the candles before it; nil where there are fewer than 20.
  public let mean: Quantity?

  /// Of closed candles, oldest first; nil where there is none.
  init?(of closed: ArraySlice<Candle>) {
    guard let last = closed.last else { return nil }
    self.last = last.volume
    let before = closed.dropLast().suffix(Self.span)
    let sum = before.reduce(Quantity.zero) { $0 + $1.volume }
    mean =
      before.count < Self.span
      ? nil : (try? sum.value.divided(by: Fixed(Self.span), rounding: .halfEven)).map(Quantity.init)
  }

  /// The volume as a ratio of the mean: 1 is as usual; nil where there is no mean, or nothing was traded.
  public var ratio: Double? {
    guard let mean, mean > .zero else { return nil }
    return last.value.approximated / mean.value.approximated
  }
}

/// Between which prices the last 20 closed candles lay (Donchian's channel).
public struct PriceChannel: Hashable, Sendable {
  /// How many candles it spans.
  public static let span = 20

  /// The highest price.
  public let high: Price
  /// The lowest price.
  public let low: Price

  /// Of closed candles, oldest first; nil where there are fewer than 20.
  init?(of closed: ArraySlice<Candle>) {
    let candles = closed.suffix(Self.span)
    guard candles.count == Self.span, let high = candles.map(\.high).max(), let low = candles.map(\.low).min() else {
      return nil
    }
    self.high = high
    self.low = low
  }

  /// Where a price is: 0 at the low, 1 at the high, outside of that beyond; nil where the channel has no width.
  public func position(of price: Price) -> Double? {
    guard high > low else { return nil }
    return (price.value - low.value).approximated / (high.value - low.value).approximated
  }
}
