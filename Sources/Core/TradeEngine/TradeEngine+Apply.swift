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
    case .candleClosed(let pair, let candle, let isFresh):
      close(candle, of: pair, isFresh: isFresh, into: &step, identifiers)
    case .traded(let pair, let trade): see(trade.price, of: pair, into: &step, identifiers)
    case .order(let report): apply(report, into: &step, identifiers)
    case .command(let command): apply(command, into: &step, identifiers)
    }
    return step
  }

  /// Begins to watch a pair: the strategy sees the candles that have closed before, and is not acted upon.
  ///
  /// - Parameters:
  ///   - pair: the pair.
  ///   - strategy: a fresh strategy.
  ///   - history: closed candles, oldest first.
  public mutating func watch(
    _ pair: Pair, with strategy: any Strategy, history: [Candle]
  ) {
    var market = WatchedMarket(
      strategy: strategy, lastPrice: history.last?.close, sequence: CandleSequence(timeframe: settings.timeframe))
    failures.current[pair] = nil
    for candle in history { _ = failures.count(market.update(candle), of: pair) }
    markets.insert(market, of: pair)
  }

  /// Stops watching a pair, unless a trade or an order of it is open.
  ///
  /// - Returns: whether it is not watched any more.
  public mutating func unwatch(_ pair: Pair) -> Bool {
    guard trades(of: pair).isEmpty, !orders.values.contains(where: { $0.terms.pair == pair }) else { return false }
    markets.remove(pair)
    failures.current[pair] = nil
    return true
  }

  /// Takes a price that was seen elsewhere, so that what is asked by hand is judged by it. Nothing is decided.
  public mutating func refresh(_ price: Price, of pair: Pair) {
    markets.update(pair) { $0.lastPrice = price }
  }

  /// The step that begins every start: it asks what became of orders whose intent was on disk and no more.
  public func recover() -> EngineStep {
    var step = EngineStep()
    step.requests = orders.values.filter { $0.status == .submitting || $0.status == .unknown }
      .sorted { $0.id < $1.id }.map { .query($0.clientOrderID, pair: $0.terms.pair) }
    return step
  }

  /// Measures the drawdown from now on.
  public mutating func resetDrawdown() -> EngineStep {
    ledger.resetPeak()
    var step = EngineStep()
    step.changes.append(.ledger(ledger))
    return step
  }
}

extension WatchedMarket {
  /// What became of a closed candle.
  enum Update {
    /// It is not a new one.
    case skipped
    /// The strategy has answered.
    case seen(Signal?)
    /// The strategy has failed.
    case failed(StrategyFailure)
  }

  /// Shows a closed candle to the strategy, if it is a new one. A gap is the venue's own: feeds fill all others.
  mutating func update(_ candle: Candle) -> Update {
    switch sequence.take(candle.openTime) {
    case .next: break
    case .gap: sequence.skip(to: candle.openTime)
    case .duplicate, .late, .misaligned: return .skipped
    }
    lastPrice = candle.close
    candlesSeen += 1
    do { return .seen(try strategy.update(candle)) } catch { return .failed(error) }
  }
}

extension StrategyFailures {
  /// Takes note of what became of a candle.
  ///
  /// - Returns: whether the strategy fails now and did not before, or the other way round.
  mutating func count(_ update: WatchedMarket.Update, of pair: Pair) -> Bool {
    switch update {
    case .skipped: return false
    case .seen: return !current.isEmpty && current.removeValue(forKey: pair) != nil
    case .failed(let failure):
      count += 1
      return current.updateValue(failure, forKey: pair) == nil
    }
  }
}
