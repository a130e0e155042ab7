// SPDX-License-Identifier: Apache-2.0

import BotModel
import MarketData
import RiskRules
import StrategyKit
import TradingModel

extension TradeEngine {
  /// A candle has closed: the strategy's signal is followed, and stop and targets are checked at the close.
  mutating func close(
    _ candle: Candle, of pair: Pair, _ verdict: Verdict, isFresh: Bool, into step: inout EngineStep,
    _ identifiers: IdentifierSource
  ) {
    guard let place = markets.place(of: pair), markets.values[place].take(candle) else { return }
    step.verdict = verdict
    askAgain(about: pair, into: &step)
    if !refusedExits.isEmpty { refusedExits.subtract(trades(of: pair)) }
    let isTurn = failures.count(verdict.answer, of: pair)
    switch verdict.answer {
    case .failed(let failure):
      step.isTold = true
      if isTurn { note(.error, "the strategy failed at \(pair): \(failure)", into: &step) }
    case .warmingUp, .answered:
      if isTurn { note(.info, "the strategy answers again at \(pair)", into: &step) }
      guard let signal = verdict.signal, permission != .halting else { break }
      let record = SignalRecord(
        pair: pair, candle: candle.openTime, time: now, signal: signal, explanation: verdict.explanation)
      step.changes.append(.signal(record))
      follow(record, isFresh: isFresh, into: &step, identifiers)
    }
    if permission == .closing { closeRest(of: pair, into: &step, identifiers) }
    if candle.close > .zero { check(pair, at: candle.close, into: &step, identifiers) }
    if verdict.signal == nil, verdict.explanation != nil { step.idle = idleDecision(of: pair, verdict) }
  }

  /// Why a candle without a signal led to nothing.
  private func idleDecision(of pair: Pair, _ verdict: Verdict) -> Decision {
    let (rule, detail) =
      switch verdict.answer {
      case .warmingUp(let seen, let wanted):
        ("warming_up", "the strategy has seen \(seen) of \(max(seen, wanted)) candles")
      case .failed(let failure): ("strategy_failed", failure.reason)
      case .answered: ("no_signal", verdict.explanation?.poll?.summary ?? verdict.explanation?.reason ?? "")
      }
    return Decision(
      pair: pair, time: now, side: nil, cause: .candle, outcome: .idle, rule: rule, detail: detail, order: nil,
      candle: verdict.openTime, explanation: verdict.explanation)
  }

  /// Asks again what became of orders whose reply was lost, and takes back again what should be gone by now.
  private func askAgain(about pair: Pair, into step: inout EngineStep) {
    let mayAsk = permission == .halting || !pendingExits.isEmpty || orders.values.contains { $0.status == .unknown }
    guard mayAsk else { return }
    for order in orders.values.sorted(by: { $0.id < $1.id }) where order.terms.pair == pair {
      if order.status == .unknown { step.requests.append(.query(order.clientOrderID, pair: pair)) }
      if permission == .halting || pendingExits[order.trade] != nil { cancel(order, into: &step) }
    }
  }

  /// Tries again to sell what could not be sold before.
  private mutating func closeRest(
    of pair: Pair, into step: inout EngineStep, _ identifiers: IdentifierSource
  ) {
    for id in trades(of: pair) where !refusedExits.contains(id) && orders(of: id).isEmpty {
      exit(id, .market, reason: "force_exit", cause: .lifecycle, into: &step, identifiers)
    }
  }

  private mutating func follow(
    _ record: SignalRecord, isFresh: Bool, into step: inout EngineStep, _ identifiers: IdentifierSource
  ) {
    let (pair, signal) = (record.pair, record.signal)
    switch signal.action {
    case .enter where !isFresh:
      decide(
        pair, .buy, .signal, .ignored, rule: "late_candle",
        detail: "the candle of \(record.candle) came after the next one had closed", into: &step)
    case .enter:
      let refusal = enter(pair, .market, stake: nil, tag: signal.tag, cause: .signal, into: &step, identifiers)
      if case .risk(let refusal) = refusal {
        decide(
          pair, .buy, .signal, refusal == .alreadyInMarket(pair) ? .ignored : .refused, rule: refusal.rule,
          detail: refusal.description, into: &step)
      }
    case .exit:
      cancelEntries(of: pair, into: &step)
      let open = trades(of: pair)
      for id in open {
        let reason = signal.tag.isEmpty ? "exit_signal" : signal.tag
        exit(id, .market, reason: reason, cause: .signal, into: &step, identifiers)
      }
      if open.isEmpty {
        decide(
          pair, .sell, .signal, .ignored, rule: "not_in_market", detail: "no trade of \(pair) is open", into: &step)
      }
    }
  }

  func note(_ level: BotChange.Notice.Level, _ message: String, into step: inout EngineStep) {
    step.changes.append(.notice(BotChange.Notice(level: level, time: now, message: message)))
  }

  func decide(
    _ pair: Pair, _ side: Side, _ cause: Decision.Cause, _ outcome: Decision.Outcome, rule: String, detail: String,
    order: OrderID? = nil, into step: inout EngineStep
  ) {
    step.changes.append(
      .decision(
        Decision(
          pair: pair, time: now, side: side, cause: cause, outcome: outcome, rule: rule, detail: detail, order: order,
          candle: step.verdict?.openTime, explanation: step.verdict?.explanation)))
  }
}
