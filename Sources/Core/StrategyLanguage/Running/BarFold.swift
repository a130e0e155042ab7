// SPDX-License-Identifier: Apache-2.0

public import Indicators
public import MarketData
import TradingModel

/// Makes larger candles of closed smaller ones, with the venue's boundaries.
///
/// The first larger candle is left out unless the smaller candles begin where it begins. What is missing between smaller
/// candles is taken for missing at the venue: a larger candle is made of those that there are, and where the last ones
/// of it are missing it is answered with the next smaller candle.
public struct BarFold: Hashable, Sendable {
  /// How long the candles are that are made.
  public let timeframe: Timeframe
  /// How long those are of which they are made.
  public let base: Timeframe
  /// The larger candle under way.
  private var current: Bar?
  /// When it closes.
  private var closeTime: Int64 = .min
  /// Whether the candle under way is known from its beginning, or comes after one that is.
  private var isKnown = false
  private var lastOpenTime: Int64 = .min

  /// A fold that has seen nothing. The timeframe is made of the base.
  public init(into timeframe: Timeframe, of base: Timeframe) {
    self.timeframe = timeframe
    self.base = base
  }

  /// Takes the next closed smaller candle, and gives each larger one that is closed by then to `body`, with the time at
  /// which it closed: none, one, or two after a gap. A candle that is not after the last one is left out.
  public mutating func take(_ bar: Bar, _ body: (Bar, Int64) -> Void) {
    guard bar.openTime > lastOpenTime else { return }
    lastOpenTime = bar.openTime
    let opened = Instant(milliseconds: bar.openTime)
    if var under = current, bar.openTime < closeTime {
      under.high = max(under.high, bar.high)
      under.low = min(under.low, bar.low)
      under.close = bar.close
      under.volume += bar.volume
      current = under
    } else {
      if let under = current, isKnown { body(under, closeTime) }
      let openTime = timeframe.openTime(containing: opened)
      isKnown = current != nil || isKnown || openTime == opened
      closeTime = timeframe.openTime(after: openTime).milliseconds
      var begun = bar
      begun.openTime = openTime.milliseconds
      current = begun
    }
    guard base.openTime(after: opened).milliseconds >= closeTime, let under = current else { return }
    if isKnown { body(under, closeTime) }
    isKnown = true
    current = nil
  }
}
