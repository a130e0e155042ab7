// SPDX-License-Identifier: Apache-2.0

import MarketData
import NIOCore
import TradingModel
import WebSockets

/// Sends what happens to those who listen: each message is made once per time unit and wrapping.
enum StreamSender {
  static func send(_ event: PairFeed.Event, of pair: Pair, to topics: [PairTopic: [StreamBoard.Listener]]) {
    switch event {
    case .trade(let trade):
      send(to: topics[.trade]) { StreamFrames(pair: pair, unit: $0).trade(trade) }
      send(to: topics[.aggregateTrade]) { StreamFrames(pair: pair, unit: $0).aggregateTrade(trade) }
    case .blockTrade(let trade):
      send(to: topics[.blockTrade]) { StreamFrames(pair: pair, unit: $0).blockTrade(trade) }
    case .quote(let quote, let updateID):
      send(to: topics[.quote]) { StreamFrames(pair: pair, unit: $0).quote(quote, updateID: updateID) }
    case .candle(let topic, let timeframe, let figures, let isClosed, let time):
      send(to: topics[topic]) {
        StreamFrames(pair: pair, unit: $0).kline(figures, timeframe, isClosed: isClosed, at: time)
      }
    case .ticker(let topic, let figures, let last, let quote, let time):
      send(to: topics[topic]) { unit in
        let frames = StreamFrames(pair: pair, unit: unit)
        return switch topic {
        case .windowTicker(let span): frames.windowTicker(figures, span, at: time)
        case .miniTicker: frames.miniTicker(figures, at: time)
        default: frames.ticker(figures, last: last, quote, at: time)
        }
      }
    case .price(let topic, let price, let lastTrade, let time):
      send(to: topics[topic]) { unit in
        let frames = StreamFrames(pair: pair, unit: unit)
        return topic == .referencePrice
          ? frames.referencePrice(price, at: time) : frames.averagePrice(price, lastTrade: lastTrade, at: time)
      }
    case .book(let topic, let depth, let updateID):
      send(to: topics[topic]) { StreamFrames(pair: pair, unit: $0).book(depth, updateID: updateID) }
    case .changes(let topic, let depth, let ids, let time):
      send(to: topics[topic]) { StreamFrames(pair: pair, unit: $0).changes(depth, ids: ids, at: time) }
    }
  }

  static func send(to listeners: [StreamBoard.Listener]?, _ payload: (VenueTimeUnit) -> [UInt8]) {
    guard let listeners, !listeners.isEmpty else { return }
    var payloads: [VenueTimeUnit: [UInt8]] = [:]
    var raw: [VenueTimeUnit: ByteBuffer] = [:]
    var combined: [VenueTimeUnit: [String: ByteBuffer]] = [:]
    for listener in listeners {
      let unit = listener.unit
      let bytes = payloads[unit] ?? payload(unit)
      payloads[unit] = bytes
      if listener.isCombined {
        let message = combined[unit]?[listener.name] ?? StreamFrames.combined(bytes, name: listener.name)
        combined[unit, default: [:]][listener.name] = message
        listener.connection.send(text: message)
      } else {
        let message = raw[unit] ?? ByteBuffer(bytes: bytes)
        raw[unit] = message
        listener.connection.send(text: message)
      }
    }
  }
}
