// SPDX-License-Identifier: Apache-2.0

import BotModel
import MarketData
import RiskRules
import StrategyKit
import TradingModel

extension TradeEngine {
  /// A candle has closed: the strategy's signal is followed, and stop and targets are checked at the close.
  mutating func close(
    _ candle: Candle, of pair: Pair, _ verdict: Verdict, delay: Int64, into step: inout EngineStep,
    _ identifiers: IdentifierSource
  ) {
    guard let place = markets.place(of: pair), markets.values[place].take(candle) else { return }
    step.verdict = verdict
    opinions[pair] = verdict.advice.map { StandingOpinion(advice: $0) }
    let lateness = Lateness(of: candle, by: delay, settings.timeframe, conduct)
    giveUpUnfilled(of: pair, into: &step)
    retryWithheld(of: pair, into: &step, identifiers)
    askAgain(about: pair, into: &step)
    if !refusedExits.isEmpty { refusedExits.subtract(trades(of: pair)) }
    if !refusedLimitExits.isEmpty { refusedLimitExits.subtract(trades(of: pair)) }
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
      follow(record, lateness, into: &step, identifiers)
    }
    if permission == .closing { closeRest(of: pair, into: &step, identifiers) }
    if candle.close > .zero {
      check(pair, at: candle.close, into: &step, identifiers)
      adjustPositions(of: pair, at: candle.close, isFresh: lateness?.isOverdue != true, into: &step, identifiers)
    }
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
    let mayAsk = permission == .halting || !pendingExits.isEmpty || !timedOut.isEmpty
    guard mayAsk || orders.values.contains(where: { $0.status == .unknown }) else { return }
    for order in orders.values.sorted(by: { $0.id < $1.id }) where order.terms.pair == pair {
      if order.status == .unknown { step.requests.append(.query(order.clientOrderID, pair: pair)) }
      if permission == .halting || pendingExits[order.trade] != nil || timedOut.contains(order.id) {
        cancel(order, into: &step)
      }
    }
  }

  /// Tries again to sell what could not be sold before.
  private mutating func closeRest(
    of pair: Pair, into step: inout EngineStep, _ identifiers: IdentifierSource
  ) {
    for id in trades(of: pair) where !refusedExits.contains(id) && orders(of: id).isEmpty {
      exit(id, .market, ExitReason(.lifecycle, name: Self.forceExit), into: &step, identifiers)
    }
  }

  private mutating func follow(
    _ record: SignalRecord, _ lateness: Lateness?, into step: inout EngineStep, _ identifiers: IdentifierSource
  ) {
    let (pair, signal) = (record.pair, record.signal)
    switch signal.action {
    case .enter:
      if let lateness {
        return decide(pair, .buy, .signal, .ignored, rule: lateness.rule, detail: lateness.detail, into: &step)
      }
      let kind = entryKind(of: pair, at: markets[pair]?.lastPrice, tag: signal.tag)
      let refusal = enter(pair, kind, stake: nil, tag: signal.tag, cause: .signal, into: &step, identifiers)
      if case .risk(let refusal) = refusal {
        decide(
          pair, .buy, .signal, refusal == .alreadyInMarket(pair) ? .ignored : .refused, rule: refusal.rule,
          detail: refusal.description, into: &step)
      }
    case .exit: leave(record, into: &step, identifiers)
    }
  }

  /// Follows a signal to exit.
  private mutating func leave(
    _ record: SignalRecord, into step: inout EngineStep, _ identifiers: IdentifierSource
  ) {
    let (pair, signal) = (record.pair, record.signal)
    guard conduct.useExitSignal else {
      return decide(
        pair, .sell, .signal, .ignored, rule: "use_exit_signal", detail: "the strategy says not to heed exit signals",
        into: &step)
    }
    cancelEntries(of: pair, into: &step)
    let open = trades(of: pair)
    let reason = ExitReason(signal)
    for id in open {
      guard let trade = trades[id] else { continue }
      let price = markets[pair]?.lastPrice
      if let price, let profit = profitHoldingBack(trade, at: price) {
        opinions[pair, default: StandingOpinion()].waitingExit = reason.name
        decide(
          pair, .sell, .signal, .ignored, rule: "exit_profit_only",
          detail: "the profit is \(profit), and the signal waits for more than \(conduct.exitProfitOffset)", into: &step
        )
      } else if isLeaving(trade) {
        decide(
          pair, .sell, .signal, .ignored, rule: "exit_rests", detail: "an order to close the trade rests already",
          into: &step)
      } else {
        exit(id, exitKind(of: trade, at: price), reason, into: &step, identifiers)
      }
    }
    if open.isEmpty {
      decide(
        pair, .sell, .signal, .ignored, rule: "not_in_market", detail: "no trade of \(pair) is open", into: &step)
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

/// Why a candle came too late for its signal to open anything.
private struct Lateness: Hashable {
  let rule: String
  let detail: String
  /// Whether the next candle had closed before it came.
  let isOverdue: Bool

  /// Nil where it came in time.
  ///
  /// - Parameter delay: how many milliseconds after its close it came.
  init?(of candle: Candle, by delay: Int64, _ timeframe: Timeframe, _ conduct: StrategySettings) {
    let closeTime = timeframe.openTime(after: candle.openTime)
    if closeTime.advanced(byMilliseconds: delay) >= timeframe.openTime(after: closeTime) {
      isOverdue = true
      rule = "late_candle"
      detail = "the candle of \(candle.openTime) came after the next one had closed"
    } else if let seconds = conduct.entrySignalSeconds, seconds > 0, delay > Int64(seconds) * 1000 {
      isOverdue = false
      rule = "ignore_buying_expired_candle_after"
      detail = "the signal came \(delay / 1000) s after its candle's close, and is good for \(seconds) s"
    } else {
      return nil
    }
  }
}
