// SPDX-License-Identifier: Apache-2.0

/// Ease of movement: how far the price went for what was traded; high where little volume moved it up a lot.
///
/// - Formula: the plain mean over the period of `divisor × (middle - last middle) × (high - low) / volume`, where the
///   middle is `(high + low) / 2`; a candle without volume counts 0.
/// - Author: Richard W. Arms, Volume Cycles in the Stock Market, 1983.
/// - Warm-up and first defined value: candle number `period + 1`, because the first change needs two. What came before
///   leaves nothing behind.
/// - Flat series: 0.
public struct EaseOfMovement: CandleIndicator {
  /// What the numbers are multiplied by, to be readable.
  public let divisor: Double

  private var lastMiddle: Double?
  private var average: SMA

  /// A mean over a period of 1 or above.
  public init(period: Int = 14, divisor: Double = 10_000) {
    self.divisor = divisor
    average = SMA(period: period)
  }

  /// The period and one more, because the first change needs two candles.
  public var warmUp: Int { average.warmUp + 1 }

  /// Takes the next candle in; the mean after it, or nil during warm-up.
  public mutating func update(_ bar: Bar) -> Double? {
    let middle = (bar.high + bar.low) / 2
    let last = lastMiddle
    lastMiddle = middle
    guard let last else { return nil }
    let way = divisor * (middle - last) * (bar.high - bar.low)
    return average.update(bar.volume > 0 ? way / bar.volume : 0)
  }
}
