// SPDX-License-Identifier: Apache-2.0

import TradingModel

extension TradingVenueModel {
  /// Keeps two orders of one person from matching: takes away what the mode says, and tells.
  mutating func prevent(
    _ takerRecord: VenueOrderRecord, _ maker: PairBook.Resting, _ mode: SelfTradePrevention,
    matching quantity: Quantity, at now: Instant
  ) {
    guard let taker = book(takerRecord.account).order(takerRecord.id),
      let makerRecord = book(maker.account).order(maker.orderID)
    else { return }
    let lost = Self.losses(mode, matching: quantity, taker: taker.remaining, maker: makerRecord.remaining)
    let prevention = VenuePreventedMatch(
      id: numbers.take(\.prevention), pair: taker.pair, takerOrderID: taker.id, makerOrderID: maker.orderID,
      takerAccount: taker.account, makerAccount: maker.account,
      tradeGroup: book(taker.account).account.tradeGroup, mode: mode, price: maker.price,
      takerPrevented: lost.taker, makerPrevented: lost.maker, matched: quantity, time: now)
    for account in Set([taker.account, maker.account]) {
      books[account]?.add(prevention, keeping: settings.closedOrdersMax)
    }
    if let quantity = lost.maker { takeAway(quantity, from: makerRecord, prevention, at: now) }
    if let quantity = lost.taker { takeAway(quantity, from: taker, prevention, at: now) }
  }

  private static func losses(
    _ mode: SelfTradePrevention, matching quantity: Quantity, taker: Quantity, maker: Quantity
  ) -> (taker: Quantity?, maker: Quantity?) {
    switch mode {
    case .none: (nil, nil)
    case .expireTaker: (taker, nil)
    case .expireMaker: (nil, maker)
    case .expireBoth: (taker, maker)
    case .decrement, .transfer: (quantity, quantity)
    }
  }

  private mutating func takeAway(
    _ quantity: Quantity, from record: VenueOrderRecord, _ prevention: VenuePreventedMatch, at now: Instant
  ) {
    books[record.account]?.change(record.id) { record in
      record.prevented = record.prevented + quantity
      record.preventedMatchIDs.append(prevention.id)
      record.updateTime = now
      if record.remaining <= .zero { record.status = .expiredInMatch }
    }
    guard let after = book(record.account).order(record.id) else { return }
    if !after.status.isOpen {
      pairs[after.pair]?.remove(after.id, after.side)
      hold(for: after)
    } else if after.order.price != nil {
      hold(for: after)
    }
    report(.tradePrevention, after.id, of: after.account, at: now, ReportDetail(prevention: prevention))
    if !after.status.isOpen { conclude(after.id, of: after.account, at: now) }
  }
}
