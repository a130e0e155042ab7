// SPDX-License-Identifier: Apache-2.0

/// TRAILING_DELTA: how far a trailing stop may trail, in hundredths of a percent.
public struct TrailingDeltaFilter: Hashable, Sendable {
  /// `minTrailingAboveDelta` ... `maxTrailingAboveDelta`, for stops above the market: stop-loss buys, take-profit sells.
  public var above: ClosedRange<Int>
  /// `minTrailingBelowDelta` ... `maxTrailingBelowDelta`, for stops below the market: stop-loss sells, take-profit buys.
  public var below: ClosedRange<Int>

  /// A filter of its fields.
  public init(above: ClosedRange<Int>, below: ClosedRange<Int>) {
    self.above = above
    self.below = below
  }

  func violation(of order: VenueOrder) -> FilterViolation? {
    guard let delta = order.trailingDelta, order.kind.isAlgo else { return nil }
    let isAbove = order.kind.isStopLoss == (order.side == .buy)
    let range = isAbove ? above : below
    if delta < range.lowerBound { return .trailingDeltaTooSmall(minimum: range.lowerBound, delta: delta) }
    if delta > range.upperBound { return .trailingDeltaTooLarge(maximum: range.upperBound, delta: delta) }
    return nil
  }
}
