// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import MarketData
import TradingModel

/// Two sockets that bring the same streams while one takes over from the other: what is handed on from which. Pure.
///
/// Trades, aggregates and closed candles are handed on from both, each once: so nothing is lost, whichever of them lags.
/// Of the changes of a book each that is newer than all before: what two sockets bring may be cut differently, and the
/// numbers say what follows upon what. Best prices, tickers and candles in
/// progress come from the old one until the new one has brought the stream, then from the new one alone: so they never
/// step back.
struct StreamHandover {
  let successor: Int
  /// Whether the successor has brought anything.
  private(set) var isDelivering = false
  private var trades: [Pair: Set<Int64>] = [:]
  private var aggregates: [Pair: Set<Int64>] = [:]
  /// The last update of each book.
  private var books: [Pair: Int64] = [:]
  private var closed: [SeriesKey: Set<Instant>] = [:]
  private var takenOver: Set<MarketStream> = []

  init(successor: Int) {
    self.successor = successor
  }

  /// Whether a message is handed on.
  mutating func admits(_ message: StreamMessage, from socket: Int) -> Bool {
    let isSuccessor = socket == successor
    guard let stream = message.stream else { return true }
    if isSuccessor {
      isDelivering = true
      takenOver.insert(stream)
    }
    switch message {
    case .trade(let pair, let trade, _): return trades[pair, default: []].insert(trade.id).inserted
    case .aggregate(let pair, let trade, _): return aggregates[pair, default: []].insert(trade.id).inserted
    case .book(let pair, let change):
      guard books[pair].map({ change.lastUpdateID > $0 }) ?? true else { return false }
      books[pair] = change.lastUpdateID
      return true
    case .candle(let update) where update.isClosed:
      return closed[update.key, default: []].insert(update.candle.openTime).inserted
    case .candle(let update):
      // It may be on its way from the old one still, when the other has closed it.
      let isOver = closed[update.key]?.contains { $0 >= update.candle.openTime } ?? false
      return !isOver && (isSuccessor || !takenOver.contains(stream))
    default: return isSuccessor || !takenOver.contains(stream)
    }
  }
}

extension StreamMessage {
  /// The stream that brings it, or nil where it belongs to none.
  var stream: MarketStream? {
    switch self {
    case .candle(let update): .candles(update.key)
    case .trade(let pair, _, _): .trades(pair)
    case .quote(let pair, _): .quotes(pair)
    case .aggregate(let pair, _, _): .aggregates(pair)
    case .ticker(let pair, _, _): .ticker(pair)
    case .book(let pair, _): .book(pair)
    case .serverShutdown, .reply, .other: nil
    }
  }
}
