// SPDX-License-Identifier: Apache-2.0

import BotModel
public import MarketData
import RiskRules
public import StrategyKit
public import TradingModel

extension TradeEngine {
  /// Steps the engine: applies an event and returns what is to be kept and asked.
  ///
  /// - Parameters:
  ///   - event: what happened.
  ///   - time: when, by the venue's clock; an earlier time than the engine knows counts as that.
  ///   - identifiers: gives numbers to new orders and trades.
  public mutating func apply(_ event: EngineEvent, at time: Instant, identifiers: IdentifierSource) -> EngineStep {
    now = max(now, time)
    var step = EngineStep()
    switch event {
    case .candleClosed(let pair, let candle, let verdict, let delay):
      close(candle, of: pair, verdict, delay: delay, into: &step, identifiers)
    case .traded(let pair, let trade): see(trade.price, of: pair, into: &step, identifiers)
    case .order(let report): apply(report, into: &step, identifiers)
    case .command(let command): apply(command, into: &step, identifiers)
    }
    return step
  }

  /// Begins to watch a pair.
  ///
  /// - Parameters:
  ///   - pair: the pair.
  ///   - candle: the last candle that has closed before, which is not acted upon any more; nil where there is none.
  ///   - verdict: what the strategy said of it.
  public mutating func watch(_ pair: Pair, after candle: Candle? = nil, _ verdict: Verdict? = nil) {
    let sequence = CandleSequence(timeframe: settings.timeframe, last: candle?.openTime)
    failures.current[pair] = nil
    opinions[pair] = verdict?.advice.map { StandingOpinion(advice: $0) }
    if conduct.useExitSignal, conduct.exitProfitOnly, let signal = verdict?.signal, signal.action == .exit {
      opinions[pair, default: StandingOpinion()].waitingExit = ExitReason(signal).name
    }
    if case .failed(let failure)? = verdict?.answer { failures.current[pair] = failure }
    markets.insert(WatchedMarket(lastPrice: candle?.close, sequence: sequence), of: pair)
  }

  /// Stops watching a pair, unless a trade or an order of it is open.
  ///
  /// - Returns: whether it is not watched any more.
  public mutating func unwatch(_ pair: Pair) -> Bool {
    guard trades(of: pair).isEmpty, !orders.values.contains(where: { $0.terms.pair == pair }) else { return false }
    markets.remove(pair)
    opinions[pair] = nil
    failures.current[pair] = nil
    return true
  }

  /// Takes a price that was seen elsewhere, so that what is asked by hand is judged by it. Nothing is decided.
  public mutating func refresh(_ price: Price, of pair: Pair) {
    markets.update(pair) { $0.lastPrice = price }
  }

  /// Takes an order back in that may have ended long ago, so that what comes late of it is booked.
  public mutating func recall(_ order: Order, fills: some Sequence<FillID>) {
    guard orders[order.id] == nil, !endedOrders.contains(where: { $0.id == order.id }) else { return }
    bookedFills[order.id] = Set(fills)
    if order.status.isFinal { remember(order) } else { orders[order.id] = order }
  }

  /// The step that begins every start: it asks what became of orders whose intent was on disk and no more.
  public func recover() -> EngineStep {
    var step = EngineStep()
    step.requests = orders.values.filter { $0.status == .submitting || $0.status == .unknown }
      .sorted { $0.id < $1.id }.map { .query($0.clientOrderID, pair: $0.terms.pair) }
    return step
  }

  /// A person starts the bot anew: the drawdown is measured from now on, and what held entries back is forgotten.
  public mutating func beginAnew() -> EngineStep {
    ledger.beginAnew()
    var step = EngineStep()
    step.changes.append(.ledger(ledger))
    return step
  }
}

extension WatchedMarket {
  /// Takes a closed candle, if it is a new one. A gap is the venue's own: feeds fill all others.
  ///
  /// - Returns: whether it is.
  mutating func take(_ candle: Candle) -> Bool {
    switch sequence.take(candle.openTime) {
    case .next: break
    case .gap: sequence.skip(to: candle.openTime)
    case .duplicate, .late, .misaligned: return false
    }
    lastPrice = candle.close
    return true
  }
}

extension StrategyFailures {
  /// Takes note of what became of a candle.
  ///
  /// - Returns: whether the strategy fails now and did not before, or the other way round.
  mutating func count(_ answer: Verdict.Answer, of pair: Pair) -> Bool {
    switch answer {
    case .warmingUp, .answered: return !current.isEmpty && current.removeValue(forKey: pair) != nil
    case .failed(let failure):
      count += 1
      return current.updateValue(failure, forKey: pair) == nil
    }
  }
}
