// SPDX-License-Identifier: Apache-2.0

/// The four prices of a candle and what patterns see in them: a body from open to close, white where it rose or stayed,
/// else black, and a shadow above and below it.
struct PatternCandle {
  let open: Double
  let high: Double
  let low: Double
  let close: Double

  /// How many numbers a candle takes in memory.
  static let length = 4

  /// The candle that was written to a place.
  @inline(__always)
  init(at place: UnsafeMutablePointer<Double>) {
    (open, high, low, close) = (place[0], place[1], place[2], place[3])
  }

  /// Writes a candle to a place.
  @inline(__always)
  static func write(_ bar: Bar, to place: UnsafeMutablePointer<Double>) {
    (place[0], place[1], place[2], place[3]) = (bar.open, bar.high, bar.low, bar.close)
  }

  /// How long the body is.
  var body: Double { (close - open).magnitude }
  /// How far the highest price is from the lowest.
  var range: Double { high - low }

  var isWhite: Bool { close >= open }
  var isBlack: Bool { !isWhite }
  /// 1 for white, -1 for black.
  var color: Double { isWhite ? 1 : -1 }

  /// The upper end of the body.
  var top: Double { close > open ? close : open }
  /// The lower end of the body.
  var bottom: Double { close < open ? close : open }
  var upperShadow: Double { high - top }
  var lowerShadow: Double { bottom - low }
  /// How long both shadows are together.
  var shadows: Double { upperShadow + lowerShadow }

  /// Whether the body gapped up: it lies above the other's body.
  func gapsUp(from other: PatternCandle) -> Bool { bottom > other.top }

  /// Whether the body gapped down: it lies below the other's body.
  func gapsDown(from other: PatternCandle) -> Bool { top < other.bottom }

  /// Whether the bodies lie apart, in whichever direction. Hardly any do where trading goes on day and night: a rule that
  /// asks it first is done.
  func gaps(from other: PatternCandle) -> Bool { gapsUp(from: other) || gapsDown(from: other) }

  /// Whether it has a higher high and a higher low.
  func isHigher(than other: PatternCandle) -> Bool { high > other.high && low > other.low }

  /// Whether it has a lower high and a lower low.
  func isLower(than other: PatternCandle) -> Bool { high < other.high && low < other.low }

  /// Whether the other's body lies inside this one's; ends may be the same.
  func covers(_ other: PatternCandle) -> Bool { other.room(in: self) >= 0 }

  /// Whether the body lies inside the other's, and both ends apart from its ends.
  func isWithin(_ other: PatternCandle) -> Bool { room(in: other) > 0 }

  /// How far the body's ends are inside the other's, the one that is less so; below 0 where one is outside. A number for
  /// both ends, since two questions of which each is answered by chance are what takes a processor longest.
  private func room(in other: PatternCandle) -> Double { min(other.top - top, bottom - other.bottom) }
}
