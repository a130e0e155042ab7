// SPDX-License-Identifier: Apache-2.0

import BotModel
import RiskRules
import TradingModel

extension TradeEngine {
  /// Applies what the exchange reports on an order. A report that says nothing new changes nothing.
  mutating func apply(_ event: OrderEvent, into step: inout EngineStep, _ identifiers: IdentifierSource) {
    guard var order = order(event.order) else {
      return note(.warning, "a report on order \(event.order), which is not known: \(event.report)", into: &step)
    }
    let before = order
    // Misses count only where nothing is heard in between.
    if event.report != .missing { misses[order.id] = nil }
    do throws(OrderContradiction) {
      switch event.report {
      case .accepted(let exchangeOrderID):
        try order.record(.accepted, exchangeOrderID: exchangeOrderID, at: event.time)
      case .refused, .withheld: try order.record(.refused, at: event.time)
      case .replyLost: try order.record(.replyLost, at: event.time)
      case .canceled: try order.record(.canceled, at: event.time)
      case .expired: try order.record(.expired, at: event.time)
      case .missing:
        guard let occurrence = occurrence(ofMissing: order, into: &step) else { return }
        try order.record(occurrence, at: event.time)
      case .filled(let id, let price, let quantity, let fee, let commission):
        let fill = Fill(
          id: id, order: order.id, price: price, quantity: quantity, fee: fee, commission: commission, time: event.time)
        guard try book(fill, on: &order, into: &step, identifiers) else { return }
      }
    } catch {
      note(.error, "a report on order \(event.order) can't be true: \(error)", into: &step)
      if case .filled = event.report {
        holdEntries("a fill of order \(event.order) could not be booked: \(error)", into: &step)
      }
      return
    }
    guard order.tellsMore(than: before) else { return }
    tell(event.report, of: order, into: &step)
    step.changes.append(.order(order))
    if let index = endedOrders.firstIndex(where: { $0.id == order.id }) {
      endedOrders[index] = order
      if !order.status.isFinal { orders[order.id] = endedOrders.remove(at: index) }
    } else {
      orders[order.id] = order
    }
    guard order.status.isFinal else { return }
    if case .withheld = event.report, order.purpose == .exit, trades[order.trade] != nil {
      withhold(order)
    } else {
      finish(order, into: &step, identifiers)
    }
  }

  /// Opens nothing more until a person starts the bot anew.
  private mutating func holdEntries(_ reason: String, into step: inout EngineStep) {
    guard ledger.hold == nil else { return }
    ledger.holdEntries(reason)
    step.changes.append(.ledger(ledger))
    note(.error, "\(reason): the bot opens nothing until it is started anew", into: &step)
  }

  private func order(_ id: ClientOrderID) -> Order? {
    orders.values.first { $0.clientOrderID == id } ?? endedOrders.first { $0.clientOrderID == id }
  }

  /// Notes what an operator should read, and asks what became of an order whose reply was lost. If that is lost too,
  /// it is asked again at each closed candle.
  private func tell(_ report: OrderEvent.Report, of order: Order, into step: inout EngineStep) {
    switch report {
    case .withheld(let reason): note(.warning, "order \(order.clientOrderID) did not leave: \(reason)", into: &step)
    case .refused(let reason): note(.warning, "order \(order.clientOrderID) was refused: \(reason)", into: &step)
    case .expired(let reason): note(.warning, "order \(order.clientOrderID) was ended: \(reason)", into: &step)
    case .replyLost(let reason):
      note(.warning, "the reply on order \(order.clientOrderID) was lost: \(reason)", into: &step)
      step.requests.append(.query(order.clientOrderID, pair: order.terms.pair))
    case .missing:
      let end = order.status == .rejected ? "was never placed" : "is not known to the venue any more"
      note(.warning, "order \(order.clientOrderID) \(end): it was looked for twice", into: &step)
    case .accepted, .canceled, .filled: break
    }
  }

  /// How long two looks for an order must be apart that together prove that the venue does not have it: longer than a
  /// request may take to be accepted (`recvWindow`, 5 s), by 5 s.
  static let missesApart: Int64 = 10_000

  /// What it means that the venue doesn't know an order: nothing at first, after the second miss, long enough after the
  /// first, that it was never placed, or is gone.
  private mutating func occurrence(ofMissing order: Order, into step: inout EngineStep) -> OrderOccurrence? {
    guard !order.status.isFinal else { return nil }
    guard let first = misses[order.id] else {
      misses[order.id] = now
      note(.info, "the venue has no order \(order.clientOrderID) so far; it is looked for again", into: &step)
      return nil
    }
    guard now.milliseconds(since: first) >= Self.missesApart else { return nil }
    return order.status == .submitting || order.status == .unknown ? .refused : .expired
  }

  /// Books a fill on order, ledger and trade.
  ///
  /// - Returns: whether it was new.
  private mutating func book(
    _ fill: Fill, on order: inout Order, into step: inout EngineStep, _ identifiers: IdentifierSource
  ) throws(OrderContradiction) -> Bool {
    guard bookedFills[order.id]?.contains(fill.id) != true else { return false }
    let costBefore = order.cost
    try order.book(fill)
    bookedFills[order.id, default: []].insert(fill.id)
    let cost = order.cost - costBefore
    ledger.book(order.terms.side, cost: cost, fee: fill.feeInQuote)
    step.changes.append(.fill(fill))
    if order.overfill > .zero {
      let excess = order.overfill
      holdEntries("order \(order.clientOrderID) was filled for \(excess) more than was ordered", into: &step)
    }
    switch order.purpose {
    case .entry, .addition: bookEntry(fill, cost: cost, of: order, into: &step, identifiers)
    case .exit, .partialExit: bookExit(fill, cost: cost, of: order, into: &step)
    }
    step.changes.append(.ledger(ledger))
    return true
  }

  /// Adds a fill to the order's trade. If that is over by now, what was bought late opens another: a closed trade never
  /// changes, and nothing that was bought is without a trade.
  private mutating func bookEntry(
    _ fill: Fill, cost: Money, of order: Order, into step: inout EngineStep, _ identifiers: IdentifierSource
  ) {
    let isFirst = order.filled == fill.quantity
    let isOver = order.purpose == .addition || !isFirst
    var trade =
      trades[order.trade]
      ?? Trade(
        id: isOver ? TradeID(identifiers.next()) : order.trade, pair: order.terms.pair, enterTag: order.reason,
        openedAt: fill.time, entered: .none, highestPrice: fill.price, lowestPrice: fill.price)
    // What the venue kept of the bought asset was paid for and did not come: its cost is the fee.
    let kept = fill.keptBase(of: order.terms.pair)
    trade.entered.add(
      fill.quantity - kept, cost: kept > .zero ? cost - fill.fee : cost, fee: fill.fee,
      isFirst: isFirst || trade.entered.orders == 0)
    if let stop = trade.entered.rate.flatMap(exitCheck(of: trade.pair).stopPrice(forEntryAt:)) {
      let isOpening = trade.entered.orders == 1 && !trade.isStopTrailing
      if isOpening { trade.initialStopPrice = stop }
      // What is added to a trade never lowers its stop.
      if isOpening || stop > (trade.stopPrice ?? .zero) { trade.stopPrice = stop }
    }
    hold(trade)
    step.changes.append(.trade(trade))
  }

  private mutating func bookExit(_ fill: Fill, cost: Money, of order: Order, into step: inout EngineStep) {
    let held = trades[order.trade]?.held ?? .zero
    if fill.quantity > held {
      note(
        .error, "order \(order.clientOrderID) sold \(fill.quantity) \(order.terms.pair.base); its trade held \(held)",
        into: &step)
      holdEntries("order \(order.clientOrderID) sold more than its trade held", into: &step)
    }
    guard var trade = trades[order.trade] else {
      // What no trade held was sold all the same: the money is there, and counts as made.
      return ledger.close(profit: cost - fill.fee, at: fill.time)
    }
    trade.exited.add(fill.quantity, cost: cost, fee: fill.fee, isFirst: order.filled == fill.quantity)
    if trade.held <= .zero {
      trade = close(trade, reason: order.reason, at: fill.time, into: &step)
      for other in orders(of: trade.id) where other.id != order.id { cancel(other, into: &step) }
    } else {
      hold(trade)
    }
    step.changes.append(.trade(trade))
  }

  /// Takes a trade out of the open ones, books what it made, and has the protections look at it.
  ///
  /// - Returns: the closed trade.
  mutating func close(_ trade: Trade, reason: String, at time: Instant, into step: inout EngineStep) -> Trade {
    let outlay = trade.entered.cost + trade.entered.fee
    let profit = trade.exited.cost - trade.exited.fee - outlay
    var closed = trade
    closed.closing = Trade.Closing(
      closedAt: time, reason: reason, profit: profit, profitRatio: (try? profit.ratio(to: outlay)) ?? .zero)
    ledger.close(profit: profit, at: time)
    release(trade)
    pendingExits[trade.id] = nil
    refusedExits.remove(trade.id)
    refusedLimitExits.remove(trade.id)
    exitTimeouts[trade.id] = nil
    withheldExits[trade.id] = nil
    for lock in protectionBook.take(closed) {
      let what = lock.pair?.description ?? "the bot's pairs"
      note(.info, "\(lock.method) holds \(what) back until \(lock.end): \(lock.reason)", into: &step)
    }
    return closed
  }

  /// Ends an order that is final, and goes on with what waited for it.
  private mutating func finish(_ order: Order, into step: inout EngineStep, _ identifiers: IdentifierSource) {
    if orders.removeValue(forKey: order.id) != nil { remember(order) }
    misses[order.id] = nil
    let wasTimedOut = timedOut.remove(order.id) != nil
    guard let trade = trades[order.trade] else { return }
    if let pending = pendingExits[order.trade] {
      guard orders(of: order.trade).isEmpty else { return }
      pendingExits[order.trade] = nil
      return exit(order.trade, pending.kind, pending.reason, into: &step, identifiers)
    }
    switch (order.purpose, order.status) {
    case (.exit, .filled) where permission != .halting:
      // The venue takes only so much in one order, or not the last of it: the rest is sold or written off.
      exit(
        order.trade, order.terms.kind, ExitReason(.lifecycle, name: order.reason), into: &step, identifiers)
    case (.exit, .rejected), (.exit, .expired): refuse(order.terms.kind, of: order.trade)
    case (.exit, .canceled) where wasTimedOut: countTimeout(of: trade, into: &step, identifiers)
    case (.entry, _) where permission == .closing, (.addition, _) where permission == .closing:
      exit(order.trade, .market, ExitReason(.lifecycle, name: Self.forceExit), into: &step, identifiers)
    default: break
    }
  }

  /// How many final orders an engine remembers, for reports that come late or twice.
  private static let endedOrdersMax = 16

  mutating func remember(_ order: Order) {
    endedOrders.append(order)
    guard endedOrders.count > Self.endedOrdersMax else { return }
    bookedFills[endedOrders.removeFirst().id] = nil
  }
}

extension Order {
  /// Whether the order stands elsewhere than before; a report that only comes later tells nothing.
  fileprivate func tellsMore(than before: Order) -> Bool {
    status != before.status || exchangeOrderID != before.exchangeOrderID || filled != before.filled
  }
}
