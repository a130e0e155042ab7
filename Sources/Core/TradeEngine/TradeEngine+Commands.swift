// SPDX-License-Identifier: Apache-2.0

import BotModel
import RiskRules
import TradingModel

extension TradeEngine {
  /// Does what a person or the control plane asks.
  mutating func apply(_ command: EngineCommand, into step: inout EngineStep, _ identifiers: IdentifierSource) {
    switch command {
    case .enter(let pair, let stake, let limit):
      step.refusal = enter(
        pair, kind(limit), stake: stake, tag: Self.forceEntry, cause: .manual, into: &step, identifiers)
      if case .risk(let refusal) = step.refusal {
        decide(pair, .buy, .manual, .refused, rule: refusal.rule, detail: refusal.description, into: &step)
      }
    case .exit(let trade, let limit): exitByHand(trade, kind(limit), into: &step, identifiers)
    case .permit(let permission): permit(permission, into: &step, identifiers)
    case .cancelEntries: cancelEntries(into: &step)
    case .configure(let settings): self.settings = settings
    }
  }

  private func kind(_ limit: Price?) -> OrderKind {
    limit.map(OrderKind.limit) ?? .market
  }

  private mutating func exitByHand(
    _ trade: TradeID?, _ kind: OrderKind, into step: inout EngineStep, _ identifiers: IdentifierSource
  ) {
    if let trade {
      guard trades[trade] != nil else {
        // An entry that is not filled yet: there is nothing to sell, so the order itself is taken back.
        let entries = orders(of: trade)
        guard !entries.isEmpty else { return step.refusal = .unknownTrade(trade) }
        for order in entries { cancel(order, into: &step) }
        return
      }
      exit(trade, kind, ExitReason(.manual, name: Self.forceExit), into: &step, identifiers)
    } else {
      guard !isFlat else { return step.refusal = .nothingOpen }
      cancelEntries(into: &step)
      for id in trades.keys.sorted() {
        exit(id, kind, ExitReason(.manual, name: Self.forceExit), into: &step, identifiers)
      }
      // One that can't be sold now does not make the others' sale a refusal.
      if !step.requests.isEmpty { step.refusal = nil }
    }
  }

  private mutating func permit(
    _ permission: Permission, into step: inout EngineStep, _ identifiers: IdentifierSource
  ) {
    self.permission = permission
    switch permission {
    case .trading: break
    case .managing: cancelEntries(into: &step)
    case .closing:
      cancelEntries(into: &step)
      for id in trades.keys.sorted() {
        exit(id, .market, ExitReason(.lifecycle, name: Self.forceExit), into: &step, identifiers)
      }
    case .halting:
      pendingExits = [:]
      cancelAll(into: &step)
    }
  }
}
