// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// A fall of the equity from its highest point so far.
public struct Drawdown: Hashable, Sendable {
  /// How much was lost since the peak; above 0.
  public let amount: Money
  /// The same as a share of the equity at the peak; above 0.
  public let ratio: Double
  /// When the equity peaked; nil where that was before the first trade closed.
  public let peakAt: Instant?
  /// When it was lowest.
  public let troughAt: Instant
}

/// Follows equity and its highest point, and keeps the largest fall.
///
/// As Freqtrade has it, the highest point is never below the initial wallet, and only closed trades move the equity.
struct DrawdownTracker: Hashable, Sendable {
  private var peak: Money
  private var peakAt: Instant?
  /// The fall that goes on, or nil at the highest point.
  private(set) var current: Drawdown?
  /// The largest fall by amount; of equals the first.
  private(set) var largest: Drawdown?
  /// The largest fall by ratio; of equals the first.
  private(set) var deepest: Drawdown?

  init(start: Money) { peak = start }

  mutating func move(to equity: Money, at time: Instant) {
    guard equity < peak else {
      if equity > peak { (peak, peakAt) = (equity, time) }
      current = nil
      return
    }
    let fall = Drawdown(
      amount: peak - equity, ratio: (peak - equity).value.approximated / peak.value.approximated, peakAt: peakAt,
      troughAt: time)
    current = fall
    if fall.amount > largest?.amount ?? .zero { largest = fall }
    if fall.ratio > deepest?.ratio ?? 0 { deepest = fall }
  }
}
