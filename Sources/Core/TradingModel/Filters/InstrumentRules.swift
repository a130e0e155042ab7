// SPDX-License-Identifier: Apache-2.0

/// What a venue allows for a pair: whether it trades, and the filters that an order must pass.
///
/// The filters are Binance's, https://developers.binance.com/docs/binance-spot-api-docs/filters. Where Binance says so,
/// a rule of 0 is off; a filter that can't be switched off is nil where the pair doesn't have it.
public struct InstrumentRules: Hashable, Sendable {
  /// The pair.
  public let pair: Pair
  /// Whether orders are taken now.
  public var status: TradingStatus
  /// PRICE_FILTER.
  public var price: PriceFilter
  /// PERCENT_PRICE.
  public var percentPrice: PercentPriceFilter?
  /// PERCENT_PRICE_BY_SIDE.
  public var percentPriceBySide: PercentPriceBySideFilter?
  /// LOT_SIZE, for every order.
  public var lot: LotFilter
  /// MARKET_LOT_SIZE, for market orders besides LOT_SIZE.
  public var marketLot: LotFilter
  /// ICEBERG_PARTS: into how many parts an order may be split.
  public var icebergPartsMax: Int?
  /// TRAILING_DELTA.
  public var trailingDelta: TrailingDeltaFilter?
  /// NOTIONAL.
  public var notional: NotionalFilter
  /// MIN_NOTIONAL; a pair that has both must pass both.
  public var minNotional: MinNotionalFilter?
  /// MAX_NUM_ORDERS, MAX_NUM_ALGO_ORDERS, MAX_NUM_ICEBERG_ORDERS and MAX_NUM_ORDER_LISTS.
  public var openOrders: OpenOrderLimits
  /// MAX_NUM_ORDER_AMENDS: how often one order may be amended.
  public var amendsMax: Int?
  /// MAX_POSITION: how much of the base asset an account may have and be buying.
  public var positionMax: Quantity?
  /// Names of filters that the venue has for the pair and that are not known here, sorted: they are not judged.
  public var unknownFilters: [String]
  /// How many decimal places the base asset has.
  public var basePlaces: Int
  /// How many decimal places the quote asset has.
  public var quotePlaces: Int

  /// The rules of a pair; filters that aren't given are off.
  public init(
    pair: Pair, status: TradingStatus = .trading, price: PriceFilter = PriceFilter(),
    percentPrice: PercentPriceFilter? = nil, percentPriceBySide: PercentPriceBySideFilter? = nil,
    lot: LotFilter = LotFilter(), marketLot: LotFilter = LotFilter(), icebergPartsMax: Int? = nil,
    trailingDelta: TrailingDeltaFilter? = nil, notional: NotionalFilter = NotionalFilter(),
    minNotional: MinNotionalFilter? = nil, openOrders: OpenOrderLimits = OpenOrderLimits(), amendsMax: Int? = nil,
    positionMax: Quantity? = nil, unknownFilters: [String] = [], basePlaces: Int = 8, quotePlaces: Int = 8
  ) {
    self.pair = pair
    self.status = status
    self.price = price
    self.percentPrice = percentPrice
    self.percentPriceBySide = percentPriceBySide
    self.lot = lot
    self.marketLot = marketLot
    self.icebergPartsMax = icebergPartsMax
    self.trailingDelta = trailingDelta
    self.notional = notional
    self.minNotional = minNotional
    self.openOrders = openOrders
    self.amendsMax = amendsMax
    self.positionMax = positionMax
    self.unknownFilters = unknownFilters
    self.basePlaces = basePlaces
    self.quotePlaces = quotePlaces
  }

  /// The smallest value of a limit order by NOTIONAL and MIN_NOTIONAL, or 0 for none.
  public var valueMinimum: Money { max(notional.minimum, minNotional?.minimum ?? .zero) }
}
