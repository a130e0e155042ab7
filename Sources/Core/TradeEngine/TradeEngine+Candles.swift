// SPDX-License-Identifier: Apache-2.0

import BotModel
import MarketData
import RiskRules
import StrategyKit
import TradingModel

extension TradeEngine {
  /// A candle has closed: the strategy is asked, its signal followed, and stop and targets are checked at the close.
  mutating func close(
    _ candle: Candle, of pair: Pair, isFresh: Bool, into step: inout EngineStep, _ identifiers: IdentifierSource
  ) {
    guard markets[pair] != nil, permission != .halting else { return }
    let hadFailed = markets[pair]?.failure != nil
    switch markets[pair]?.update(candle) {
    case .seen(let signal?):
      let record = SignalRecord(pair: pair, candle: candle.openTime, time: now, signal: signal)
      markets[pair]?.lastSignal = record
      step.changes.append(.signal(record))
      follow(record, isFresh: isFresh, into: &step, identifiers)
    case .failed(let failure):
      if !hadFailed { note(.error, "the strategy failed at \(pair): \(failure)", into: &step) }
    case .seen(nil):
      if hadFailed { note(.info, "the strategy answers again at \(pair)", into: &step) }
    case .skipped, nil:
      return
    }
    refusedExits = refusedExits.filter { trades[$0]?.pair != pair }
    if permission == .closing { closeRest(of: pair, into: &step, identifiers) }
    see(candle.close, of: pair, into: &step, identifiers)
  }

  /// Tries again to sell what could not be sold before.
  private mutating func closeRest(
    of pair: Pair, into step: inout EngineStep, _ identifiers: IdentifierSource
  ) {
    for id in trades.keys.sorted() where trades[id]?.pair == pair && orders(of: id).isEmpty {
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
      let open = trades.values.filter { $0.pair == pair }.sorted { $0.id < $1.id }
      for trade in open {
        let reason = signal.tag.isEmpty ? "exit_signal" : signal.tag
        exit(trade.id, .market, reason: reason, cause: .signal, into: &step, identifiers)
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
          pair: pair, time: now, side: side, cause: cause, outcome: outcome, rule: rule, detail: detail, order: order)))
  }
}
