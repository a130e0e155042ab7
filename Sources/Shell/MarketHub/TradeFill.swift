// SPDX-License-Identifier: Apache-2.0

import DequeModule
import MarketData
import TradingModel

/// A pair's trades, or aggregates of trades: what was handed on, what waits, and what is to be fetched. Pure; the hub carries out.
///
/// Trades are handed on once and in the order of their numbers. Where numbers are missing, those that came after wait
/// until the missing ones were fetched. There is a bound to that in number, time and patience, because bots wait for
/// prices meanwhile: a gap beyond it is given up and counted, and the trades go on after it.
struct TradeFill<Trade: NumberedTrade>: Equatable {
  /// How many missing trades are fetched at most.
  static var missingMax: Int64 { 5000 }
  /// How long a gap may be, by the venue's time of the trades around it.
  static var spanMillisecondsMax: Int64 { 600_000 }
  /// How many trades wait at most for those ahead of them.
  static var pendingMax: Int { 5000 }
  /// How many trades are asked for at once: what the venue gives at most.
  static var fetchMax: Int { 1000 }

  private(set) var sequence = TradeSequence<Trade>()
  private var pending: Deque<Trade> = []
  private(set) var isFilling = false

  /// What a trade from the stream leads to.
  enum Outcome: Equatable {
    /// It is to be handed on.
    case handOn
    /// It waits for those ahead of it.
    case waits
    /// It waits, and so many ahead of it are to be fetched.
    case gap(missing: Int64)
    /// All these are to be handed on; so many ahead of them or between them are given up.
    case handOnAll([Trade], lost: Int64)
    /// It came before.
    case duplicate
  }

  /// Takes a trade from the stream.
  mutating func take(_ trade: Trade) -> Outcome {
    switch sequence.judge(trade) {
    case .duplicate: return .duplicate
    case .next:
      guard isFilling else {
        sequence.take(trade)
        return .handOn
      }
      var trades = [trade]
      sequence.take(trade)
      drain(&trades)
      return .handOnAll(trades, lost: 0)
    case .restart:
      let (trades, lost) = giveUp()
      sequence.take(trade)
      return trades.isEmpty ? .handOn : .handOnAll(trades + [trade], lost: lost)
    case .gap(_, let missing):
      guard !isFilling else { return hold(trade) }
      guard missing <= Self.missingMax, span(before: trade) <= Self.spanMillisecondsMax else {
        sequence.take(trade)
        return .handOnAll([trade], lost: missing)
      }
      isFilling = true
      pending.append(trade)
      return .gap(missing: missing)
    }
  }

  private func span(before trade: Trade) -> Int64 {
    sequence.last.map { trade.time.milliseconds(since: $0.time) } ?? 0
  }

  private mutating func hold(_ trade: Trade) -> Outcome {
    let place = pending.lastIndex { $0.id <= trade.id }
    if let place, pending[place].id == trade.id { return .duplicate }
    pending.insert(trade, at: place.map { $0 + 1 } ?? 0)
    guard pending.count > Self.pendingMax else { return .waits }
    let (trades, lost) = giveUp()
    return .handOnAll(trades, lost: lost)
  }

  /// The number from which trades are to be fetched now, or nil.
  var fetchFrom: Int64? { isFilling ? sequence.last.map { $0.id + 1 } : nil }

  /// What an answer of the venue led to.
  struct MergeOutcome: Equatable {
    /// Trades to be handed on, in order.
    var handOn: [Trade] = []
    /// How many numbers the venue itself does not have.
    var unknownToVenue: Int64 = 0
  }

  /// Takes what the venue answered: trades from ``fetchFrom`` on, in order.
  mutating func merge(_ rows: [Trade]) -> MergeOutcome {
    var outcome = MergeOutcome()
    guard isFilling else { return outcome }
    for trade in rows where trade.price > .zero && trade.quantity > .zero {
      switch sequence.judge(trade) {
      case .next: break
      case .gap(_, let missing): outcome.unknownToVenue += missing
      case .duplicate, .restart: continue
      }
      sequence.take(trade)
      outcome.handOn.append(trade)
    }
    drain(&outcome.handOn)
    return outcome
  }

  private mutating func drain(_ trades: inout [Trade]) {
    while let trade = pending.first {
      switch sequence.judge(trade) {
      case .next:
        sequence.take(trade)
        trades.append(trade)
      case .duplicate, .restart: break
      case .gap: return
      }
      pending.removeFirst()
    }
    isFilling = false
  }

  /// The missing trades can't be had: goes on with those that wait.
  mutating func giveUp() -> (handOn: [Trade], lost: Int64) {
    var trades: [Trade] = []
    var lost: Int64 = 0
    for trade in pending {
      if case .gap(_, let missing) = sequence.judge(trade) { lost += missing }
      guard sequence.last.map({ trade.id > $0.id }) ?? true else { continue }
      sequence.take(trade)
      trades.append(trade)
    }
    pending.removeAll()
    isFilling = false
    return (trades, lost)
  }
}
