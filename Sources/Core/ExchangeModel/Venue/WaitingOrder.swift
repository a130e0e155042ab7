// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// A stop or take-profit order that waits for the last price to reach its own.
///
/// A trailing one follows the price, from the next trade or, with a stop price, from when that is reached: a buy wakes
/// once the price has risen from its lowest by so many hundredths of a percent, a sale once it has fallen from its
/// highest.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/faqs/trailing-stop-faq
struct WaitingOrder: Sendable {
  let orderID: Int64
  let account: VenueAccountID
  private let side: Side
  private let stopPrice: Price?
  private let isAbove: Bool
  private let trailingDelta: Int?
  /// The best price for the holder since it follows; nil before.
  private var extreme: Price?

  init(_ record: VenueOrderRecord) {
    orderID = record.id
    account = record.account
    side = record.side
    stopPrice = record.order.stopPrice
    isAbove = record.order.belongsAbove
    trailingDelta = record.order.trailingDelta
  }

  /// What a trade means to the order.
  enum Sight {
    case nothing, following, reached
  }

  mutating func see(_ price: Price) -> Sight {
    guard let trailingDelta else { return hasReachedStop(price) ? .reached : .nothing }
    guard let known = extreme else {
      guard stopPrice == nil || hasReachedStop(price) else { return .nothing }
      extreme = price
      return .following
    }
    let best = side == .buy ? min(known, price) : max(known, price)
    extreme = best
    let factor = Int128(side == .buy ? 10_000 + trailingDelta : 10_000 - trailingDelta)
    let (seen, bound) = (price.value.units * 10_000, best.value.units * factor)
    return (side == .buy ? seen >= bound : seen <= bound) ? .reached : .nothing
  }

  private func hasReachedStop(_ price: Price) -> Bool {
    guard let stopPrice else { return false }
    return isAbove ? price >= stopPrice : price <= stopPrice
  }
}

extension VenueOrder {
  /// On which side of the market it lies while it waits: a stop loss where it hurts, a take profit, and a limit order of
  /// an OCO, on the other side.
  var belongsAbove: Bool { kind.isStopLoss == (side == .buy) }

  /// Whether it would wake at once: its stop price is reached. A trailing stop would only begin to follow.
  func wouldTrigger(at last: Price?) -> Bool {
    guard kind.isAlgo, trailingDelta == nil, let stopPrice, let last else { return false }
    return belongsAbove ? last >= stopPrice : last <= stopPrice
  }
}
