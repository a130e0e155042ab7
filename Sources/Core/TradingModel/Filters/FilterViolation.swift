// SPDX-License-Identifier: Apache-2.0

/// Why a venue would refuse an order: one case per condition, with the limit and the offending value.
public enum FilterViolation: Error, Hashable, Sendable {
  /// Which of an order's fields is meant.
  public enum Field: String, Hashable, Sendable {
    /// The limit price.
    case price
    /// The price that wakes a stop order.
    case stopPrice = "stop price"
    /// The quantity.
    case quantity
    /// The part of the quantity that is shown.
    case icebergQuantity = "iceberg quantity"
  }

  /// The pair does not trade now.
  case notTrading(status: String)
  /// PRICE_FILTER: below the lowest price.
  case priceTooLow(minimum: Price, price: Price, field: Field = .price)
  /// PRICE_FILTER: above the highest price.
  case priceTooHigh(maximum: Price, price: Price, field: Field = .price)
  /// PRICE_FILTER: no multiple of the tick.
  case priceOffTick(tick: Price, price: Price, field: Field = .price)
  /// PERCENT_PRICE or PERCENT_PRICE_BY_SIDE: too far below the market's price.
  case priceBelowBand(minimum: Price, price: Price, filter: FilterName)
  /// PERCENT_PRICE or PERCENT_PRICE_BY_SIDE: too far above the market's price.
  case priceAboveBand(maximum: Price, price: Price, filter: FilterName)
  /// LOT_SIZE or MARKET_LOT_SIZE: below the smallest quantity.
  case quantityTooSmall(
    minimum: Quantity, quantity: Quantity, field: Field = .quantity, filter: FilterName = .lotSize)
  /// LOT_SIZE or MARKET_LOT_SIZE: above the largest quantity.
  case quantityTooLarge(
    maximum: Quantity, quantity: Quantity, field: Field = .quantity, filter: FilterName = .lotSize)
  /// LOT_SIZE or MARKET_LOT_SIZE: no multiple of the step.
  case quantityOffStep(step: Quantity, quantity: Quantity, field: Field = .quantity, filter: FilterName = .lotSize)
  /// ICEBERG_PARTS: the order would be shown in too many parts.
  case tooManyIcebergParts(limit: Int, quantity: Quantity, icebergQuantity: Quantity)
  /// TRAILING_DELTA: too close, in hundredths of a percent.
  case trailingDeltaTooSmall(minimum: Int, delta: Int)
  /// TRAILING_DELTA: too far, in hundredths of a percent.
  case trailingDeltaTooLarge(maximum: Int, delta: Int)
  /// NOTIONAL or MIN_NOTIONAL: price × quantity is too small.
  case valueTooSmall(minimum: Money, value: Money, filter: FilterName = .notional)
  /// NOTIONAL: price × quantity is too large.
  case valueTooLarge(maximum: Money, value: Money)
  /// Price × quantity can't be represented.
  case valueOverflows
  /// One of the MAX_NUM_… and EXCHANGE_MAX_NUM_… filters: what there would be.
  case tooMany(limit: Int, count: Int, filter: FilterName)
  /// MAX_POSITION: what there would be of the base asset, once all buys are filled.
  case positionTooLarge(maximum: Quantity, position: Quantity)
  /// MAX_ASSET: what the order would move of the asset.
  case tooMuchOfAsset(Asset, maximum: Fixed, amount: Fixed)
}

extension FilterViolation {
  /// The filter that refuses; nil where the pair does not trade at all.
  public var filter: FilterName? {
    switch self {
    case .notTrading: nil
    case .priceTooLow, .priceTooHigh, .priceOffTick: .priceFilter
    case .priceBelowBand(_, _, let filter), .priceAboveBand(_, _, let filter): filter
    case .quantityTooSmall(_, _, _, let filter), .quantityTooLarge(_, _, _, let filter),
      .quantityOffStep(_, _, _, let filter):
      filter
    case .tooManyIcebergParts: .icebergParts
    case .trailingDeltaTooSmall, .trailingDeltaTooLarge: .trailingDelta
    case .valueTooSmall(_, _, let filter): filter
    case .valueTooLarge, .valueOverflows: .notional
    case .tooMany(_, _, let filter): filter
    case .positionTooLarge: .maxPosition
    case .tooMuchOfAsset: .maxAsset
    }
  }

  /// What Binance's answer says: `Filter failure: LOT_SIZE`.
  public var failureText: String { filter?.failureText ?? "Market is closed." }

  /// The error code of Binance's answer; see ``FilterName/failureCode``.
  public var failureCode: Int { filter?.failureCode ?? -1013 }
}

extension FilterViolation: CustomStringConvertible {
  /// A sentence that names the rule, the limit and the value.
  public var description: String {
    guard let filter else { return what }
    return "\(filter.rawValue): \(what)"
  }

  private var what: String {
    switch self {
    case .notTrading(let status): "the pair's status is \(status), not TRADING"
    case .priceTooLow(let minimum, let price, let field): Self.below("\(field.rawValue) \(price)", minimum)
    case .priceTooHigh(let maximum, let price, let field): Self.above("\(field.rawValue) \(price)", maximum)
    case .priceOffTick(let tick, let price, let field): "\(field.rawValue) \(price) is no multiple of the tick \(tick)"
    case .priceBelowBand(let minimum, let price, _): Self.below("price \(price)", minimum)
    case .priceAboveBand(let maximum, let price, _): Self.above("price \(price)", maximum)
    case .quantityTooSmall(let minimum, let quantity, let field, _):
      Self.below("\(field.rawValue) \(quantity)", minimum)
    case .quantityTooLarge(let maximum, let quantity, let field, _):
      Self.above("\(field.rawValue) \(quantity)", maximum)
    case .quantityOffStep(let step, let quantity, let field, _):
      "\(field.rawValue) \(quantity) is no multiple of the step \(step)"
    case .tooManyIcebergParts(let limit, let quantity, let shown):
      "\(quantity) in parts of \(shown) makes more than the maximum of \(limit) parts"
    case .trailingDeltaTooSmall(let minimum, let delta): Self.below("trailing delta \(delta)", minimum)
    case .trailingDeltaTooLarge(let maximum, let delta): Self.above("trailing delta \(delta)", maximum)
    case .valueTooSmall(let minimum, let value, _): Self.below("value \(value)", minimum)
    case .valueTooLarge(let maximum, let value): Self.above("value \(value)", maximum)
    case .valueOverflows: "price times quantity is too large to be computed"
    case .tooMany(let limit, let count, _): "there would be \(count), and the maximum is \(limit)"
    case .positionTooLarge(let maximum, let position): Self.above("position \(position)", maximum)
    case .tooMuchOfAsset(let asset, let maximum, let amount): Self.above("\(amount) \(asset)", maximum)
    }
  }

  private static func below(_ value: String, _ minimum: some CustomStringConvertible) -> String {
    "\(value) is below the minimum \(minimum)"
  }

  private static func above(_ value: String, _ maximum: some CustomStringConvertible) -> String {
    "\(value) is above the maximum \(maximum)"
  }
}
