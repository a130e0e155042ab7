// SPDX-License-Identifier: Apache-2.0

/// Volume-weighted average price of the session so far: what was paid on average since it began.
///
/// - Formula: the sum of ``TypicalPrice`` times volume since the session began, divided by that of the volumes. A
///   session begins at each multiple of its length since the beginning of 1970 in UTC; one of a day at midnight.
/// - Source: TA-Lib's `VWAP`, https://ta-lib.org/functions/vwap/, begun anew with each session; equal to it but for the
///   rounding of the last digits, and for the time before anything was traded in a session: TA-Lib's is 0 there, this
///   is the candle's typical price.
/// - Warm-up and first defined value: candle number 1. The first session may have begun before it; from the second on
///   nothing depends on where the candles begin.
/// - Flat series: the price itself, but for rounding.
public struct VWAP: CandleIndicator {
  /// How long a session is, in milliseconds.
  public let sessionMilliseconds: Int64

  /// From when to when the session lasts.
  private var session: Range<Int64> = 0..<0
  private var average = VolumeWeightedPrice()

  /// An average over sessions of a length of one minute or more.
  public init(sessionMinutes: Int = 1440) {
    precondition(sessionMinutes >= 1, "a session is one minute long or longer")
    sessionMilliseconds = Int64(sessionMinutes) * 60_000
  }

  /// One candle.
  public var warmUp: Int { 1 }

  /// Takes the next candle in; the average after it.
  public mutating func update(_ bar: Bar) -> Double? {
    if !session.contains(bar.openTime) {
      let elapsed = bar.openTime % sessionMilliseconds
      let start = bar.openTime - (elapsed < 0 ? elapsed + sessionMilliseconds : elapsed)
      session = start..<(start + sessionMilliseconds)
      average = VolumeWeightedPrice()
    }
    return average.update(bar)
  }
}

/// The average of all prices since it was made, each candle's weighed by its volume.
struct VolumeWeightedPrice: Sendable {
  private var worth = 0.0
  private var volume = 0.0

  /// Takes the next candle in; the average after it, the candle's own price while nothing was traded.
  mutating func update(_ bar: Bar) -> Double {
    let price = TypicalPrice.of(bar)
    worth += price * bar.volume
    volume += bar.volume
    return volume > 0 ? worth / volume : price
  }
}
