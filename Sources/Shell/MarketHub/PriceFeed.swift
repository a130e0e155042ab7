// SPDX-License-Identifier: Apache-2.0

import MarketData
import Ports
import Synchronization
import TradingModel

/// A pair's trades and best prices, and who watches them.
struct PriceFeed {
  var sinks = SinkList()
  private(set) var quote: Quote?
  var trades = TradeLane<PublicTrade>()
  var quoteCheck = StreamCheck()

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
        for stream in [MarketStream.trades(pair), .quotes(pair)] { subscribe(stream, in: &state) }
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
      let trades = state.prices.trades.successor
      state.prices = PriceFeed()
      state.prices.trades = trades
      source.unsubscribe(.trades(pair))
      source.unsubscribe(.quotes(pair))
    }
  }

  /// The last best prices and the last trade.
  var prices: (quote: Quote?, lastTrade: PublicTrade?) {
    state.withLock { ($0.prices.quote, $0.prices.trades.last) }
  }

  /// Takes best prices from the stream.
  func take(_ quote: Quote) {
    state.withLock { state in
      guard !state.prices.sinks.isEmpty else { return }
      if let fault = state.prices.take(quote) {
        state.prices.quoteCheck.count(isGood: false)
        faults.note(fault, on: .quotes(pair), "\(pair): \(quote.bid) / \(quote.ask)")
      } else {
        let suspicions = state.prices.quoteCheck.suspicions(of: quote)
        note(suspicions, on: .quotes(pair), "\(pair): \(quote.bid) / \(quote.ask)")
        state.prices.quoteCheck.count(isGood: suspicions.isEmpty)
        state.prices.sinks.offer(.quote(pair, quote))
      }
    }
  }
}
