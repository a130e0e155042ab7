// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Documents
import TradingModel

/// The answer to `GET /api/v3/exchangeInfo`.
enum ExchangeInfoDocument {
  /// - Parameters:
  ///   - limits: what an account may have open on the whole exchange. Binance itself limits nothing there.
  ///   - showsConnections: whether the limit of connections is told, as the WebSocket API does.
  static func document(
    of instruments: [InstrumentRules], limits: OpenOrderLimits = OpenOrderLimits(), serverTime: Int64,
    showsPermissionSets: Bool, showsConnections: Bool
  ) -> Node {
    let connections = rateLimit("CONNECTIONS", "MINUTE", 5, RequestLimits.connectionsPerFiveMinutes)
    return [
      "timezone": "UTC",
      "serverTime": .number(serverTime),
      "rateLimits": .array(
        [
          rateLimit("REQUEST_WEIGHT", "MINUTE", 1, RequestLimits.weightPerMinute),
          rateLimit("ORDERS", "SECOND", 10, 100),
          rateLimit("ORDERS", "DAY", 1, 200_000),
          rateLimit("RAW_REQUESTS", "MINUTE", 5, RequestLimits.requestsPerFiveMinutes),
        ] + (showsConnections ? [connections] : [])),
      "exchangeFilters": .array(FilterDocuments.exchangeFilters(of: limits)),
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
      ("icebergAllowed", true), ("ocoAllowed", true), ("otoAllowed", true), ("opoAllowed", false),
      ("quoteOrderQtyMarketAllowed", true), ("allowTrailingStop", true), ("cancelReplaceAllowed", true),
      ("amendAllowed", true), ("pegInstructionsAllowed", false), ("isSpotTradingAllowed", true),
      ("isMarginTradingAllowed", false),
      ("filters", .array(FilterDocuments.filters(of: rules))),
      ("permissions", .array([])),
    ]
    let sets: [(String, Node)] = showsPermissionSets ? [("permissionSets", .array([strings(["SPOT"])]))] : []
    let selfTrade: [(String, Node)] = [
      ("defaultSelfTradePreventionMode", "EXPIRE_MAKER"),
      (
        "allowedSelfTradePreventionModes",
        strings(["EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH", "DECREMENT"])
      ),
    ]
    return object(members + sets + selfTrade)
  }

  private static func strings(_ texts: [String]) -> Node { .array(texts.map(Node.string)) }

  private static func object(_ members: [(String, Node)]) -> Node {
    .object(members.map { Node.Member(key: $0.0, value: $0.1) })
  }
}
