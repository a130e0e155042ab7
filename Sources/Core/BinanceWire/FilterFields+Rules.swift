// SPDX-License-Identifier: Apache-2.0

import TradingModel

extension InstrumentRules {
  /// Takes what a filter says; one that no symbol is known to have is noted by its name.
  ///
  /// - Returns: the field that keeps a known filter from being read (`LOT_SIZE.minQty`), which then changes nothing; or
  ///   nil.
  mutating func take(_ filter: FilterFields) -> String? {
    let before = self
    var filter = filter
    switch filter.name {
    case .priceFilter: price = filter.priceFilter()
    case .percentPrice:
      percentPrice = PercentPriceFilter(
        filter.band(.multiplierDown, .multiplierUp), averageMinutes: filter.averageMinutes())
    case .percentPriceBySide:
      percentPriceBySide = PercentPriceBySideFilter(
        bid: filter.band(.bidMultiplierDown, .bidMultiplierUp), ask: filter.band(.askMultiplierDown, .askMultiplierUp),
        averageMinutes: filter.averageMinutes())
    case .lotSize: lot = filter.lot()
    case .marketLotSize: marketLot = filter.lot()
    case .minNotional: minNotional = filter.minNotional()
    case .notional: notional = filter.notional()
    case .icebergParts: icebergPartsMax = filter.whole(.limit)
    case .trailingDelta:
      trailingDelta = TrailingDeltaFilter(
        above: filter.range(.minTrailingAboveDelta, .maxTrailingAboveDelta),
        below: filter.range(.minTrailingBelowDelta, .maxTrailingBelowDelta))
    case .maxNumOrders: openOrders.orders = filter.whole(.maxNumOrders)
    case .maxNumAlgoOrders: openOrders.algoOrders = filter.whole(.maxNumAlgoOrders)
    case .maxNumIcebergOrders: openOrders.icebergOrders = filter.whole(.maxNumIcebergOrders)
    case .maxNumOrderLists: openOrders.orderLists = filter.whole(.maxNumOrderLists)
    case .maxNumOrderAmends: amendsMax = filter.whole(.maxNumOrderAmends)
    case .maxPosition: positionMax = Quantity(filter.neededDecimal(.maxPosition))
    case .exchangeMaxNumOrders, .exchangeMaxNumAlgoOrders, .exchangeMaxNumIcebergOrders, .exchangeMaxNumOrderLists,
      .maxAsset, nil:
      note(filter.type)
    }
    if filter.wrong != nil { self = before }
    return filter.wrong.map { "\(filter.type).\($0.rawValue)" }
  }

  private mutating func note(_ type: String) {
    guard !unknownFilters.contains(type) else { return }
    unknownFilters.append(type)
    unknownFilters.sort()
  }
}

extension OpenOrderLimits {
  /// Takes what a filter of the exchange says.
  ///
  /// - Returns: what could not be read and changes nothing, the filter's name or one of its fields; or nil.
  mutating func takeExchangeFilter(_ filter: FilterFields) -> String? {
    let before = self
    var filter = filter
    switch filter.name {
    case .exchangeMaxNumOrders: orders = filter.whole(.maxNumOrders)
    case .exchangeMaxNumAlgoOrders: algoOrders = filter.whole(.maxNumAlgoOrders)
    case .exchangeMaxNumIcebergOrders: icebergOrders = filter.whole(.maxNumIcebergOrders)
    case .exchangeMaxNumOrderLists: orderLists = filter.whole(.maxNumOrderLists)
    default: return filter.type
    }
    if filter.wrong != nil { self = before }
    return filter.wrong.map { "\(filter.type).\($0.rawValue)" }
  }
}

extension FilterFields {
  fileprivate mutating func priceFilter() -> PriceFilter {
    PriceFilter(
      minimum: Price(decimal(.minPrice)), maximum: Price(decimal(.maxPrice)), tick: Price(decimal(.tickSize)))
  }

  fileprivate mutating func lot() -> LotFilter {
    LotFilter(
      minimum: Quantity(decimal(.minQty)), maximum: Quantity(decimal(.maxQty)), step: Quantity(decimal(.stepSize)))
  }

  fileprivate mutating func band(_ down: Field, _ up: Field) -> PriceBand {
    PriceBand(down: Ratio(neededDecimal(down)), up: Ratio(neededDecimal(up)))
  }

  fileprivate mutating func minNotional() -> MinNotionalFilter {
    MinNotionalFilter(
      minimum: Money(decimal(.minNotional)), appliesToMarket: flag(.applyToMarket, default: true),
      averageMinutes: averageMinutes())
  }

  fileprivate mutating func notional() -> NotionalFilter {
    NotionalFilter(
      minimum: Money(decimal(.minNotional)), appliesMinimumToMarket: flag(.applyMinToMarket, default: true),
      maximum: Money(decimal(.maxNotional)), appliesMaximumToMarket: flag(.applyMaxToMarket, default: false),
      averageMinutes: averageMinutes())
  }

  /// MAX_ASSET; nil for another filter, or where a field is missing or not of its kind.
  mutating func maxAsset() -> MaxAssetFilter? {
    guard name == .maxAsset, let asset = asset() else { return nil }
    let maximum = neededDecimal(.limit)
    return wrong == nil ? MaxAssetFilter(asset: asset, maximum: maximum) : nil
  }
}
