// SPDX-License-Identifier: Apache-2.0

import BotModel
import StrategyKit
import TradingModel

/// Judges an open trade at a price by stop, trailing stop and ROI table. Names and meaning are Freqtrade's.
struct ExitCheck {
  let rules: ExitRules
  let feeRate: Ratio
  let tick: Price

  /// The stop for an average entry price, on a tick, never below what was asked.
  func stopPrice(forEntryAt rate: Price) -> Price? {
    guard let price = try? rate.shifted(by: rules.stoploss, rounding: .up) else { return nil }
    return Price(price.value.rounded(toMultipleOf: tick.value, .up))
  }

  /// Moves the stop of a trade after the price, if the rules say so.
  ///
  /// - Returns: whether it was raised.
  func trailStop(of trade: inout Trade, at price: Price) -> Bool {
    guard let trailing = rules.trailing, let profit = try? trade.profit(at: price, fee: feeRate).ratio else {
      return false
    }
    if trailing.onlyOffsetIsReached, profit < trailing.positiveOffset { return false }
    var distance = Ratio(rules.stoploss.value.magnitude)
    if let positive = trailing.positive, profit > trailing.positiveOffset { distance = positive }
    return raiseStop(of: &trade, at: price, by: distance)
  }

  /// Moves the stop of a trade to so far below a price, up to a tick. The stop never goes down.
  ///
  /// - Returns: whether it was raised.
  func raiseStop(of trade: inout Trade, at price: Price, by distance: Ratio) -> Bool {
    guard let shifted = try? price.shifted(by: Ratio(-distance.value), rounding: .up) else { return false }
    let stop = Price(shifted.value.rounded(toMultipleOf: tick.value, .up))
    guard stop > (trade.stopPrice ?? .zero), stop < price else { return false }
    trade.stopPrice = stop
    trade.isStopTrailing = true
    return true
  }

  /// Why the trade is to be closed at a price, or nil.
  func reason(toClose trade: Trade, at price: Price, now: Instant, isROIHeeded: Bool) -> ExitReason? {
    if let stop = trade.stopPrice, price <= stop {
      let cause: Decision.Cause = trade.isStopTrailing ? .trailingStopLoss : .stopLoss
      return ExitReason(cause, detail: "price \(price) has reached the stop \(stop)")
    }
    let minutes = Int(max(0, now.milliseconds(since: trade.openedAt)) / 60_000)
    guard isROIHeeded, let step = rules.roiStep(atMinutes: minutes) else { return nil }
    if step.ratio.value == -1 {
      return ExitReason(.roi, detail: "the trade is \(minutes) minutes old and minimal_roi closes it at any profit")
    }
    guard let profit = try? trade.profit(at: price, fee: feeRate).ratio, profit > step.ratio else { return nil }
    return ExitReason(
      .roi, detail: "profit \(profit) at price \(price) is above \(step.ratio) after \(minutes) minutes")
  }
}
