// SPDX-License-Identifier: Apache-2.0

import BotModel
import RiskRules
import TradingModel

extension TradeEngine {
  /// Applies what the exchange reports on an order.
  mutating func apply(_ event: OrderEvent, into step: inout EngineStep, _ identifiers: IdentifierSource) {
    guard var order = orders.values.first(where: { $0.clientOrderID == event.order }) else {
      return note(.warning, "a report on order \(event.order), which is not open: \(event.report)", into: &step)
    }
    do throws(OrderContradiction) {
      switch event.report {
      case .accepted(let exchangeOrderID):
        try order.record(.accepted, exchangeOrderID: exchangeOrderID, at: event.time)
      case .refused(let reason):
        try order.record(.refused, at: event.time)
        note(.warning, "order \(order.clientOrderID) was refused: \(reason)", into: &step)
      case .replyLost(let reason):
        try order.record(.replyLost, at: event.time)
        note(.warning, "the reply on order \(order.clientOrderID) was lost: \(reason)", into: &step)
        step.requests.append(.query(order.clientOrderID, pair: order.terms.pair))
      case .canceled: try order.record(.canceled, at: event.time)
      case .expired: try order.record(.expired, at: event.time)
      case .filled(let id, let price, let quantity, let fee):
        let fill = Fill(id: id, order: order.id, price: price, quantity: quantity, fee: fee, time: event.time)
        guard try book(fill, on: &order, into: &step) else { return }
      }
    } catch {
      return note(.error, "a report on order \(event.order) can't be true: \(error)", into: &step)
    }
    orders[order.id] = order
    step.changes.append(.order(order))
    if order.status.isFinal { finish(order, into: &step, identifiers) }
  }

  /// Books a fill on order, ledger and trade.
  ///
  /// - Returns: whether it was new.
  private mutating func book(
    _ fill: Fill, on order: inout Order, into step: inout EngineStep
  ) throws(OrderContradiction) -> Bool {
    guard bookedFills[order.id]?.contains(fill.id) != true else { return false }
    let costBefore = order.cost
    try order.book(fill)
    bookedFills[order.id, default: []].insert(fill.id)
    let cost = order.cost - costBefore
    ledger.book(order.terms.side, cost: cost, fee: fill.fee)
    step.changes.append(.fill(fill))
    switch order.purpose {
    case .entry: bookEntry(fill, cost: cost, of: order, into: &step)
    case .exit: bookExit(fill, cost: cost, of: order, into: &step)
    }
    step.changes.append(.ledger(ledger))
    return true
  }

  private mutating func bookEntry(_ fill: Fill, cost: Money, of order: Order, into step: inout EngineStep) {
    var trade =
      trades[order.trade]
      ?? Trade(
        id: order.trade, pair: order.terms.pair, enterTag: order.reason, openedAt: fill.time, entered: .none,
        highestPrice: fill.price, lowestPrice: fill.price)
    trade.entered.quantity = trade.entered.quantity + fill.quantity
    trade.entered.cost = trade.entered.cost + cost
    trade.entered.fee = trade.entered.fee + fill.fee
    if !trade.isStopTrailing, let rate = trade.entered.rate {
      trade.stopPrice = exitCheck(of: trade.pair).stopPrice(forEntryAt: rate)
      trade.initialStopPrice = trade.stopPrice
    }
    trades[trade.id] = trade
    step.changes.append(.trade(trade))
  }

  private mutating func bookExit(_ fill: Fill, cost: Money, of order: Order, into step: inout EngineStep) {
    guard var trade = trades[order.trade] else {
      return note(.error, "a sale of a trade that is not open: order \(order.clientOrderID)", into: &step)
    }
    trade.exited.quantity = trade.exited.quantity + fill.quantity
    trade.exited.cost = trade.exited.cost + cost
    trade.exited.fee = trade.exited.fee + fill.fee
    if trade.held <= .zero {
      let outlay = trade.entered.cost + trade.entered.fee
      let profit = trade.exited.cost - trade.exited.fee - outlay
      trade.closing = Trade.Closing(
        closedAt: fill.time, reason: order.reason, profit: profit,
        profitRatio: (try? profit.ratio(to: outlay)) ?? .zero)
      ledger.close(profit: profit, at: fill.time)
      trades[trade.id] = nil
      pendingExits[trade.id] = nil
      refusedExits.remove(trade.id)
    } else {
      trades[trade.id] = trade
    }
    step.changes.append(.trade(trade))
  }

  /// Forgets an order that is final, and goes on with what waited for it.
  private mutating func finish(_ order: Order, into step: inout EngineStep, _ identifiers: IdentifierSource) {
    orders[order.id] = nil
    reservationPrices[order.id] = nil
    bookedFills[order.id] = nil
    guard trades[order.trade] != nil else { return }
    if order.status == .rejected { refusedExits.insert(order.trade) }
    if let pending = pendingExits[order.trade] {
      guard orders(of: order.trade).isEmpty else { return }
      pendingExits[order.trade] = nil
      exit(order.trade, pending.kind, reason: pending.reason, cause: pending.cause, into: &step, identifiers)
    } else if permission == .closing, order.status != .rejected {
      exit(order.trade, .market, reason: "force_exit", cause: .lifecycle, into: &step, identifiers)
    }
  }
}
