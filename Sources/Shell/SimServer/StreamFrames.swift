// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import MarketData
import NIOCore
import TradingModel

/// The messages of the streams, as bytes.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
struct StreamFrames {
  let pair: Pair
  let unit: VenueTimeUnit
  /// By how much the venue's clock is wrong, in milliseconds: event times are told by it.
  var skew: Int64 = 0

  func trade(_ trade: PublicTrade) -> [UInt8] {
    event("trade", at: trade.time) { writer in
      writer.field("t", trade.id)
      writer.field("p", trade.price.value)
      writer.field("q", trade.quantity.value)
      writer.field("T", unit.number(trade.time))
      writer.field("m", trade.isBuyerMaker)
      writer.field("M", true)
    }
  }

  func aggregateTrade(_ trade: PublicTrade) -> [UInt8] {
    event("aggTrade", at: trade.time) { $0.aggregateTrade(trade, unit) }
  }

  func blockTrade(_ trade: PublicTrade) -> [UInt8] {
    event("blockTrade", at: trade.time) { writer in
      writer.field("t", trade.id)
      writer.field("p", trade.price.value)
      writer.field("q", trade.quantity.value)
      writer.field("T", unit.number(trade.time))
      writer.field("m", trade.isBuyerMaker)
    }
  }

  func quote(_ quote: Quote, updateID: Int64) -> [UInt8] {
    Self.object { writer in
      writer.field("u", updateID)
      writer.field("s", pair.symbol)
      writer.quote(quote)
    }
  }

  func kline(_ figures: KlineFigures, _ timeframe: Timeframe, isClosed: Bool, at time: Instant) -> [UInt8] {
    event("kline", at: time) { writer in
      writer.key("k")
      writer.beginObject()
      writer.field("t", unit.number(figures.candle.openTime))
      writer.field("T", unit.lastNumber(before: figures.nextOpenTime))
      writer.field("s", pair.symbol)
      writer.field("i", timeframe.text)
      writer.field("f", figures.trades?.numbers.lowerBound ?? -1)
      writer.field("L", figures.trades?.numbers.upperBound ?? -1)
      writer.field("o", figures.candle.open.value)
      writer.field("c", figures.candle.close.value)
      writer.field("h", figures.candle.high.value)
      writer.field("l", figures.candle.low.value)
      writer.field("v", figures.candle.volume.value)
      writer.field("n", figures.tradeCount)
      writer.field("x", isClosed)
      writer.field("q", figures.quoteVolume.value)
      writer.field("V", figures.takerVolume.value)
      writer.field("Q", figures.takerQuoteVolume.value)
      writer.field("B", "0")
      writer.endObject()
    }
  }

  func averagePrice(_ price: Fixed, lastTrade: Instant, at time: Instant) -> [UInt8] {
    event("avgPrice", at: time) { writer in
      writer.field("i", "\(SummaryCache.averageMinutes)m")
      writer.field("w", price)
      writer.field("T", unit.number(lastTrade))
    }
  }

  func referencePrice(_ price: Fixed, at time: Instant) -> [UInt8] {
    Self.object { writer in
      writer.field("e", "referencePrice")
      writer.field("s", pair.symbol)
      writer.field("r", price)
      writer.field("t", unit.number(time))
    }
  }

  func book(_ depth: Depth, updateID: Int64) -> [UInt8] {
    Self.object { writer in
      writer.field("lastUpdateId", updateID)
      writer.levels("bids", depth.bids)
      writer.levels("asks", depth.asks)
    }
  }

  func changes(_ depth: Depth, ids: ClosedRange<Int64>, at time: Instant) -> [UInt8] {
    event("depthUpdate", at: time) { writer in
      writer.field("U", ids.lowerBound)
      writer.field("u", ids.upperBound)
      writer.levels("b", depth.bids)
      writer.levels("a", depth.asks)
    }
  }

  func event(_ name: String, at time: Instant, _ body: (inout JSONWriter) -> Void) -> [UInt8] {
    Self.object { writer in
      writer.field("e", name)
      writer.field("E", unit.number(time.advanced(byMilliseconds: skew)))
      writer.field("s", pair.symbol)
      body(&writer)
    }
  }

  /// That the server goes down.
  static func serverShutdown(at time: Instant, unit: VenueTimeUnit) -> [UInt8] {
    object { writer in
      writer.field("e", "serverShutdown")
      writer.field("E", unit.number(time))
    }
  }

  private static func object(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    body(&writer)
    writer.endObject()
    return writer.bytes
  }

  /// A message as it goes to those who asked for stream names around it.
  static func combined(_ payload: [UInt8], name: String) -> ByteBuffer {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("stream", name)
    writer.key("data")
    writer.raw(payload)
    writer.endObject()
    return ByteBuffer(bytes: writer.bytes)
  }
}

extension JSONWriter {
  /// An aggregate trade as streams and requests tell it alike.
  mutating func aggregateTrade(_ trade: PublicTrade, _ unit: VenueTimeUnit) {
    field("a", trade.id)
    field("p", trade.price.value)
    field("q", trade.quantity.value)
    field("f", trade.id)
    field("l", trade.id)
    field("T", unit.number(trade.time))
    field("m", trade.isBuyerMaker)
    field("M", true)
  }

  /// The best prices by their short names.
  mutating func quote(_ quote: Quote?) {
    field("b", (quote?.bid ?? .zero).value)
    field("B", (quote?.bidQuantity ?? .zero).value)
    field("a", (quote?.ask ?? .zero).value)
    field("A", (quote?.askQuantity ?? .zero).value)
  }

  mutating func field(_ key: String, _ value: Int64) {
    self.key(key)
    number(value)
  }

  mutating func field(_ key: String, _ value: Bool) {
    self.key(key)
    bool(value)
  }

  mutating func field(_ key: String, _ value: String) {
    self.key(key)
    string(value)
  }

  /// A decimal as the venue writes it: a string with eight places.
  mutating func field(_ key: String, _ value: Fixed) {
    self.key(key)
    string(value.text(minimumPlaces: 8))
  }
}
