// SPDX-License-Identifier: Apache-2.0

import MarketData
import Ports
import Synchronization
import TradingModel

/// Missing trades of a pair, to be fetched until there are none.
struct TradeFillJob: Sendable {
  let feed: PairFeed
  /// Tells a gap from those that were filled or given up before.
  let number: Int
}

extension PairFeed {
  /// Takes a trade from the stream, and answers the fetch that has to be started, if any.
  func take(_ trade: PublicTrade) -> TradeFillJob? {
    state.withLock { state in
      guard !state.prices.sinks.isEmpty else { return nil }
      guard trade.price > .zero, trade.quantity > .zero else {
        state.prices.tradeCheck.count(isGood: false)
        faults.note(.implausibleTrade, on: .trades(pair), "\(pair): trade \(trade.id) at \(trade.time)")
        return nil
      }
      let outcome = state.prices.trades.take(trade)
      check(trade, isRepeated: outcome == .duplicate, in: &state)
      switch outcome {
      case .handOn: offer(trade, in: &state)
      case .waits: break
      case .duplicate: faults.note(.duplicateTrade, on: .trades(pair), "\(pair): trade \(trade.id) at \(trade.time)")
      case .handOnAll(let trades, let lost):
        noteLost(lost, before: trades.first ?? trade, reason: "too many, or too long ago")
        for trade in trades { offer(trade, in: &state) }
      case .gap(let missing):
        faults.note(.tradeGap, on: .trades(pair), "\(pair): \(missing) missing before trade \(trade.id)")
        state.prices.gapNumber += 1
        return TradeFillJob(feed: self, number: state.prices.gapNumber)
      }
      return nil
    }
  }

  /// From which number to fetch now; nil ends the job.
  func fetchFrom(for job: TradeFillJob) -> Int64? {
    state.withLock { state in
      state.prices.gapNumber == job.number ? state.prices.trades.fetchFrom : nil
    }
  }

  /// Takes what was fetched. Answers whether anything came of it.
  func merge(_ rows: [PublicTrade], for job: TradeFillJob) -> Bool {
    state.withLock { state in
      guard state.prices.gapNumber == job.number else { return false }
      let outcome = state.prices.trades.merge(rows)
      if outcome.unknownToVenue > 0, let first = outcome.handOn.first {
        noteLost(outcome.unknownToVenue, before: first, reason: "unknown to the venue")
      }
      for trade in outcome.handOn { offer(trade, in: &state) }
      return !outcome.handOn.isEmpty
    }
  }

  /// The missing trades can't be had in time: goes on without them.
  func giveUp(_ job: TradeFillJob, reason: String) {
    state.withLock { state in
      guard state.prices.gapNumber == job.number, state.prices.trades.isFilling else { return }
      let (trades, lost) = state.prices.trades.giveUp()
      if let first = trades.first { noteLost(lost, before: first, reason: reason) }
      for trade in trades { offer(trade, in: &state) }
    }
  }

  private func noteLost(_ count: Int64, before trade: PublicTrade, reason: String) {
    guard count > 0 else { return }
    faults.note(.tradeGapSkipped, on: .trades(pair), "\(pair): \(count) lost near trade \(trade.id): \(reason)")
    faults.note(.lostTrade, on: .trades(pair), "\(pair): \(count)", times: Int(count))
  }

  private func offer(_ trade: PublicTrade, in state: inout State) {
    state.prices.lastTrade = trade
    state.prices.sinks.offer(.trade(pair, trade))
  }
}
