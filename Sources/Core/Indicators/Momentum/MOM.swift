// SPDX-License-Identifier: Apache-2.0

/// Momentum: by how much a value differs from the one `period` values before, in its own unit.
///
/// - Formula: `x - x[period]`.
/// - Source: TA-Lib's `MOM`, https://ta-lib.org/functions/mom/; equal to it to the last bit.
/// - Warm-up and first defined value: value number `period + 1`. There is no residue.
/// - Flat series: 0.
public struct MOM: SeriesIndicator {
  private var window: Window<Double>

  /// A momentum over a period of 1 or above.
  public init(period: Int) { window = Window(capacity: period) }

  public var warmUp: Int { window.capacity + 1 }

  public mutating func update(_ value: Double) -> Double? { window.push(value).map { value - $0 } }
}
