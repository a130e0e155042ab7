// SPDX-License-Identifier: Apache-2.0

import MarketData
import NIOCore
import TradingModel

/// Messages of many pairs in turn: message n is of pair n modulo their number.
struct FeedTape {
  /// What the messages are about.
  enum Kind: String, CaseIterable {
    case trades
    case quotes
    case candles
  }

  static let start = Instant(milliseconds: 1_780_000_020_000)
  /// How many messages make a millisecond of the venue.
  static let messagesPerMillisecond = 20

  let pairs: [Pair]
  let frames: [[UInt8]]

  /// So many messages.
  init(_ kind: Kind, of pairs: [Pair], count: Int) {
    self.pairs = pairs
    var walks = pairs.indices.map { PriceWalk(seed: UInt64($0 + 1)) }
    var current: [Candle?] = Array(repeating: nil, count: pairs.count)
    frames = (0..<count).map { index in
      let turn = index % pairs.count
      let time = Self.time(of: index)
      let step = walks[turn].next(openingAt: Timeframe.oneMinute.openTime(containing: time))
      switch kind {
      case .trades: return StreamFrames.trade(Self.trade(index, pairs.count, at: step.close), of: pairs[turn])
      case .quotes: return StreamFrames.quote(step, updateID: index, of: pairs[turn])
      case .candles:
        let candle = current[turn].map { Self.joined($0, step) } ?? step
        current[turn] = candle
        return StreamFrames.inProgress(candle, of: SeriesKey(pair: pairs[turn], timeframe: .oneMinute), at: time)
      }
    }
  }

  /// A candle in progress some time later; the next one where a minute has passed.
  private static func joined(_ candle: Candle, _ step: Candle) -> Candle {
    guard step.openTime == candle.openTime else { return step }
    return Candle(
      openTime: candle.openTime, open: candle.open, high: max(candle.high, step.high), low: min(candle.low, step.low),
      close: step.close, volume: Quantity(candle.volume.value + step.volume.value))
  }

  /// The candles that closed before the tape begins.
  static func history(of pairs: [Pair], count: Int) -> [Pair: [Candle]] {
    Dictionary(
      uniqueKeysWithValues: pairs.enumerated().map { number, pair in
        var walk = PriceWalk(seed: UInt64(number + 1))
        let candles = (0..<count).map { walk.next(openingAt: Timeframe.oneMinute.openTime(start, offset: $0 - count)) }
        return (pair, candles)
      })
  }

  /// The venue's time of a message.
  static func time(of index: Int) -> Instant {
    start.advanced(byMilliseconds: Int64(index / messagesPerMillisecond))
  }

  private static let unit = Fixed.unitsPerOne / 100_000_000

  private static func trade(_ index: Int, _ pairCount: Int, at price: Price) -> PublicTrade {
    PublicTrade(
      id: Int64(index / pairCount + 1), time: time(of: index), price: price,
      quantity: Quantity(Fixed(units: Fixed.unitsPerOne + Int128(index) * unit)), isBuyerMaker: index.isMultiple(of: 2))
  }

  /// Which message a trade came with: its quantity tells.
  static func index(of trade: PublicTrade) -> Int { Int((trade.quantity.value.units - Fixed.unitsPerOne) / unit) }

  /// Which message a frame of a trade is, by its quantity, which is looked up among the bytes.
  static func index(inTrade bytes: ByteBufferView) -> Int? {
    guard let place = bytes.firstRange(of: quantityKey),
      let end = bytes[place.upperBound...].firstIndex(of: UInt8(ascii: "\"")),
      let quantity = try? Fixed(ascii: Array(bytes[place.upperBound..<end]).span.bytes)
    else { return nil }
    return Int((quantity.units - Fixed.unitsPerOne) / unit)
  }

  private static let quantityKey = Array("\"q\":\"".utf8)

  /// How many bytes all messages have.
  var byteCount: Int { frames.reduce(0) { $0 + $1.count } }
}
