// SPDX-License-Identifier: Apache-2.0

import BotModel
public import MarketData
public import StrategyKit
import TradingModel

/// What a bot's protections make of its closed trades. Names and meaning are Freqtrade's.
///
/// It follows from the trades alone: after a restart it is made anew of those that can still matter.
struct ProtectionBook: Sendable {
  /// The locks that have not ended.
  private(set) var locks: [PairLock] = []

  private let protections: [Protection]
  private let timeframe: Timeframe
  /// What the bot had before the first of ``closed``.
  private var equityBefore: Money
  /// The closed trades that a protection looks at, in the order in which they were closed.
  private var closed: [ClosedTrade] = []

  private struct ClosedTrade: Sendable {
    let pair: Pair
    let closing: Trade.Closing
  }

  /// A book that has seen a bot's last closed trades.
  ///
  /// - Parameters:
  ///   - equity: what the bot has now, after these trades.
  ///   - trades: those that were closed within ``StrategySettings/protectionHorizon(on:)``.
  ///   - now: the venue's time.
  init(_ protections: [Protection], timeframe: Timeframe, equity: Money, after trades: [Trade], at now: Instant) {
    self.protections = protections
    self.timeframe = timeframe
    let closings = trades.compactMap(\.closing)
    equityBefore = closings.reduce(equity) { $0 - $1.profit }
    guard !protections.isEmpty else { return }
    let ordered = trades.filter { !$0.isOpen }.sorted { left, right in
      (left.closing?.closedAt ?? .epoch, left.id) < (right.closing?.closedAt ?? .epoch, right.id)
    }
    // A lock of an older trade has ended by now.
    let longest = (protections.map { $0.stop.longest(on: timeframe) }.max() ?? 0) + 2 * timeframe.milliseconds
    let oldest = now.advanced(byMilliseconds: -longest)
    for trade in ordered {
      guard let closing = trade.closing else { continue }
      if closing.closedAt < oldest {
        closed.append(ClosedTrade(pair: trade.pair, closing: closing))
      } else {
        _ = take(trade)
      }
    }
  }

  /// What holds a pair back at a time: the lock that ends last.
  func lock(of pair: Pair, at time: Instant) -> PairLock? {
    locks.filter { $0.holds(pair, at: time) }.max { $0.end < $1.end }
  }

  /// Takes a trade that has just been closed.
  ///
  /// - Returns: the locks that follow from it.
  mutating func take(_ trade: Trade) -> [PairLock] {
    guard !protections.isEmpty, let closing = trade.closing else { return [] }
    let now = closing.closedAt
    closed.append(ClosedTrade(pair: trade.pair, closing: closing))
    forget(at: now)
    var new: [PairLock] = []
    let locksOfPair = protections.compactMap { lockOfPair(trade.pair, $0, now) }
    for lock in locksOfPair + protections.compactMap({ lockOfAll($0, now) })
    where !locks.contains(where: { $0.pair == lock.pair && $0.end >= lock.end }) {
      locks.append(lock)
      new.append(lock)
    }
    return new
  }

  /// Drops what can't matter any more.
  private mutating func forget(at now: Instant) {
    locks.removeAll { $0.end <= now }
    let longest = protections.map { $0.lookback.milliseconds(on: timeframe) }.max() ?? 0
    let oldest = now.advanced(byMilliseconds: -longest)
    let count = closed.prefix { $0.closing.closedAt <= oldest }.count
    for trade in closed.prefix(count) { equityBefore = equityBefore + trade.closing.profit }
    closed.removeFirst(count)
  }

  private func lockOfPair(_ pair: Pair, _ protection: Protection, _ now: Instant) -> PairLock? {
    let trades = considered(protection, now).filter { $0.pair == pair }
    switch protection.method {
    case .cooldownPeriod: return lock(pair, protection, after: now, "a trade of it was closed at \(now)")
    case .stoplossGuard(let limit, _, let required):
      return stoplossLock(pair, protection, trades, limit, required)
    case .lowProfitPairs(let limit, let required):
      let profit = trades.reduce(Fixed.zero) { $0 + $1.closing.profitRatio.value }
      guard trades.count >= limit, profit < required.value else { return nil }
      let reason = "its \(trades.count) trades made \(profit) together, below required_profit \(required)"
      return lock(pair, protection, after: now, reason)
    case .maxDrawdown: return nil
    }
  }

  private func lockOfAll(_ protection: Protection, _ now: Instant) -> PairLock? {
    let trades = considered(protection, now)
    switch protection.method {
    case .stoplossGuard(let limit, onlyPerPair: false, let required):
      return stoplossLock(nil, protection, trades, limit, required)
    case .maxDrawdown(let limit, let allowed, let isOfEquity):
      guard trades.count >= limit else { return nil }
      let drawdown = isOfEquity ? equityDrawdown(trades) : Self.ratioDrawdown(trades)
      guard drawdown > allowed else { return nil }
      let reason = "a drawdown of \(drawdown) is above max_allowed_drawdown \(allowed)"
      return lock(nil, protection, after: now, reason)
    case .stoplossGuard, .cooldownPeriod, .lowProfitPairs: return nil
    }
  }

  /// The trades that were closed within a protection's time.
  private func considered(_ protection: Protection, _ now: Instant) -> ArraySlice<ClosedTrade> {
    let start = now.advanced(byMilliseconds: -protection.lookback.milliseconds(on: timeframe))
    return closed.suffix(closed.reversed().prefix { $0.closing.closedAt > start }.count)
  }

  private func stoplossLock(
    _ pair: Pair?, _ protection: Protection, _ trades: some Sequence<ClosedTrade>, _ limit: Int, _ required: Ratio
  ) -> PairLock? {
    let stops = [Decision.Cause.stopLoss.rawValue, Decision.Cause.trailingStopLoss.rawValue]
    let stopped = trades.filter { stops.contains($0.closing.reason) && $0.closing.profitRatio < required }
    guard let last = stopped.last, stopped.count >= limit else { return nil }
    let reason = "\(stopped.count) trades ended at their stop, and trade_limit is \(limit)"
    return lock(pair, protection, after: last.closing.closedAt, reason)
  }

  /// The largest fall of the sum of the trades' profits, as ratios, from its highest value, which is 0 at least.
  private static func ratioDrawdown(_ trades: ArraySlice<ClosedTrade>) -> Ratio {
    var (sum, peak, worst) = (Fixed.zero, Fixed.zero, Fixed.zero)
    for trade in trades {
      sum = sum + trade.closing.profitRatio.value
      peak = max(peak, sum)
      worst = max(worst, peak - sum)
    }
    return Ratio(worst)
  }

  /// The largest fall of what the bot had from its highest value, as a ratio of that.
  private func equityDrawdown(_ trades: ArraySlice<ClosedTrade>) -> Ratio {
    let before = closed.dropLast(trades.count).reduce(equityBefore) { $0 + $1.closing.profit }
    var (equity, peak, worst) = (before, before, Ratio.zero)
    for trade in trades {
      equity = equity + trade.closing.profit
      peak = max(peak, equity)
      guard peak > .zero, let fall = try? (peak - equity).ratio(to: peak) else { continue }
      worst = max(worst, fall)
    }
    return worst
  }

  /// A lock from the close of the last trade that led to it on: to the candle that begins next after it has lasted.
  private func lock(_ pair: Pair?, _ protection: Protection, after last: Instant, _ reason: String) -> PairLock {
    let end = protection.stop.end(from: last, on: timeframe)
    return PairLock(
      pair: pair, end: timeframe.openTime(after: timeframe.openTime(containing: end)), method: protection.method.name,
      reason: reason)
  }
}

extension Protection.Span {
  /// How long it is for a bot on some timeframe.
  fileprivate func milliseconds(on timeframe: Timeframe) -> Int64 {
    switch self {
    case .minutes(let count): Int64(count) * 60_000
    case .candles(let count): Int64(count) * timeframe.milliseconds
    }
  }
}

extension Protection.Stop {
  fileprivate func end(from time: Instant, on timeframe: Timeframe) -> Instant {
    switch self {
    case .lasting(let span): return time.advanced(byMilliseconds: span.milliseconds(on: timeframe))
    case .untilMinuteOfDay(let minute):
      let end = Timeframe.oneDay.openTime(containing: time).advanced(byMilliseconds: Int64(minute) * 60_000)
      return end < time ? end.advanced(byMilliseconds: CalendarDay.milliseconds) : end
    }
  }

  fileprivate func longest(on timeframe: Timeframe) -> Int64 {
    if case .lasting(let span) = self { span.milliseconds(on: timeframe) } else { CalendarDay.milliseconds }
  }
}

extension Protection.Method {
  fileprivate var name: String {
    switch self {
    case .cooldownPeriod: "CooldownPeriod"
    case .stoplossGuard: "StoplossGuard"
    case .maxDrawdown: "MaxDrawdown"
    case .lowProfitPairs: "LowProfitPairs"
    }
  }
}

extension StrategySettings {
  /// How far back closed trades can matter to the protections, in milliseconds; 0 where there are none.
  public func protectionHorizon(on timeframe: Timeframe) -> Int64 {
    let spans = protections.map { $0.lookback.milliseconds(on: timeframe) + $0.stop.longest(on: timeframe) }
    return spans.max().map { $0 + 2 * timeframe.milliseconds } ?? 0
  }
}
