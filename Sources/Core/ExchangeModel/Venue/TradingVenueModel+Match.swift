// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

extension TradingVenueModel {
  /// What an order that is on its way to the book takes as.
  func taker(_ record: VenueOrderRecord) -> Taker {
    let amount: VenueOrder.Amount =
      if case .quote = record.order.amount { record.order.amount } else { .base(record.remaining) }
    return Taker(
      account: record.account, side: record.side, limit: record.order.price, amount: amount,
      mode: record.selfTradePrevention)
  }

  /// What a plan needs to be free: for an order without a limit, what it takes; for another, what it holds.
  func funds(for record: VenueOrderRecord, _ plan: MatchPlan) -> Fixed {
    guard record.order.price == nil else { return need(of: record) }
    return record.side == .buy ? plan.value.value : record.remaining.value
  }

  /// Lets an order that holds what it needs take what it can, and rests or ends what is left of it.
  mutating func take(_ id: Int64, of account: VenueAccountID, at now: Instant, in market: PairMarket) {
    guard let record = book(account).order(id) else { return }
    let plan = plan(taker(record), in: market)
    if record.timeInForce == .fillOrKill, plan.filled < record.remaining {
      return expire(id, of: account, .unfilledFOK, at: now)
    }
    if record.order.price == nil {
      let held = book(account).holds[holdKey(record)] ?? .zero
      guard funds(for: record, plan) <= book(account).account.balance(of: spentAsset(record)).free + held else {
        return expire(id, of: account, .rejected, at: now, rejectReason: .insufficientBalances)
      }
      hold(for: record, own: funds(for: record, plan))
    }
    carryOut(plan, for: record, at: now, in: market)
    finish(id, of: account, at: now, in: market)
  }

  /// Carries a plan out, step by step.
  private mutating func carryOut(
    _ plan: MatchPlan, for record: VenueOrderRecord, at now: Instant, in market: PairMarket
  ) {
    let otherSide: Side = record.side == .buy ? .sell : .buy
    var taken: [(price: Price, quantity: Quantity)] = []
    for step in plan.steps {
      switch step {
      case .outside(let price, let quantity):
        taken.append((price, quantity))
        pairs[record.pair]?.advance(otherSide, at: price, by: quantity)
        let match = Match(trade: numbers.take(\.trade), price: price, quantity: quantity, time: now)
        fill(record.id, of: record.account, by: match, isMaker: false, in: market)
        tradeOutside(record, match)
      case .own(let maker, let quantity):
        let match = Match(trade: numbers.take(\.trade), price: maker.price, quantity: quantity, time: now)
        fill(record.id, of: record.account, by: match, isMaker: false, in: market)
        fill(maker.orderID, of: maker.account, by: match, isMaker: true, in: market)
        conclude(maker.orderID, of: maker.account, at: now)
      case .prevented(let maker, let mode, let quantity):
        prevent(record, maker, mode, matching: quantity, at: now)
      }
    }
    pairs[record.pair, default: PairBook()].take(taken, otherSide, of: market.depth)
  }

  /// Rests what is left of an order, or ends it.
  private mutating func finish(_ id: Int64, of account: VenueAccountID, at now: Instant, in market: PairMarket) {
    defer { conclude(id, of: account, at: now) }
    guard let record = book(account).order(id), record.status.isOpen else { return }
    guard let price = record.order.price else {
      return expire(id, of: account, .insufficientLiquidity, at: now)
    }
    guard record.timeInForce == .goodTilCanceled else { return expire(id, of: account, .unfilledIOC, at: now) }
    let ahead = pairs[record.pair, default: PairBook()].offered(record.side, at: price, in: market.depth)
    pairs[record.pair]?.rest(
      PairBook.Resting(orderID: id, account: account, price: price, ahead: ahead), record.side)
  }

  /// A trade as both of its sides see it.
  struct Match {
    let trade: Int64
    let price: Price
    let quantity: Quantity
    let time: Instant

    var value: Money { VenueArithmetic.cost(of: quantity, at: price) }
  }

  /// Fills some of an order: the order, the money, the fee, the report.
  mutating func fill(
    _ id: Int64, of account: VenueAccountID, by match: Match, isMaker: Bool, in market: PairMarket
  ) {
    guard let before = book(account).order(id) else { return }
    precondition(before.status.isOpen && match.quantity <= before.remaining, "what is filled was open")
    expireOCOPartner(of: before, at: match.time)
    let value = match.value
    books[account]?.change(id) { record in
      record.executed = record.executed + match.quantity
      record.cumulativeQuote = record.cumulativeQuote + value
      record.status = record.remaining <= .zero ? .filled : .partiallyFilled
      record.updateTime = match.time
    }
    guard let record = book(account).order(id) else { return }
    let isBuy = record.side == .buy
    pay(isBuy ? value.value : match.quantity.value, for: record)
    let (asset, received) = isBuy ? (record.pair.base, match.quantity.value) : (record.pair.quote, value.value)
    credit(received, of: asset, to: account)
    let rate = book(account).account.commission.rate(isMaker: isMaker, side: record.side)
    let commission = takeFee(on: received, of: asset, from: account, rate: rate, in: market)
    let trade = VenueTrade(
      id: match.trade, orderID: id, listID: record.listID, account: account, pair: record.pair, side: record.side,
      price: match.price, quantity: match.quantity, quote: value, commission: commission, time: match.time,
      isMaker: isMaker)
    books[account]?.add(trade)
    if before.executed.value.isZero { giveBack(by: account, isMaker: isMaker, at: match.time) }
    if !record.status.isOpen { pairs[record.pair]?.remove(id, record.side) }
    report(.trade, id, of: account, at: match.time, ReportDetail(trade: trade))
  }

  /// Accounts for what a trade with others brought in and took out.
  mutating func tradeOutside(_ record: VenueOrderRecord, _ match: Match) {
    let (base, quote) = (match.quantity.value, match.value.value)
    flows[record.pair.base, default: VenueFlow()].traded += record.side == .buy ? base : -base
    flows[record.pair.quote, default: VenueFlow()].traded += record.side == .buy ? -quote : quote
  }

  /// Ends an order.
  mutating func end(
    _ id: Int64, of account: VenueAccountID, as status: VenueOrderStatus, at now: Instant,
    expiryReason: VenueExpiryReason? = nil, rejectReason: VenueRejectReason = .none
  ) {
    books[account]?.change(id) { record in
      record.status = status
      record.updateTime = now
      record.expiryReason = expiryReason
      record.rejectReason = rejectReason
    }
    guard let record = book(account).order(id) else { return }
    pairs[record.pair]?.remove(id, record.side)
    hold(for: record)
  }

  /// Ends an order by the venue's own rules, and tells.
  mutating func expire(
    _ id: Int64, of account: VenueAccountID, _ reason: VenueExpiryReason, at now: Instant,
    rejectReason: VenueRejectReason = .none
  ) {
    end(id, of: account, as: .expired, at: now, expiryReason: reason, rejectReason: rejectReason)
    report(.expired, id, of: account, at: now)
    conclude(id, of: account, at: now)
  }
}
