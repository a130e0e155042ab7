// SPDX-License-Identifier: Apache-2.0

import MarketData
import Ports
import Synchronization
import TradingModel

/// Missing trades of a pair, to be fetched until there are none.
struct TradeFillJob<Trade: FeedTrade>: Sendable {
  let feed: PairFeed
  /// Tells a gap from those that were filled or given up before.
  let number: Int
}

extension PairFeed {
  /// Takes a trade from the stream, and answers the fetch that has to be started, if any.
  func take(_ trade: PublicTrade) -> TradeFillJob<PublicTrade>? {
    state.withLock { state in
      guard !state.prices.sinks.isEmpty else { return nil }
      return state.prices.trades.take(trade, of: self, to: state.prices.sinks).map {
        TradeFillJob(feed: self, number: $0)
      }
    }
  }

  /// Takes an aggregate of trades from the stream, and answers the fetch that has to be started, if any.
  func take(_ trade: AggregateTrade) -> TradeFillJob<AggregateTrade>? {
    state.withLock { state in
      guard !state.details.aggregateSinks.isEmpty else { return nil }
      return state.details.aggregates.take(trade, of: self, to: state.details.aggregateSinks).map {
        TradeFillJob(feed: self, number: $0)
      }
    }
  }

  /// From which number to fetch now; nil ends the job.
  func fetchFrom<Trade>(for job: TradeFillJob<Trade>) -> Int64? {
    state.withLock { state in
      let lane = state[keyPath: Trade.lane]
      return lane.gapNumber == job.number ? lane.fill.fetchFrom : nil
    }
  }

  /// Takes what was fetched. Answers whether anything came of it.
  func merge<Trade>(_ rows: [Trade], for job: TradeFillJob<Trade>) -> Bool {
    state.withLock { state in
      guard state[keyPath: Trade.lane].gapNumber == job.number else { return false }
      let sinks = state[keyPath: Trade.sinks]
      return state[keyPath: Trade.lane].merge(rows, of: self, to: sinks)
    }
  }

  /// The missing trades can't be had in time: goes on without them.
  func giveUp<Trade>(_ job: TradeFillJob<Trade>, reason: String) {
    state.withLock { state in
      guard state[keyPath: Trade.lane].gapNumber == job.number else { return }
      let sinks = state[keyPath: Trade.sinks]
      state[keyPath: Trade.lane].giveUp(reason: reason, of: self, to: sinks)
    }
  }
}
