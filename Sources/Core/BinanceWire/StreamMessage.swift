// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// What arrives on a market stream, raw or in the combined wrapper.
public enum StreamMessage: Hashable, Sendable {
  /// A candle, in progress or closed.
  case candle(CandleUpdate)
  /// A trade.
  case trade(Pair, PublicTrade, eventTime: Instant)
  /// The best prices; the venue gives them no time.
  case quote(Pair, Quote)
  /// Trades of one order at one price.
  case aggregate(Pair, AggregateTrade, eventTime: Instant)
  /// The last 24 hours. Boxed, for it would make every message larger.
  indirect case ticker(Pair, DayTicker, eventTime: Instant)
  /// What changed in an order book.
  case book(Pair, BookChange)
  /// The server is about to go; a new connection is to be opened at once.
  case serverShutdown
  /// The answer to SUBSCRIBE, UNSUBSCRIBE and their kin.
  case reply(ControlReply)
  /// An event of a kind that is not read here; its name.
  case other(event: String)
}

/// The state of a candle at a moment.
public struct CandleUpdate: Hashable, Sendable {
  /// Which series the candle belongs to.
  public let key: SeriesKey
  /// The candle as it stands.
  public let candle: Candle
  /// Whether it will not change any more.
  public let isClosed: Bool
  /// When the venue sent it, by the venue's clock.
  public let eventTime: Instant

  /// The state of a candle at a moment.
  public init(key: SeriesKey, candle: Candle, isClosed: Bool, eventTime: Instant) {
    self.key = key
    self.candle = candle
    self.isClosed = isClosed
    self.eventTime = eventTime
  }
}

/// The answer to a control message.
public struct ControlReply: Hashable, Sendable {
  /// The number under which the message was sent; nil where the venue names none that is a number.
  public let id: Int64?
  /// Why the message was refused, or nil where it was carried out.
  public let refusal: VenueErrorBody?

  /// The answer to a control message.
  public init(id: Int64?, refusal: VenueErrorBody?) {
    self.id = id
    self.refusal = refusal
  }
}

/// The body of an error: `{"code":-1121,"msg":"Invalid symbol."}`.
public struct VenueErrorBody: Error, Hashable, Sendable {
  /// The venue's number for it; negative on REST, 0 to 3 on streams.
  public let code: Int64
  /// The venue's text.
  public let message: String

  /// The body of an error.
  public init(code: Int64, message: String) {
    self.code = code
    self.message = message
  }
}

extension VenueErrorBody: CustomStringConvertible {
  public var description: String { "\(code) \(message)" }
}
