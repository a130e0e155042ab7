// SPDX-License-Identifier: Apache-2.0

/// A filter of Binance's, by its name on the wire: those of a symbol, of the exchange and of an asset.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/filters
public enum FilterName: String, Hashable, Sendable, CaseIterable {
  /// Bounds and tick of a price.
  case priceFilter = "PRICE_FILTER"
  /// How far a price may be from the market's.
  case percentPrice = "PERCENT_PRICE"
  /// The same with bounds for buys and others for sells.
  case percentPriceBySide = "PERCENT_PRICE_BY_SIDE"
  /// Bounds and step of a quantity.
  case lotSize = "LOT_SIZE"
  /// The same for market orders, besides LOT_SIZE.
  case marketLotSize = "MARKET_LOT_SIZE"
  /// The smallest value of an order.
  case minNotional = "MIN_NOTIONAL"
  /// The smallest and the largest value of an order.
  case notional = "NOTIONAL"
  /// Into how many parts an iceberg order may be split.
  case icebergParts = "ICEBERG_PARTS"
  /// How far a trailing stop may trail.
  case trailingDelta = "TRAILING_DELTA"
  /// Open orders of an account on a symbol.
  case maxNumOrders = "MAX_NUM_ORDERS"
  /// Open stop and take-profit orders of an account on a symbol.
  case maxNumAlgoOrders = "MAX_NUM_ALGO_ORDERS"
  /// Open iceberg orders of an account on a symbol.
  case maxNumIcebergOrders = "MAX_NUM_ICEBERG_ORDERS"
  /// Open order lists of an account on a symbol.
  case maxNumOrderLists = "MAX_NUM_ORDER_LISTS"
  /// How often one order may be amended.
  case maxNumOrderAmends = "MAX_NUM_ORDER_AMENDS"
  /// How much of the base asset an account may have and be buying.
  case maxPosition = "MAX_POSITION"
  /// Open orders of an account on the exchange.
  case exchangeMaxNumOrders = "EXCHANGE_MAX_NUM_ORDERS"
  /// Open stop and take-profit orders of an account on the exchange.
  case exchangeMaxNumAlgoOrders = "EXCHANGE_MAX_NUM_ALGO_ORDERS"
  /// Open iceberg orders of an account on the exchange.
  case exchangeMaxNumIcebergOrders = "EXCHANGE_MAX_NUM_ICEBERG_ORDERS"
  /// Open order lists of an account on the exchange.
  case exchangeMaxNumOrderLists = "EXCHANGE_MAX_NUM_ORDER_LISTS"
  /// How much of an asset one order may move.
  case maxAsset = "MAX_ASSET"

  /// What Binance says where the filter refuses: `Filter failure: LOT_SIZE`.
  public var failureText: String { "Filter failure: \(rawValue)" }

  /// The error code with which Binance says so: -1013 from the entrance, where the order alone is judged; -2010 from
  /// the matching engine, where the account's state is; -2038 for an amendment.
  ///
  /// The documents give only the last one; the others are what clients met and keep in their tables.
  public var failureCode: Int {
    switch self {
    case .priceFilter, .percentPrice, .percentPriceBySide, .lotSize, .marketLotSize, .minNotional, .notional,
      .icebergParts, .trailingDelta, .maxAsset:
      -1013
    case .maxNumOrders, .maxNumAlgoOrders, .maxNumIcebergOrders, .maxNumOrderLists, .maxPosition,
      .exchangeMaxNumOrders, .exchangeMaxNumAlgoOrders, .exchangeMaxNumIcebergOrders, .exchangeMaxNumOrderLists:
      -2010
    case .maxNumOrderAmends: -2038
    }
  }
}
