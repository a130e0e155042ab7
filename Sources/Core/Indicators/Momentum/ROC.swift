// SPDX-License-Identifier: Apache-2.0

/// Rate of change: by how many per cent a value differs from the one `period` values before.
///
/// - Formula: `100 × (x / x[period] - 1)`; 0 where the older value is 0.
/// - Source: TA-Lib's `ROC`, https://ta-lib.org/functions/roc/; equal to it to the last bit.
/// - Warm-up and first defined value: value number `period + 1`. There is no residue.
/// - Flat series: 0.
public struct ROC: SeriesIndicator {
  private var window: Window<Double>

  /// A rate of change over a period of 1 or above.
  public init(period: Int) { window = Window(capacity: period) }

  public var warmUp: Int { window.capacity + 1 }

  public mutating func update(_ value: Double) -> Double? {
    guard let old = window.push(value) else { return nil }
    return old == 0 ? 0 : (value / old - 1) * 100
  }
}
