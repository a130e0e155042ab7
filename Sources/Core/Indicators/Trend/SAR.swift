// SPDX-License-Identifier: Apache-2.0

/// Parabolic stop and reverse: a stop that follows a trend ever faster, and turns when the price touches it.
///
/// - Formula: each candle the stop goes on by `a × (extreme - stop)`, where the extreme is the highest high of a rise or
///   the lowest low of a fall; a begins at `acceleration`, grows by it with each new extreme, and ends at `maximum`. It
///   never enters the range of the last two candles. When a candle touches it, the trend turns, and the stop is the
///   extreme of the trend that ended. A rise begins below the first candle's low, a fall above its high; the first trend
///   is a fall where the second candle's low fell by more than its high rose, else a rise.
/// - Author: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.
/// - Source: TA-Lib's `SAR`, https://ta-lib.org/functions/sar/, with its start-up; equal to it to the last bit.
/// - Warm-up and first defined value: candle number 2.
/// - Residue of the start: none after the first two turns.
/// - Flat series: the price itself.
public struct SAR: CandleIndicator {
  private let acceleration: Double
  private let maximum: Double
  private var last: (high: Double, low: Double)?
  private var trend: Trend?

  /// How fast the stop follows at first, and at most: 0 or above. A larger acceleration is taken for the maximum.
  public init(acceleration: Double, maximum: Double) {
    self.acceleration = min(acceleration, maximum)
    self.maximum = maximum
  }

  public var warmUp: Int { 2 }

  @inline(__always)
  public mutating func update(_ bar: Bar) -> Double? {
    let first = last
    last = (bar.high, bar.low)
    guard let first else { return nil }
    var trend = trend ?? Trend(after: first, bar, pace: acceleration)
    // The second candle stands for the one before it too.
    let before = self.trend == nil ? (bar.high, bar.low) : first
    let stop = trend.isTouched(by: bar) ? trend.turn(at: bar, before, pace: acceleration) : trend.stop
    trend.advance(to: bar, before, step: acceleration, most: maximum)
    self.trend = trend
    return stop
  }

  /// A rise or a fall with its stop.
  private struct Trend {
    var isRise: Bool
    var extreme: Double
    var stop: Double
    var pace: Double
    var isNew = false

    init(after first: (high: Double, low: Double), _ second: Bar, pace: Double) {
      let (rise, fall) = (second.high - first.high, first.low - second.low)
      isRise = !(fall > 0 && fall > rise)
      extreme = isRise ? second.high : second.low
      stop = isRise ? first.low : first.high
      self.pace = pace
    }

    func isTouched(by bar: Bar) -> Bool { isRise ? bar.low <= stop : bar.high >= stop }

    /// Keeps the stop out of the range of the last two candles.
    mutating func bound(by bar: Bar, _ last: (high: Double, low: Double)) {
      let lowest = last.low < bar.low ? last.low : bar.low
      let highest = last.high > bar.high ? last.high : bar.high
      stop = isRise ? (stop < lowest ? stop : lowest) : (stop > highest ? stop : highest)
    }

    /// Ends the trend and begins the opposite one; the stop of this candle.
    mutating func turn(at bar: Bar, _ last: (high: Double, low: Double), pace: Double) -> Double {
      isRise.toggle()
      stop = extreme
      bound(by: bar, last)
      self.pace = pace
      extreme = isRise ? bar.high : bar.low
      isNew = true
      return stop
    }

    /// Moves the stop on to where the next candle finds it.
    mutating func advance(to bar: Bar, _ last: (high: Double, low: Double), step: Double, most: Double) {
      if isNew {
        isNew = false
      } else if isRise ? bar.high > extreme : bar.low < extreme {
        extreme = isRise ? bar.high : bar.low
        pace = min(pace + step, most)
      }
      stop += pace * (extreme - stop)
      bound(by: bar, last)
    }
  }
}
