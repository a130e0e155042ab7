// SPDX-License-Identifier: Apache-2.0

public import TradingModel

extension TradingVenueModel {
  /// How many orders the account has placed that haven't been filled, per limit.
  public func orderCounts(of id: VenueAccountID, at now: Instant) -> [VenueOrderCount] {
    zip(settings.orderLimits, book(id).counts).map { limit, known in
      VenueOrderCount(limit: limit, count: known.window == limit.window(at: now) ? known.count : 0)
    }
  }

  /// Refuses orders beyond the limits, the longest window first.
  func checkCounts(adding orders: Int, by id: VenueAccountID, at now: Instant) throws(VenueRefusal) {
    for known in orderCounts(of: id, at: now).reversed() where known.count + orders > known.limit.maximum {
      throw .tooManyOrders(known.limit)
    }
  }

  /// Counts orders that were placed; a negative number gives back, and no count falls below 0.
  mutating func count(_ orders: Int, by id: VenueAccountID, at now: Instant) {
    let counts = orderCounts(of: id, at: now)
    books[id]?.counts = counts.map { ($0.limit.window(at: now), max(0, $0.count + orders)) }
  }

  /// An order's first fill gives back: one as taker, and more as maker. Binance tells 5 as an illustration.
  ///
  /// Source: https://developers.binance.com/docs/binance-spot-api-docs/faqs/order_count_decrement
  mutating func giveBack(by id: VenueAccountID, isMaker: Bool, at now: Instant) {
    count(isMaker ? -5 : -1, by: id, at: now)
  }
}
