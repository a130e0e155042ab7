// SPDX-License-Identifier: Apache-2.0

public import Documents
public import MarketData
public import TradingModel

/// An instrument as it is shown: its rules and what is known of its price.
public struct MarketView: Hashable, Sendable {
  /// The rules.
  public let rules: InstrumentRules
  /// The last price; nil where nobody watches it.
  public let lastPrice: Price?
  /// The best prices; nil where nobody watches them.
  public let quote: Quote?

  /// An instrument as it is shown.
  public init(rules: InstrumentRules, lastPrice: Price? = nil, quote: Quote? = nil) {
    self.rules = rules
    self.lastPrice = lastPrice
    self.quote = quote
  }

  /// The instrument's document; rules of 0 are off.
  public var node: Node {
    [
      "pair": .string(rules.pair.description), "symbol": .string(rules.pair.symbol),
      "base": .string(rules.pair.base.code), "quote": .string(rules.pair.quote.code),
      "status": .string(rules.status.word),
      "base_precision": .number(rules.basePlaces), "quote_precision": .number(rules.quotePlaces),
      "price_minimum": .price(rules.price.minimum), "price_maximum": .price(rules.price.maximum),
      "price_tick": .price(rules.price.tick),
      "amount_minimum": .quantity(rules.lot.minimum), "amount_maximum": .quantity(rules.lot.maximum),
      "amount_step": .quantity(rules.lot.step),
      "market_amount_maximum": .quantity(rules.marketLot.maximum),
      "notional_minimum": .money(rules.valueMinimum), "notional_maximum": .money(rules.notional.maximum),
      "unknown_filters": .array(rules.unknownFilters.map(Node.string)),
      "last_price": .optional(lastPrice, Node.price), "bid": .optional(quote?.bid, Node.price),
      "ask": .optional(quote?.ask, Node.price),
    ]
  }
}

extension Candle {
  /// The candle's document.
  public var node: Node {
    [
      "open_time": .time(openTime), "open": .price(open), "high": .price(high), "low": .price(low),
      "close": .price(close), "volume": .quantity(volume),
    ]
  }
}
