// SPDX-License-Identifier: Apache-2.0

import BotModel
import RiskRules
import StrategyKit
import TradingModel

extension TradeEngine {
  /// How long limit orders of a strategy may rest where it doesn't say, in seconds.
  private static let usualTimeout = 600

  /// Takes back the limit orders of a pair that were not filled in time. What a person placed has a limit only where the
  /// strategy sets one.
  mutating func giveUpUnfilled(of pair: Pair, into step: inout EngineStep) {
    guard !orders.isEmpty else { return }
    let due = orders.values.filter { $0.terms.pair == pair && isDue($0) }
    for order in due.sorted(by: { $0.id < $1.id }) {
      timedOut.insert(order.id)
      let seconds = timeout(of: order) ?? 0
      note(.info, "order \(order.clientOrderID) was not filled in \(seconds) s and is taken back", into: &step)
      cancel(order, into: &step)
    }
  }

  /// Whether an order has rested for long enough, and what it leaves behind could be sold.
  private func isDue(_ order: Order) -> Bool {
    guard order.terms.kind.limitPrice != nil, !timedOut.contains(order.id), let seconds = timeout(of: order),
      now.milliseconds(since: order.createdAt) >= Int64(seconds) * 1000
    else { return false }
    guard order.filled > .zero, let trade = trades[order.trade] else { return true }
    let rest = ExitIntent(pair: trade.pair, kind: .market, quantity: trade.held)
    let price = markets[trade.pair]?.lastPrice
    return (try? RiskGate.approve(rest, instrument: instruments[trade.pair], referencePrice: price)) != nil
  }

  private func timeout(of order: Order) -> Int? {
    let own = order.purpose.isBuying ? conduct.unfilledTimeout?.entrySeconds : conduct.unfilledTimeout?.exitSeconds
    return own ?? (order.isByHand ? nil : Self.usualTimeout)
  }

  /// An exit was not filled in time and is gone: after so many of them the trade is closed at once.
  mutating func countTimeout(of trade: Trade, into step: inout EngineStep, _ identifiers: IdentifierSource) {
    let count = exitTimeouts[trade.id, default: 0] + 1
    exitTimeouts[trade.id] = count
    let most = conduct.unfilledTimeout?.exitTimeoutCount ?? 0
    guard most > 0, count >= most, permission != .halting else { return }
    let detail = "\(count) exits were not filled in time, and exit_timeout_count is \(most)"
    exit(
      trade.id, .market, ExitReason(.unfilledTimeout, name: "emergency_exit", detail: detail), into: &step, identifiers)
  }
}

extension Order {
  /// Whether a person asked for it.
  fileprivate var isByHand: Bool { reason == TradeEngine.forceEntry || reason == TradeEngine.forceExit }
}

extension OrderPurpose {
  /// Whether it buys.
  var isBuying: Bool { self == .entry || self == .addition }
}
