// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Documents
import MarketData
import NIOCore
import TradingModel

/// The messages of the streams, as bytes.
enum StreamFrames {
  static func trade(_ trade: PublicTrade, of pair: Pair) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    head(&writer, "trade", at: trade.time, pair)
    writer.field("t", trade.id)
    writer.field("p", trade.price.value)
    writer.field("q", trade.quantity.value)
    writer.field("T", trade.time.milliseconds)
    writer.field("m", trade.isBuyerMaker)
    writer.field("M", true)
    writer.endObject()
    return writer.bytes
  }

  static func quote(_ quote: Quote, of pair: Pair, updateID: Int64) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("u", updateID)
    writer.field("s", pair.symbol)
    writer.field("b", quote.bid.value)
    writer.field("B", quote.bidQuantity.value)
    writer.field("a", quote.ask.value)
    writer.field("A", quote.askQuantity.value)
    writer.endObject()
    return writer.bytes
  }

  static func kline(_ figures: KlineFigures, key: SeriesKey, isClosed: Bool, at time: Instant) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    head(&writer, "kline", at: time, key.pair)
    writer.key("k")
    writer.beginObject()
    writer.field("t", figures.candle.openTime.milliseconds)
    writer.field("T", figures.closeTime.milliseconds)
    writer.field("s", key.pair.symbol)
    writer.field("i", key.timeframe.text)
    writer.field("f", figures.tradeNumbers?.lowerBound ?? -1)
    writer.field("L", figures.tradeNumbers?.upperBound ?? -1)
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
    writer.endObject()
    return writer.bytes
  }

  /// A message as it goes to those who asked for stream names around it.
  static func combined(_ payload: [UInt8], stream: MarketStream) -> ByteBuffer {
    var bytes = Array("{\"stream\":\"\(stream.binanceName)\",\"data\":".utf8)
    bytes += payload
    bytes.append(UInt8(ascii: "}"))
    return ByteBuffer(bytes: bytes)
  }

  private static func head(_ writer: inout JSONWriter, _ event: String, at time: Instant, _ pair: Pair) {
    writer.field("e", event)
    writer.field("E", time.milliseconds)
    writer.field("s", pair.symbol)
  }
}

extension JSONWriter {
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
