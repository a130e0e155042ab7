// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import Ports
public import TradingModel

extension MarketHub {
  /// Subscribes a sink to a detail of a pair.
  ///
  /// Whoever asks, there is one subscription for each detail and pair. A sink that watches twice is called once, and must
  /// stop as often.
  public func watch(_ detail: PairDetail, of pair: Pair, sink: any MarketSink) {
    if let job = feed(of: pair).watch(detail, sink: sink) { start(.book(job)) }
  }

  /// Ends one ``watch(_:of:sink:)``; the last one ends the subscription.
  public func unwatch(_ detail: PairDetail, of pair: Pair, sink: any MarketSink) {
    existingFeed(of: pair)?.unwatch(detail, sink: sink)
  }

  /// The last aggregate of trades, or nil where none came yet or nobody watches.
  public func lastAggregate(of pair: Pair) -> AggregateTrade? { existingFeed(of: pair)?.lastDetails.aggregate }

  /// The last 24 hours, or nil where no ticker came yet or nobody watches.
  public func ticker(of pair: Pair) -> DayTicker? { existingFeed(of: pair)?.lastDetails.ticker }

  /// The order book as it stands, or nil where nobody watches it, or it is being fetched: then ``MarketEvent/bookChanged(_:)``
  /// follows.
  ///
  /// - Parameter depth: how many levels of a side at most.
  public func book(of pair: Pair, depth: Int) -> BookSnapshot? { existingFeed(of: pair)?.book(levels: depth) }
}
