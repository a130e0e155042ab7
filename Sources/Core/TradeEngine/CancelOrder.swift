// SPDX-License-Identifier: Apache-2.0

import BotModel
import RiskRules
import TradingModel

extension TradeEngine {
  /// Takes an order back. It needs no approval: it can only lower what is at risk.
  func cancel(_ order: Order, into step: inout EngineStep) {
    guard !order.status.isFinal else { return }
    step.requests.append(.cancel(order.clientOrderID, pair: order.terms.pair))
  }

  /// Takes back every entry order that rests, of one pair or of all.
  func cancelEntries(of pair: Pair? = nil, into step: inout EngineStep) {
    for order in orders.values.sorted(by: { $0.id < $1.id })
    where order.purpose.isBuying && (pair == nil || order.terms.pair == pair) {
      cancel(order, into: &step)
    }
  }

  /// Takes back every order.
  func cancelAll(into step: inout EngineStep) {
    for order in orders.values.sorted(by: { $0.id < $1.id }) { cancel(order, into: &step) }
  }
}
