// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// The answer to `GET /api/v3/exchangeInfo`.
enum ExchangeInfoDocument {
  static func document(of instruments: [InstrumentRules], serverTime: Int64, showsPermissionSets: Bool) -> Node {
    [
      "timezone": "UTC",
      "serverTime": .number(serverTime),
      "rateLimits": .array([
        rateLimit("REQUEST_WEIGHT", "MINUTE", 1, 6000), rateLimit("ORDERS", "SECOND", 10, 100),
        rateLimit("ORDERS", "DAY", 1, 200_000), rateLimit("RAW_REQUESTS", "MINUTE", 5, 300_000),
      ]),
      "exchangeFilters": .array([]),
      "symbols": .array(instruments.map { symbol($0, showsPermissionSets: showsPermissionSets) }),
    ]
  }

  private static func rateLimit(_ type: String, _ interval: String, _ count: Int, _ limit: Int) -> Node {
    [
      "rateLimitType": .string(type), "interval": .string(interval), "intervalNum": .number(count),
      "limit": .number(limit),
    ]
  }

  private static func symbol(_ rules: InstrumentRules, showsPermissionSets: Bool) -> Node {
    let members: [(String, Node)] = [
      ("symbol", .string(rules.pair.symbol)),
      ("status", .string(rules.status.word)),
      ("baseAsset", .string(rules.pair.base.code)),
      ("baseAssetPrecision", .number(rules.basePlaces)),
      ("quoteAsset", .string(rules.pair.quote.code)),
      ("quotePrecision", .number(rules.quotePlaces)),
      ("quoteAssetPrecision", .number(rules.quotePlaces)),
      ("baseCommissionPrecision", .number(rules.basePlaces)),
      ("quoteCommissionPrecision", .number(rules.quotePlaces)),
      (
        "orderTypes",
        strings([
          "LIMIT", "LIMIT_MAKER", "MARKET", "STOP_LOSS", "STOP_LOSS_LIMIT", "TAKE_PROFIT",
          "TAKE_PROFIT_LIMIT",
        ])
      ),
      ("icebergAllowed", true), ("ocoAllowed", true), ("otoAllowed", true), ("opoAllowed", true),
      ("quoteOrderQtyMarketAllowed", true), ("allowTrailingStop", true), ("cancelReplaceAllowed", true),
      ("amendAllowed", true), ("pegInstructionsAllowed", true), ("isSpotTradingAllowed", true),
      ("isMarginTradingAllowed", false),
      ("filters", .array(filters(of: rules))),
      ("permissions", .array([])),
    ]
    let sets: [(String, Node)] = showsPermissionSets ? [("permissionSets", .array([strings(["SPOT"])]))] : []
    let selfTrade: [(String, Node)] = [
      ("defaultSelfTradePreventionMode", "EXPIRE_MAKER"),
      (
        "allowedSelfTradePreventionModes",
        strings(["EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH", "DECREMENT", "TRANSFER"])
      ),
    ]
    return object(members + sets + selfTrade)
  }

  private static func filters(of rules: InstrumentRules) -> [Node] {
    [
      filter(
        "PRICE_FILTER",
        [
          ("minPrice", rules.price.minimum.value), ("maxPrice", rules.price.maximum.value),
          ("tickSize", rules.price.tick.value),
        ]),
      filter("LOT_SIZE", lot(rules.lot)),
      ["filterType": "ICEBERG_PARTS", "limit": 100],
      filter("MARKET_LOT_SIZE", lot(rules.marketLot)),
      [
        "filterType": "TRAILING_DELTA", "minTrailingAboveDelta": 10, "maxTrailingAboveDelta": 2000,
        "minTrailingBelowDelta": 10, "maxTrailingBelowDelta": 2000,
      ],
      [
        "filterType": "PERCENT_PRICE_BY_SIDE", "bidMultiplierUp": "5", "bidMultiplierDown": "0.2",
        "askMultiplierUp": "5", "askMultiplierDown": "0.2", "avgPriceMins": 5,
      ],
      [
        "filterType": "NOTIONAL", "minNotional": decimal(rules.notional.minimum.value),
        "applyMinToMarket": .bool(rules.notional.appliesMinimumToMarket),
        "maxNotional": decimal(rules.notional.maximum.value),
        "applyMaxToMarket": .bool(rules.notional.appliesMaximumToMarket), "avgPriceMins": 5,
      ],
      ["filterType": "MAX_NUM_ORDERS", "maxNumOrders": 200],
      ["filterType": "MAX_NUM_ORDER_LISTS", "maxNumOrderLists": 20],
      ["filterType": "MAX_NUM_ALGO_ORDERS", "maxNumAlgoOrders": 5],
      ["filterType": "MAX_NUM_ORDER_AMENDS", "maxNumOrderAmends": 10],
    ]
  }

  private static func lot(_ filter: LotFilter) -> [(String, Fixed)] {
    [("minQty", filter.minimum.value), ("maxQty", filter.maximum.value), ("stepSize", filter.step.value)]
  }

  private static func filter(_ type: String, _ values: [(String, Fixed)]) -> Node {
    object([("filterType", .string(type))] + values.map { ($0.0, decimal($0.1)) })
  }

  private static func decimal(_ value: Fixed) -> Node { .string(value.text(minimumPlaces: 8)) }

  private static func strings(_ texts: [String]) -> Node { .array(texts.map(Node.string)) }

  private static func object(_ members: [(String, Node)]) -> Node {
    .object(members.map { Node.Member(key: $0.0, value: $0.1) })
  }
}
