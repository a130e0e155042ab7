// SPDX-License-Identifier: Apache-2.0

import DequeModule
import TradingModel

extension TradingVenueModel {
  /// The number of the other order of the OCO that an order is part of, by itself or as what an OTOCO triggers.
  func ocoPartnerID(of record: VenueOrderRecord) -> Int64? {
    guard let listID = record.listID, let list = book(record.account).list(listID) else { return nil }
    let legs = list.contingency == .oco ? list.members[...] : list.members.dropFirst()
    guard legs.count == 2, legs.contains(where: { $0.orderID == record.id }) else { return nil }
    return legs.first { $0.orderID != record.id }?.orderID
  }

  func ocoPartner(of record: VenueOrderRecord) -> VenueOrderRecord? {
    ocoPartnerID(of: record).flatMap { book(record.account).order($0) }
  }

  /// Ends the other order of an OCO, before anything becomes of this one.
  mutating func expireOCOPartner(of record: VenueOrderRecord, at now: Instant) {
    guard let partner = ocoPartner(of: record), partner.status.isOpen else { return }
    end(partner.id, of: partner.account, as: .expired, at: now, expiryReason: .ocoTrigger)
    report(.expired, partner.id, of: partner.account, at: now)
  }

  /// Draws the conclusions for an order's list after it was filled or ended: the other order of an OCO ends with it, what
  /// waits for a working order goes live or ends, and a list of which nothing is open is done.
  mutating func conclude(_ id: Int64, of account: VenueAccountID, at now: Instant) {
    guard let record = book(account).order(id), let listID = record.listID,
      let list = book(account).list(listID), list.orderStatus == .executing
    else { return }
    if !record.status.isOpen { expireOCOPartner(of: record, at: now) }
    if list.contingency == .oto, list.members.first?.orderID == id {
      if record.status == .filled {
        if pending(of: list).isEmpty == false, !activations.contains(where: { $0.list == listID }) {
          activations.append((account, listID))
        }
      } else if !record.status.isOpen {
        for order in pending(of: list) {
          end(order.id, of: account, as: .expired, at: now, expiryReason: .otoPhaseOneExpired)
          report(.expired, order.id, of: account, at: now)
        }
      }
    }
    if !list.members.contains(where: { book(account).order($0.orderID)?.status.isOpen ?? false }) {
      tell(.allDone, listID, of: account, at: now)
    }
  }

  private func pending(of list: VenueOrderListRecord) -> [VenueOrderRecord] {
    list.members.compactMap { book(list.account).order($0.orderID) }.filter { $0.status == .pendingNew }
  }

  /// Lets go live what waits for working orders that were filled.
  mutating func activate(at now: Instant, in market: PairMarket) {
    while let (account, listID) = activations.popFirst() {
      guard let list = book(account).list(listID) else { continue }
      let orders = pending(of: list).map { record in
        var record = record
        record.status = .new
        record.updateTime = now
        record.isWorking = !record.order.kind.isAlgo
        record.workingTime = record.isWorking ? now : nil
        return record
      }
      if let reason = obstacle(to: orders, in: market) {
        for order in orders {
          end(order.id, of: account, as: .expired, at: now, expiryReason: .rejected, rejectReason: reason)
          report(.expired, order.id, of: account, at: now)
        }
        if let first = orders.first { conclude(first.id, of: account, at: now) }
        continue
      }
      for order in orders { books[account]?.change(order.id) { $0 = order } }
      for order in orders {
        if !order.isMarketNow { hold(for: order) }
        report(.new, order.id, of: account, at: now)
      }
      tell(.updated, listID, of: account, at: now)
      for order in orders { goLive(order.id, of: account, at: now, in: market) }
    }
  }

  /// What keeps orders from going live together: one by itself, or the two of an OCO.
  func obstacle(to orders: [VenueOrderRecord], in market: PairMarket) -> VenueRejectReason? {
    let last = market.prices.last
    if orders.count == 2, let last, !orders.allSatisfy({ $0.order.liesRight(of: last) }) { return .ocoBadPrices }
    if orders.contains(where: { $0.order.wouldTrigger(at: last) }) { return .wouldTriggerImmediately }
    var needed = Fixed.zero
    for order in orders {
      let plan = order.order.kind.isAlgo ? MatchPlan() : plan(taker(order), in: market)
      if order.order.kind == .limitMaker, !plan.steps.isEmpty { return .wouldMatchImmediately }
      needed = max(needed, order.isMarketNow ? funds(for: order, plan) : need(of: order))
    }
    guard let first = orders.first else { return nil }
    return needed > book(first.account).account.balance(of: spentAsset(first)).free ? .insufficientBalances : nil
  }

  /// Sends an order that was told as new on its way: it waits for its price, or takes.
  mutating func goLive(_ id: Int64, of account: VenueAccountID, at now: Instant, in market: PairMarket) {
    guard let record = book(account).order(id), record.status.isOpen else { return }
    if record.order.kind.isAlgo, !record.isWorking {
      pairs[record.pair, default: PairBook()].wait(WaitingOrder(record))
    } else {
      take(id, of: account, at: now, in: market)
    }
  }
}

extension VenueOrder {
  /// Whether it lies on its side of the last price in an OCO; a trailing stop without a stop price lies anywhere.
  fileprivate func liesRight(of last: Price) -> Bool {
    guard let bound = kind.isAlgo ? stopPrice : price else { return true }
    return belongsAbove ? bound > last : bound < last
  }
}

extension VenueOrderRecord {
  /// Whether it takes at any price as soon as it is live.
  var isMarketNow: Bool { order.kind == .market }
}
