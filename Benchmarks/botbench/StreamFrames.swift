// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

/// The bytes of stream messages as Binance sends them on a combined stream.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
enum StreamFrames {
  /// A candle that has just closed.
  static func closed(_ candle: Candle, of key: SeriesKey) -> [UInt8] {
    kline(
      candle, of: key, isClosed: true, at: key.timeframe.openTime(after: candle.openTime).advanced(byMilliseconds: 5))
  }

  /// A candle in progress.
  static func inProgress(_ candle: Candle, of key: SeriesKey, at time: Instant) -> [UInt8] {
    kline(candle, of: key, isClosed: false, at: time)
  }

  private static func kline(_ candle: Candle, of key: SeriesKey, isClosed: Bool, at time: Instant) -> [UInt8] {
    let symbol = key.pair.symbol
    let closeTime = key.timeframe.openTime(after: candle.openTime).milliseconds
    let data = """
      {"e":"kline","E":\(time.milliseconds),"s":"\(symbol)","k":{"t":\(candle.openTime.milliseconds),\
      "T":\(closeTime - 1),"s":"\(symbol)","i":"\(key.timeframe.text)","f":100,"L":200,"o":"\(candle.open)",\
      "c":"\(candle.close)","h":"\(candle.high)","l":"\(candle.low)","v":"\(candle.volume)","n":100,"x":\(isClosed),\
      "q":"1000.00000000","V":"500.00000000","Q":"500.00000000","B":"0"}}
      """
    return wrapped(data, stream: "\(symbol.lowercased())@kline_\(key.timeframe.text)")
  }

  /// Best prices: what a candle reaches below and above, so that they don't cross.
  static func quote(_ candle: Candle, updateID: Int, of pair: Pair) -> [UInt8] {
    let symbol = pair.symbol
    let ask = candle.high.value + Fixed(units: Fixed.unitsPerOne / 100)
    let data = """
      {"u":\(updateID),"s":"\(symbol)","b":"\(candle.low)","B":"31.21000000","a":"\(ask)","A":"40.66000000"}
      """
    return wrapped(data, stream: "\(symbol.lowercased())@bookTicker")
  }

  /// A trade that somebody made.
  static func trade(_ trade: PublicTrade, of pair: Pair) -> [UInt8] {
    let symbol = pair.symbol
    let data = """
      {"e":"trade","E":\(trade.time.milliseconds),"s":"\(symbol)","t":\(trade.id),"p":"\(trade.price)",\
      "q":"\(trade.quantity)","T":\(trade.time.milliseconds),"m":\(trade.isBuyerMaker),"M":true}
      """
    return wrapped(data, stream: "\(symbol.lowercased())@trade")
  }

  private static func wrapped(_ data: String, stream: String) -> [UInt8] {
    Array("{\"stream\":\"\(stream)\",\"data\":\(data)}".utf8)
  }
}
