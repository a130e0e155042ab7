// SPDX-License-Identifier: Apache-2.0

public import MarketData
import Ports
import Synchronization
public import TradingModel

/// What of a pair can be watched besides candles, trades and best prices.
public enum PairDetail: Hashable, Sendable, CaseIterable {
  /// Trades by the order that took; each is handed on once, in order.
  case aggregates
  /// The last 24 hours.
  case ticker
  /// The order book.
  case book

  /// The stream that brings it.
  public func stream(of pair: Pair) -> MarketStream {
    switch self {
    case .aggregates: .aggregates(pair)
    case .ticker: .ticker(pair)
    case .book: .book(pair)
    }
  }

  var sinks: WritableKeyPath<PairFeed.State, SinkList> {
    switch self {
    case .aggregates: \.details.aggregateSinks
    case .ticker: \.details.ticker.sinks
    case .book: \.details.book.sinks
    }
  }
}

/// The details of a pair that are watched.
struct PairDetails {
  var aggregateSinks = SinkList()
  var aggregates = TradeLane<AggregateTrade>()
  var ticker = TickerFeed()
  var book = BookFeed()

  /// The streams were interrupted.
  mutating func startOver() {
    aggregates.check.startOver()
    ticker.check.startOver()
    book.check.startOver()
  }
}

/// A pair's ticker.
struct TickerFeed {
  var sinks = SinkList()
  var check = StreamCheck()
  var last: DayTicker?
}

extension PairFeed {
  /// Adds a sink for a detail; the first one begins the subscription. Answers the fetch that has to be started, if any.
  func watch(_ detail: PairDetail, sink: any MarketSink) -> BookJob? {
    state.withLock { state in
      let isFirst = state[keyPath: detail.sinks].isEmpty
      state[keyPath: detail.sinks].add(sink)
      guard isFirst else { return nil }
      subscribe(detail.stream(of: pair), in: &state)
      return detail == .book ? bookJob(in: &state) : nil
    }
  }

  /// Removes a sink for a detail; the last one ends the subscription.
  func unwatch(_ detail: PairDetail, sink: any MarketSink) {
    state.withLock { state in
      guard !state[keyPath: detail.sinks].isEmpty else { return }
      state[keyPath: detail.sinks].remove(sink)
      guard state[keyPath: detail.sinks].isEmpty else { return }
      switch detail {
      case .aggregates: state.details.aggregates = state.details.aggregates.successor
      case .ticker: state.details.ticker = TickerFeed()
      case .book: state.details.book = state.details.book.successor
      }
      source.unsubscribe(detail.stream(of: pair))
    }
  }

  /// Takes a ticker from the stream.
  func take(_ ticker: DayTicker) {
    state.withLock { state in
      guard !state.details.ticker.sinks.isEmpty else { return }
      let isLate = state.details.ticker.last.map { ticker.closeTime < $0.closeTime } ?? false
      if !ticker.isPlausible || isLate {
        state.details.ticker.check.count(isGood: false)
        note([isLate ? .lateTicker : .implausibleTicker], on: .ticker(pair), "\(pair): \(ticker)")
        return
      }
      let suspicions = state.details.ticker.check.suspicions(of: ticker, now: now)
      note(suspicions, on: .ticker(pair), "\(pair): \(ticker.last) at \(ticker.closeTime)")
      state.details.ticker.check.count(isGood: suspicions.isEmpty)
      // Those that follow would all seem late.
      guard !suspicions.contains(.aheadOfTime) else { return }
      state.details.ticker.last = ticker
      state.details.ticker.sinks.offer(.ticker(pair, ticker))
    }
  }

  /// The last of each detail that has one.
  var lastDetails: (aggregate: AggregateTrade?, ticker: DayTicker?) {
    state.withLock { ($0.details.aggregates.last, $0.details.ticker.last) }
  }
}
