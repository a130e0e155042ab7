// SPDX-License-Identifier: Apache-2.0

import MarketData
import Ports
import Synchronization
import TradingModel

// The data check in front: what streams bring is looked at before it is taken. See ``StreamCheck``.

extension PairFeed {
  /// How good a stream is, or nil where nobody watches it.
  func quality(of stream: MarketStream) -> StreamQuality? {
    state.withLock { state in
      switch stream {
      case .candles(let key): state.index(of: key.timeframe).map { state.series[$0].check.quality }
      case .trades: state.prices.sinks.isEmpty ? nil : state.prices.trades.check.quality
      case .quotes: state.prices.sinks.isEmpty ? nil : state.prices.quoteCheck.quality
      case .aggregates: state.details.aggregateSinks.isEmpty ? nil : state.details.aggregates.check.quality
      case .ticker: state.details.ticker.sinks.isEmpty ? nil : state.details.ticker.check.quality
      case .book: state.details.book.sinks.isEmpty ? nil : state.details.book.check.quality
      }
    }
  }

  /// The streams that are watched.
  var streams: [MarketStream] {
    state.withLock { state in
      let prices = state.prices.sinks.isEmpty ? [] : [MarketStream.trades(pair), .quotes(pair)]
      let details = PairDetail.allCases.filter { !state[keyPath: $0.sinks].isEmpty }
      return state.series.map { .candles($0.series.key) } + prices + details.map { $0.stream(of: pair) }
    }
  }

  /// Notes what is suspicious on a stream.
  func note(_ suspicions: [FeedFault], on stream: MarketStream, _ detail: @autoclosure () -> String) {
    for suspicion in suspicions { faults.note(suspicion, on: stream, detail()) }
  }

  /// What the venue's clock says now.
  var now: StreamCheck.Now { StreamCheck.Now(time: clock.now(), rate: clock.rate) }

  /// Looks at a candle. Answers whether it may be taken: not where it is in progress and older than what is known. What
  /// is impossible or came before is left to the series.
  func check(_ candle: Candle, isClosed: Bool, of entry: inout Entry) -> Bool {
    let key = entry.series.key
    let isOld = entry.series.sequence.last.map { candle.openTime <= $0 } ?? false
    guard candle.fault == nil, !isOld else { return true }
    let suspicions = entry.check.suspicions(of: candle, isClosed: isClosed, timeframe: key.timeframe, now: now)
    note(suspicions, on: .candles(key), "\(key): \(candle.openTime), close \(candle.close)")
    entry.check.count(isGood: suspicions.isEmpty)
    return isClosed || !suspicions.contains(.regressedCandle)
  }
}
