// SPDX-License-Identifier: Apache-2.0

import MarketData
import Ports
import Synchronization
import TradingModel

/// A pair's trades and best prices, and who watches them.
struct PriceFeed {
  var sinks = SinkList()
  private(set) var quote: Quote?
  private(set) var lastTrade: PublicTrade?

  /// Takes a trade; answers why it is skipped, or nil.
  ///
  /// Numbers rise, so one that doesn't is a repetition, unless its time is later: then the venue counts anew.
  mutating func take(_ trade: PublicTrade) -> FeedFault? {
    guard trade.price > .zero, trade.quantity > .zero else { return .implausibleTrade }
    if let last = lastTrade, trade.id <= last.id, trade.time <= last.time { return .duplicateTrade }
    lastTrade = trade
    return nil
  }

  /// Takes best prices; answers why they are skipped, or nil.
  mutating func take(_ quote: Quote) -> FeedFault? {
    guard quote.bid > .zero, quote.ask > .zero, quote.bidQuantity >= .zero, quote.askQuantity >= .zero else {
      return .implausibleQuote
    }
    self.quote = quote
    return nil
  }
}

extension PairFeed {
  /// Adds a sink for trades and best prices; the first one begins the subscriptions.
  func watchPrices(sink: any MarketSink) {
    state.withLock { state in
      if state.prices.sinks.isEmpty {
        for stream in [MarketStream.trades(pair), .quotes(pair)] {
          if let reason = source.subscribe(stream) { state.down = reason }
        }
      }
      state.prices.sinks.add(sink)
    }
  }

  /// Removes a sink for trades and best prices; the last one ends the subscriptions.
  func unwatchPrices(sink: any MarketSink) {
    state.withLock { state in
      guard !state.prices.sinks.isEmpty else { return }
      state.prices.sinks.remove(sink)
      guard state.prices.sinks.isEmpty else { return }
      state.prices = PriceFeed()
      source.unsubscribe(.trades(pair))
      source.unsubscribe(.quotes(pair))
    }
  }

  /// The last best prices and the last trade.
  var prices: (quote: Quote?, lastTrade: PublicTrade?) {
    state.withLock { ($0.prices.quote, $0.prices.lastTrade) }
  }

  /// Takes a trade from the stream.
  func take(_ trade: PublicTrade) {
    state.withLock { state in
      guard !state.prices.sinks.isEmpty else { return }
      if let fault = state.prices.take(trade) {
        faults.note(fault, "\(pair): trade \(trade.id) at \(trade.time)")
      } else {
        state.prices.sinks.offer(.trade(pair, trade))
      }
    }
  }

  /// Takes best prices from the stream.
  func take(_ quote: Quote) {
    state.withLock { state in
      guard !state.prices.sinks.isEmpty else { return }
      if let fault = state.prices.take(quote) {
        faults.note(fault, "\(pair): \(quote.bid) / \(quote.ask)")
      } else {
        state.prices.sinks.offer(.quote(pair, quote))
      }
    }
  }
}
