// SPDX-License-Identifier: Apache-2.0

import MarketData
import Ports
import Synchronization
import TradingModel

/// A fetch to be carried on until a series needs none.
struct FetchJob: Sendable {
  let feed: PairFeed
  let timeframe: Timeframe
  let generation: Int
}

extension PairFeed {
  /// The fetch to start for a series, where it needs one and none is under way.
  func job(for entry: inout Entry) -> FetchJob? {
    guard !entry.isFetching, entry.series.request != nil else { return nil }
    entry.isFetching = true
    return FetchJob(feed: self, timeframe: entry.series.key.timeframe, generation: entry.generation)
  }

  /// What to fetch now; nil ends the job: nothing is to be fetched, or nobody watches any more.
  func request(for job: FetchJob) -> CandleSeries.Request? {
    state.withLock { state in
      guard let index = index(of: job, in: state) else { return nil }
      let request = state.series[index].series.request
      if request == nil { state.series[index].isFetching = false }
      return request
    }
  }

  /// Takes what was fetched. Answers whether the venue had less than it should, and whether anything came of it.
  func merge(
    _ rows: [Candle], for job: FetchJob, answering request: CandleSeries.Request, settled: Instant, isLastAttempt: Bool
  ) -> (isMissing: Bool, hasProgressed: Bool) {
    let (outcome, waiters): (CandleSeries.MergeOutcome, [CheckedContinuation<Void, Never>]) = state.withLock { state in
      guard let index = index(of: job, in: state) else { return (CandleSeries.MergeOutcome(), []) }
      let outcome = state.series[index].series.merge(
        rows, answering: request, settled: settled, isLastAttempt: isLastAttempt)
      let key = state.series[index].series.key
      for arrival in outcome.handOn {
        state.series[index].sinks.offer(.candleClosed(key, arrival.candle, receivedAt: arrival.receivedAt))
      }
      for fault in outcome.faults { faults.note(fault, on: .candles(key), "\(key): in what was fetched") }
      state.series[index].fetchTrouble = nil
      if !outcome.isMissing, state.down == nil { state.series[index].streamTrouble = nil }
      updateHealth(&state.series[index])
      defer { state.series[index].waiters = [] }
      return (outcome, state.series[index].waiters)
    }
    for waiter in waiters { waiter.resume() }
    return (outcome.isMissing, !outcome.handOn.isEmpty)
  }

  /// Candles can't be had for now: the series goes on with the stream, and whoever waits goes on.
  func degrade(_ job: FetchJob, reason: String) {
    let waiters: [CheckedContinuation<Void, Never>] = state.withLock { state in
      guard let index = index(of: job, in: state) else { return [] }
      state.series[index].fetchTrouble = reason
      updateHealth(&state.series[index])
      let key = state.series[index].series.key
      for arrival in state.series[index].series.goOnWithoutHistory() {
        state.series[index].sinks.offer(.candleClosed(key, arrival.candle, receivedAt: arrival.receivedAt))
      }
      defer { state.series[index].waiters = [] }
      return state.series[index].waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  /// As ``degrade(_:reason:)``, but only where somebody still waits.
  func stopWaiting(_ job: FetchJob, reason: String) {
    let isWaiting = state.withLock { state in
      index(of: job, in: state).map { !state.series[$0].waiters.isEmpty } ?? false
    }
    if isWaiting { degrade(job, reason: reason) }
  }

  /// Nothing is fetched any more: nobody waits longer.
  func stop() {
    let jobs = state.withLock { state in
      state.series.map { FetchJob(feed: self, timeframe: $0.series.key.timeframe, generation: $0.generation) }
    }
    for job in jobs { stopWaiting(job, reason: "the market feed has stopped") }
  }

  private func index(of job: FetchJob, in state: borrowing State) -> Int? {
    guard let index = state.index(of: job.timeframe), state.series[index].generation == job.generation else {
      return nil
    }
    return index
  }
}
