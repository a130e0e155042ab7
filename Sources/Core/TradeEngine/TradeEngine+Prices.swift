// SPDX-License-Identifier: Apache-2.0

import BotModel
import MarketData
import StrategyKit
import TradingModel

extension TradeEngine {
  /// Sees a price: moves trailing stops, and closes the trades whose stop or target it reaches.
  mutating func see(_ price: Price, of pair: Pair, into step: inout EngineStep, _ identifiers: IdentifierSource) {
    guard price > .zero else { return }
    markets.update(pair) { $0.lastPrice = price }
    giveUpUnfilled(of: pair, into: &step)
    retryWithheld(of: pair, into: &step, identifiers)
    check(pair, at: price, into: &step, identifiers)
  }

  /// How long after an exit did not leave it is asked anew, in milliseconds.
  private static let withheldFor: Int64 = 1_000

  /// An exit never left, for want of a connection or of room in a limit: it is asked anew, as another order, soon.
  mutating func withhold(_ order: Order) {
    orders[order.id] = nil
    remember(order)
    pendingExits[order.trade] = PendingExit(
      kind: order.terms.kind, reason: ExitReason(.lifecycle, name: order.reason))
    withheldExits[order.trade] = now.advanced(byMilliseconds: Self.withheldFor)
  }

  /// Asks for exits anew that never left.
  mutating func retryWithheld(of pair: Pair, into step: inout EngineStep, _ identifiers: IdentifierSource) {
    guard !withheldExits.isEmpty, permission != .halting else { return }
    for id in trades(of: pair) {
      guard let due = withheldExits[id], due <= now, orders(of: id).isEmpty else { continue }
      withheldExits[id] = nil
      guard let pending = pendingExits.removeValue(forKey: id) else { continue }
      exit(id, pending.kind, pending.reason, into: &step, identifiers)
    }
  }

  /// Closes the trades of a pair whose stop or target a price reaches.
  mutating func check(_ pair: Pair, at price: Price, into step: inout EngineStep, _ identifiers: IdentifierSource) {
    guard permission != .halting, !trades.isEmpty else { return }
    for id in trades(of: pair) {
      if let trade = trades[id] { check(trade, at: price, into: &step, identifiers) }
    }
  }

  private mutating func check(
    _ trade: Trade, at price: Price, into step: inout EngineStep, _ identifiers: IdentifierSource
  ) {
    let before = trade
    var trade = trade
    trade.highestPrice = max(trade.highestPrice, price)
    trade.lowestPrice = min(trade.lowestPrice, price)
    let exitCheck = exitCheck(of: trade.pair)
    let opinion = opinions[trade.pair]
    let context = opinion?.advice?.isAskedAtPrices == true ? context(of: trade, at: price) : nil
    let pending = pendingExits[trade.id]
    if let reason = reasonToClose(trade, at: price, exitCheck, opinion, context),
      pending == nil || reason.isStop && pending?.kind != .market
    {
      hold(trade)
      let kind = reason.isStop ? .market : exitKind(of: trade, at: price)
      guard !hasRefused(kind, trade.id), !hasMarketExit(trade.id) else { return }
      exit(trade.id, kind, reason, into: &step, identifiers)
    } else {
      let distance = context.flatMap { opinion?.advice?.customStoploss($0) }.flatMap(Fixed.init(approximating:))
      if raiseStop(of: &trade, at: price, by: distance, exitCheck) { step.changes.append(.trade(trade)) }
      // Who is shown the trades shares them: what has not changed is not copied.
      if trade != before { hold(trade) }
    }
  }

  func exitCheck(of pair: Pair) -> ExitCheck {
    ExitCheck(rules: settings.exits, feeRate: feeRate, tick: instruments[pair]?.price.tick ?? .zero)
  }

  /// Whether such an exit of a trade was refused at this candle.
  private func hasRefused(_ kind: OrderKind, _ trade: TradeID) -> Bool {
    kind == .market ? refusedExits.contains(trade) : refusedLimitExits.contains(trade)
  }

  private func hasMarketExit(_ trade: TradeID) -> Bool {
    orders.values.contains { $0.trade == trade && $0.isMarketExit }
  }
}
