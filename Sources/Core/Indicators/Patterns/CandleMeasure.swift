// SPDX-License-Identifier: Apache-2.0

/// What patterns mean by long, short, near and equal: a share of what was usual in the candles before. These are TA-Lib's
/// candle settings as they come, https://ta-lib.org/d_api/d_api.html.
enum CandleMeasure: Int, CaseIterable, Sendable {
  /// A body is long above the mean of the 10 bodies before.
  case bodyLong
  /// A body is short below the mean of the 10 bodies before.
  case bodyShort
  /// A body is next to nothing up to a tenth of the mean of the 10 ranges before.
  case bodyDoji
  /// A shadow is long above the candle's own body.
  case shadowLong
  /// A shadow is very long above twice the candle's own body.
  case shadowVeryLong
  /// A shadow is short below half the mean of the 10 sums of both shadows before.
  case shadowShort
  /// A shadow is next to nothing below a tenth of the mean of the 10 ranges before.
  case shadowVeryShort
  /// Prices are near within a fifth of the mean of the 5 ranges before.
  case near
  /// Prices are far beyond three fifths of the mean of the 5 ranges before.
  case far
  /// Prices are equal within a twentieth of the mean of the 5 ranges before.
  case equal

  /// Over how many candles before the mean goes; 0 where the candle itself is meant.
  var period: Int {
    switch self {
    case .bodyLong, .bodyShort, .bodyDoji, .shadowShort, .shadowVeryShort: 10
    case .shadowLong, .shadowVeryLong: 0
    case .near, .far, .equal: 5
    }
  }

  /// What the mean is multiplied by.
  var factor: Double {
    switch self {
    case .bodyLong, .bodyShort, .shadowLong, .shadowShort: 1
    case .shadowVeryLong: 2
    case .bodyDoji, .shadowVeryShort: 0.1
    case .near: 0.2
    case .far: 0.6
    case .equal: 0.05
    }
  }

  /// What is measured of a candle.
  func range(of candle: PatternCandle) -> Double {
    switch self {
    case .bodyLong, .bodyShort, .shadowLong, .shadowVeryLong: candle.body
    case .bodyDoji, .shadowVeryShort, .near, .far, .equal: candle.range
    case .shadowShort: candle.shadows
    }
  }
}
