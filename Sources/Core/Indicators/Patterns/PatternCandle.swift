// SPDX-License-Identifier: Apache-2.0

/// The four prices of a candle and what patterns see in them: a body from open to close, white where it rose or stayed,
/// else black, and a shadow above and below it.
struct PatternCandle: Sendable {
  let open: Double
  let high: Double
  let low: Double
  let close: Double
  /// How long the body is.
  let body: Double
  /// How far the highest price is from the lowest.
  let range: Double

  init(open: Double, high: Double, low: Double, close: Double) {
    (self.open, self.high, self.low, self.close) = (open, high, low, close)
    body = (close - open).magnitude
    range = high - low
  }

  var isWhite: Bool { close >= open }
  var isBlack: Bool { !isWhite }
  /// 1 for white, -1 for black.
  var color: Double { isWhite ? 1 : -1 }

  /// The upper end of the body.
  var top: Double { isWhite ? close : open }
  /// The lower end of the body.
  var bottom: Double { isWhite ? open : close }
  var upperShadow: Double { high - top }
  var lowerShadow: Double { bottom - low }
  /// How long both shadows are together.
  var shadows: Double { upperShadow + lowerShadow }

  /// Whether the body gapped up: it lies above the other's body.
  func gapsUp(from other: PatternCandle) -> Bool { bottom > other.top }

  /// Whether the body gapped down: it lies below the other's body.
  func gapsDown(from other: PatternCandle) -> Bool { top < other.bottom }

  /// Whether it has a higher high and a higher low.
  func isHigher(than other: PatternCandle) -> Bool { high > other.high && low > other.low }

  /// Whether it has a lower high and a lower low.
  func isLower(than other: PatternCandle) -> Bool { high < other.high && low < other.low }

  /// Whether the body lies inside the other's, and both ends apart from its ends.
  func isWithin(_ other: PatternCandle) -> Bool { top < other.top && bottom > other.bottom }
}
