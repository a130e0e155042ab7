// SPDX-License-Identifier: Apache-2.0

import MarketData
import NIOCore
import TradingModel
import WebSockets

/// Sends what happens to those who listen: each message is made once per time unit and wrapping.
struct StreamSender {
  /// What faults do on the way.
  private var line: MessageLine
  /// By how much the venue's clock is wrong, in milliseconds.
  var skew: Int64 = 0

  init(line: MessageLine) { self.line = line }

  /// From now on these faults are at work.
  mutating func begin(_ faults: [(id: Int, fault: MessageFault)]) {
    if !faults.isEmpty || !line.isClear { line.begin(faults) }
  }

  /// Sends what faults have held up until a time (inclusive).
  mutating func release(upTo time: Instant) {
    if !line.isClear { line.release(upTo: time) }
  }

  /// Forgets who has gone.
  mutating func keep(_ connections: @autoclosure () -> [WebSocketConnection]) {
    if !line.isClear { line.keep(Set(connections().map { ObjectIdentifier($0) })) }
  }

  /// How many messages each fault has hit since this was asked last.
  mutating func takeHits() -> [Int: (name: String, count: Int)] { line.takeHits() }

  mutating func send(_ event: PairFeed.Event, of pair: Pair, to topics: [PairTopic: [StreamBoard.Listener]]) {
    let skew = skew
    func made(_ unit: VenueTimeUnit) -> StreamFrames { StreamFrames(pair: pair, unit: unit, skew: skew) }
    let facts = event.facts(of: pair)
    if !line.isClear { line.release(of: pair, upTo: facts.time) }
    switch event {
    case .trade(let trade):
      send(facts, to: topics[.trade]) { made($0).trade(trade) }
      send(facts, to: topics[.aggregateTrade]) { made($0).aggregateTrade(trade) }
    case .blockTrade(let trade):
      send(facts, to: topics[.blockTrade]) { made($0).blockTrade(trade) }
    case .quote(let quote, let updateID, _):
      send(facts, to: topics[.quote]) { made($0).quote(quote, updateID: updateID) }
    case .candle(let topic, let timeframe, let figures, let isClosed, let time):
      send(facts, to: topics[topic]) {
        made($0).kline(figures, timeframe, isClosed: isClosed, at: time)
      }
    case .ticker(let topic, let figures, let last, let quote, let time):
      send(facts, to: topics[topic]) { unit in
        let frames = made(unit)
        return switch topic {
        case .windowTicker(let span): frames.windowTicker(figures, span, at: time)
        case .miniTicker: frames.miniTicker(figures, at: time)
        default: frames.ticker(figures, last: last, quote, at: time)
        }
      }
    case .price(let topic, let price, let lastTrade, let time):
      send(facts, to: topics[topic]) { unit in
        let frames = made(unit)
        return topic == .referencePrice
          ? frames.referencePrice(price, at: time) : frames.averagePrice(price, lastTrade: lastTrade, at: time)
      }
    case .book(let topic, let depth, let updateID, _):
      send(facts, to: topics[topic]) { made($0).book(depth, updateID: updateID) }
    case .changes(let topic, let depth, let ids, let time):
      send(facts, to: topics[topic]) { made($0).changes(depth, ids: ids, at: time) }
    }
  }

  mutating func send(
    _ facts: MessageFacts, to listeners: [StreamBoard.Listener]?, _ payload: (VenueTimeUnit) -> [UInt8]
  ) {
    guard let listeners, !listeners.isEmpty else { return }
    var payloads: [VenueTimeUnit: [UInt8]] = [:]
    var raw: [VenueTimeUnit: ByteBuffer] = [:]
    var combined: [VenueTimeUnit: [String: ByteBuffer]] = [:]
    for listener in listeners {
      let unit = listener.unit
      let bytes = payloads[unit] ?? payload(unit)
      payloads[unit] = bytes
      let message: ByteBuffer
      if listener.isCombined {
        message = combined[unit]?[listener.name] ?? StreamFrames.combined(bytes, name: listener.name)
        combined[unit, default: [:]][listener.name] = message
      } else {
        message = raw[unit] ?? ByteBuffer(bytes: bytes)
        raw[unit] = message
      }
      if line.isClear {
        listener.connection.send(text: message)
      } else {
        line.send(message, facts, to: listener)
      }
    }
  }
}

extension PairFeed.Event {
  /// What is known of the message that tells it.
  fileprivate func facts(of pair: Pair) -> MessageFacts {
    switch self {
    case .trade(let trade): MessageFacts(pair: pair, time: trade.time, identity: trade.id)
    case .blockTrade(let trade): MessageFacts(pair: pair, time: trade.time, identity: trade.id)
    case .quote(_, let updateID, let time): MessageFacts(pair: pair, time: time, identity: updateID)
    case .candle(_, _, _, let isClosed, let time):
      MessageFacts(
        pair: pair, time: time, identity: 2 * time.milliseconds + (isClosed ? 1 : 0), closesCandle: isClosed)
    case .ticker(_, _, _, _, let time), .price(_, _, _, let time):
      MessageFacts(pair: pair, time: time, identity: time.milliseconds)
    case .book(_, _, let updateID, let time): MessageFacts(pair: pair, time: time, identity: updateID)
    case .changes(_, _, let ids, let time): MessageFacts(pair: pair, time: time, identity: ids.upperBound)
    }
  }
}
