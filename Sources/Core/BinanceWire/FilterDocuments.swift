// SPDX-License-Identifier: Apache-2.0

public import Documents
public import TradingModel

/// Writes filters as Binance does; what is written is read back as the same rules.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/filters
public enum FilterDocuments {
  /// `filters` of a symbol, in the order of the venue. Unknown filters are written by their name alone.
  public static func filters(of rules: InstrumentRules) -> [Node] {
    let filters: [Node?] = [
      price(rules.price), lot(.lotSize, rules.lot),
      rules.icebergPartsMax.map { count(.icebergParts, "limit", $0) },
      lot(.marketLotSize, rules.marketLot),
      rules.trailingDelta.map(trailingDelta), rules.percentPrice.map(percentPrice),
      rules.percentPriceBySide.map(percentPriceBySide), rules.minNotional.map(minNotional),
    ]
    // Never `nil` in the place of a node: that is a node, JSON's null.
    let values = rules.notional == NotionalFilter() ? [] : [notional(rules.notional)]
    let limits = rules.openOrders
    let counts: [Node?] = [
      limits.orders.map { count(.maxNumOrders, "maxNumOrders", $0) },
      limits.orderLists.map { count(.maxNumOrderLists, "maxNumOrderLists", $0) },
      limits.algoOrders.map { count(.maxNumAlgoOrders, "maxNumAlgoOrders", $0) },
      limits.icebergOrders.map { count(.maxNumIcebergOrders, "maxNumIcebergOrders", $0) },
      rules.amendsMax.map { count(.maxNumOrderAmends, "maxNumOrderAmends", $0) },
      rules.positionMax.map { filter(.maxPosition, [("maxPosition", decimal($0.value))]) },
    ]
    return filters.compactMap { $0 } + values + counts.compactMap { $0 }
      + rules.unknownFilters.map { ["filterType": .string($0)] }
  }

  /// `exchangeFilters`.
  public static func exchangeFilters(of limits: OpenOrderLimits) -> [Node] {
    let counts: [Node?] = [
      limits.orders.map { count(.exchangeMaxNumOrders, "maxNumOrders", $0) },
      limits.algoOrders.map { count(.exchangeMaxNumAlgoOrders, "maxNumAlgoOrders", $0) },
      limits.icebergOrders.map { count(.exchangeMaxNumIcebergOrders, "maxNumIcebergOrders", $0) },
      limits.orderLists.map { count(.exchangeMaxNumOrderLists, "maxNumOrderLists", $0) },
    ]
    return counts.compactMap { $0 }
  }

  /// `assetFilters`, as `myFilters` shows them.
  public static func assetFilters(of limits: [MaxAssetFilter]) -> [Node] {
    limits.map { filter(.maxAsset, [("asset", .string($0.asset.code)), ("limit", decimal($0.maximum))]) }
  }

  private static func price(_ rule: PriceFilter) -> Node {
    filter(
      .priceFilter,
      [
        ("minPrice", decimal(rule.minimum.value)), ("maxPrice", decimal(rule.maximum.value)),
        ("tickSize", decimal(rule.tick.value)),
      ])
  }

  private static func lot(_ name: FilterName, _ rule: LotFilter) -> Node {
    filter(
      name,
      [
        ("minQty", decimal(rule.minimum.value)), ("maxQty", decimal(rule.maximum.value)),
        ("stepSize", decimal(rule.step.value)),
      ])
  }

  private static func trailingDelta(_ rule: TrailingDeltaFilter) -> Node {
    filter(
      .trailingDelta,
      [
        ("minTrailingAboveDelta", .number(rule.above.lowerBound)),
        ("maxTrailingAboveDelta", .number(rule.above.upperBound)),
        ("minTrailingBelowDelta", .number(rule.below.lowerBound)),
        ("maxTrailingBelowDelta", .number(rule.below.upperBound)),
      ])
  }

  private static func percentPrice(_ rule: PercentPriceFilter) -> Node {
    filter(
      .percentPrice,
      [
        ("multiplierUp", factor(rule.band.up)), ("multiplierDown", factor(rule.band.down)),
        ("avgPriceMins", .number(rule.averageMinutes)),
      ])
  }

  private static func percentPriceBySide(_ rule: PercentPriceBySideFilter) -> Node {
    filter(
      .percentPriceBySide,
      [
        ("bidMultiplierUp", factor(rule.bid.up)), ("bidMultiplierDown", factor(rule.bid.down)),
        ("askMultiplierUp", factor(rule.ask.up)), ("askMultiplierDown", factor(rule.ask.down)),
        ("avgPriceMins", .number(rule.averageMinutes)),
      ])
  }

  private static func minNotional(_ rule: MinNotionalFilter) -> Node {
    filter(
      .minNotional,
      [
        ("minNotional", decimal(rule.minimum.value)), ("applyToMarket", .bool(rule.appliesToMarket)),
        ("avgPriceMins", .number(rule.averageMinutes)),
      ])
  }

  private static func notional(_ rule: NotionalFilter) -> Node {
    filter(
      .notional,
      [
        ("minNotional", decimal(rule.minimum.value)), ("applyMinToMarket", .bool(rule.appliesMinimumToMarket)),
        ("maxNotional", decimal(rule.maximum.value)), ("applyMaxToMarket", .bool(rule.appliesMaximumToMarket)),
        ("avgPriceMins", .number(rule.averageMinutes)),
      ])
  }

  private static func count(_ name: FilterName, _ key: String, _ limit: Int) -> Node {
    filter(name, [(key, .number(limit))])
  }

  private static func filter(_ name: FilterName, _ members: [(String, Node)]) -> Node {
    .object(
      [Node.Member(key: "filterType", value: .string(name.rawValue))]
        + members.map { Node.Member(key: $0.0, value: $0.1) })
  }

  private static func decimal(_ value: Fixed) -> Node { .string(value.text(minimumPlaces: 8)) }

  private static func factor(_ ratio: Ratio) -> Node { .string(ratio.description) }
}
