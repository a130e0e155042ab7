// SPDX-License-Identifier: Apache-2.0

/// What a venue allows for a pair: whether it trades, and the filters that an order must pass.
///
/// The filters are Binance's, https://developers.binance.com/docs/binance-spot-api-docs/filters. A rule of 0 is off.
public struct InstrumentRules: Hashable, Sendable {
  /// The pair.
  public let pair: Pair
  /// Whether orders are taken now.
  public var status: TradingStatus
  /// PRICE_FILTER.
  public var price: PriceFilter
  /// LOT_SIZE, for every order.
  public var lot: LotFilter
  /// MARKET_LOT_SIZE, for market orders besides LOT_SIZE.
  public var marketLot: LotFilter
  /// NOTIONAL or MIN_NOTIONAL.
  public var notional: NotionalFilter
  /// How many decimal places the base asset has.
  public var basePlaces: Int
  /// How many decimal places the quote asset has.
  public var quotePlaces: Int

  /// The rules of a pair; filters that aren't given are off.
  public init(
    pair: Pair, status: TradingStatus = .trading, price: PriceFilter = PriceFilter(), lot: LotFilter = LotFilter(),
    marketLot: LotFilter = LotFilter(), notional: NotionalFilter = NotionalFilter(), basePlaces: Int = 8,
    quotePlaces: Int = 8
  ) {
    self.pair = pair
    self.status = status
    self.price = price
    self.lot = lot
    self.marketLot = marketLot
    self.notional = notional
    self.basePlaces = basePlaces
    self.quotePlaces = quotePlaces
  }
}

/// Whether a venue takes orders for a pair.
public enum TradingStatus: Hashable, Sendable {
  /// Orders are taken.
  case trading
  /// Orders are not taken; the venue's word for why: `HALT`, `BREAK`, `CANCEL_ONLY`, …
  case suspended(String)

  /// The venue's word.
  public var word: String {
    switch self {
    case .trading: "TRADING"
    case .suspended(let word): word
    }
  }
}

/// PRICE_FILTER: bounds and tick of a limit price.
public struct PriceFilter: Hashable, Sendable {
  /// The lowest price, or 0 for none.
  public var minimum: Price
  /// The highest price, or 0 for none.
  public var maximum: Price
  /// What a price is a multiple of, or 0 for anything.
  public var tick: Price

  /// A filter; what isn't given is off.
  public init(minimum: Price = .zero, maximum: Price = .zero, tick: Price = .zero) {
    self.minimum = minimum
    self.maximum = maximum
    self.tick = tick
  }
}

/// LOT_SIZE and MARKET_LOT_SIZE: bounds and step of a quantity.
public struct LotFilter: Hashable, Sendable {
  /// The smallest quantity, or 0 for none.
  public var minimum: Quantity
  /// The largest quantity, or 0 for none.
  public var maximum: Quantity
  /// What a quantity is a multiple of, or 0 for anything.
  public var step: Quantity

  /// A filter; what isn't given is off.
  public init(minimum: Quantity = .zero, maximum: Quantity = .zero, step: Quantity = .zero) {
    self.minimum = minimum
    self.maximum = maximum
    self.step = step
  }
}

/// NOTIONAL and MIN_NOTIONAL: bounds of price × quantity.
public struct NotionalFilter: Hashable, Sendable {
  /// The smallest value, or 0 for none.
  public var minimum: Money
  /// Whether the smallest value binds market orders, by a reference price.
  public var appliesMinimumToMarket: Bool
  /// The largest value, or 0 for none.
  public var maximum: Money
  /// Whether the largest value binds market orders, by a reference price.
  public var appliesMaximumToMarket: Bool

  /// A filter; what isn't given is off.
  public init(
    minimum: Money = .zero, appliesMinimumToMarket: Bool = true, maximum: Money = .zero,
    appliesMaximumToMarket: Bool = false
  ) {
    self.minimum = minimum
    self.appliesMinimumToMarket = appliesMinimumToMarket
    self.maximum = maximum
    self.appliesMaximumToMarket = appliesMaximumToMarket
  }
}
