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
  ///   - instrument: the venue's rules, or nil where it has no such pair.
  ///   - history: closed candles, oldest first.
  public mutating func watch(
    _ pair: Pair, with strategy: any Strategy, instrument: InstrumentRules?, history: [Candle]
  ) {
    var market = WatchedMarket(
      strategy: strategy, instrument: instrument, lastPrice: history.last?.close,
      sequence: CandleSequence(timeframe: settings.timeframe))
    for candle in history { _ = market.update(candle) }
    markets.insert(market, of: pair)
  }

  /// Stops watching a pair, unless a trade or an order of it is open.
  ///
  /// - Returns: whether it is not watched any more.
  public mutating func unwatch(_ pair: Pair) -> Bool {
    guard !trades.values.contains(where: { $0.pair == pair }), !orders.values.contains(where: { $0.terms.pair == pair })
    else { return false }
    markets.remove(pair)
    return true
  }

  /// Takes the venue's rules for a pair as they are now.
  public mutating func refresh(_ instrument: InstrumentRules?, of pair: Pair) {
    markets.update(pair) { $0.instrument = instrument }
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
    /// The strategy has answered; perhaps after it had failed.
    case seen(Signal?, isRecovery: Bool)
    /// The strategy has failed, for the first time or again.
    case failed(StrategyFailure, isFirst: Bool)
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
    let hadFailed = failure != nil
    do {
      let signal = try strategy.update(candle)
      failure = nil
      return .seen(signal, isRecovery: hadFailed)
    } catch {
      failures += 1
      failure = error
      return .failed(error, isFirst: !hadFailed)
    }
  }
}
