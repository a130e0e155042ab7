// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Documents
import Testing
import TradingModel

@testable import TestKit

@Suite struct FilterDocumentTests {
  static let pairs = ["BTC/USDT", "ETH/BTC", "SHIB/USD", "1000SATS/FDUSD"].map { Pair($0)! }

  @Test(arguments: 0..<16 as Range<UInt64>)
  func `rules that are written are read back equal`(seed: UInt64) throws {
    var generator = SplitMix(seed: seed)
    for _ in 0..<25 {
      let instruments = Self.pairs.map { generator.rules(of: $0) }
      let limits = generator.openOrderLimits()
      let info = try ExchangeInfo(bytes(document(of: instruments, limits: limits)).span.bytes)
      #expect(info.instruments == instruments)
      #expect(info.exchangeLimits == limits)
      #expect(info.unreadSymbols == [])
      #expect(info.unreadFilters == Set(instruments.flatMap(\.unknownFilters)).sorted())
    }
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func `unknown filters and fields change nothing of the known ones`(seed: UInt64) throws {
    var generator = SplitMix(seed: seed)
    for _ in 0..<25 {
      var rules = generator.rules(of: Self.pairs[0])
      rules.unknownFilters = []
      var filters = FilterDocuments.filters(of: rules)
      let strange: [Node] = [
        ["filterType": "PRICE_FILTER_2", "minPrice": "9", "limit": "x"], ["filterType": "LOT_SIZE_OF_SUNDAYS"],
        ["filterType": 7], "text", ["limit": [1, 2]],
      ]
      for node in strange {
        filters.insert(node, at: Int.random(in: 0...filters.count, using: &generator))
      }
      rules.unknownFilters = ["LOT_SIZE_OF_SUNDAYS", "PRICE_FILTER_2", "unnamed"]
      let info = try ExchangeInfo(bytes(document(of: rules, filters: filters)).span.bytes)
      #expect(info.instruments == [rules])
      #expect(info.unreadFilters == rules.unknownFilters)
    }
  }

  @Test func `reads a symbol of Binance.US with MIN_NOTIONAL and both bands`() throws {
    let text = """
      {"exchangeFilters":[{"filterType":"EXCHANGE_MAX_NUM_ORDERS","maxNumOrders":1000},
        {"filterType":"EXCHANGE_MAX_NUM_ALGO_ORDERS","maxNumAlgoOrders":200},
        {"filterType":"EXCHANGE_MAX_NUM_ICEBERG_ORDERS","maxNumIcebergOrders":10000},
        {"filterType":"EXCHANGE_MAX_NUM_ORDER_LISTS","maxNumOrderLists":20},
        {"filterType":"EXCHANGE_MAX_NUM_WISHES","maxNumOrders":3}],
       "symbols":[{"symbol":"BTCUSD","status":"SLEEPING","baseAsset":"BTC","quoteAsset":"USD","filters":[
        {"filterType":"PERCENT_PRICE","multiplierUp":"1.3000","multiplierDown":"0.7000","avgPriceMins":5},
        {"filterType":"PERCENT_PRICE_BY_SIDE","bidMultiplierUp":"1.2","bidMultiplierDown":"0.2",
         "askMultiplierUp":"5","askMultiplierDown":"0.8","avgPriceMins":1},
        {"filterType":"MIN_NOTIONAL","minNotional":"1.00000000","applyToMarket":true,"avgPriceMins":0},
        {"filterType":"ICEBERG_PARTS","limit":10},{"filterType":"MAX_NUM_ORDERS","maxNumOrders":25},
        {"filterType":"MAX_NUM_ALGO_ORDERS","maxNumAlgoOrders":5},
        {"filterType":"MAX_NUM_ICEBERG_ORDERS","maxNumIcebergOrders":6},
        {"filterType":"MAX_NUM_ORDER_LISTS","maxNumOrderLists":20},
        {"filterType":"MAX_NUM_ORDER_AMENDS","maxNumOrderAmends":11},
        {"filterType":"MAX_POSITION","maxPosition":"10.00000000"},
        {"filterType":"TRAILING_DELTA","minTrailingAboveDelta":10,"maxTrailingAboveDelta":2000,
         "minTrailingBelowDelta":11,"maxTrailingBelowDelta":2001}]}]}
      """
    let info = try ExchangeInfo(bytes(text).span.bytes)
    let rules = InstrumentRules(
      pair: Pair("BTC/USD")!, status: .suspended("SLEEPING"),
      percentPrice: PercentPriceFilter(band("0.7", "1.3")),
      percentPriceBySide: PercentPriceBySideFilter(bid: band("0.2", "1.2"), ask: band("0.8", "5"), averageMinutes: 1),
      icebergPartsMax: 10, trailingDelta: TrailingDeltaFilter(above: 10...2000, below: 11...2001),
      minNotional: MinNotionalFilter(minimum: Money(1), averageMinutes: 0),
      openOrders: OpenOrderLimits(orders: 25, algoOrders: 5, icebergOrders: 6, orderLists: 20), amendsMax: 11,
      positionMax: Quantity(10))
    #expect(info.instruments == [rules])
    #expect(
      info.exchangeLimits == OpenOrderLimits(orders: 1000, algoOrders: 200, icebergOrders: 10000, orderLists: 20))
    #expect(info.unreadFilters == ["EXCHANGE_MAX_NUM_WISHES"])
    #expect(info.unknownStatuses == ["SLEEPING"])
  }

  @Test(arguments: [
    (#"{"filterType":"PERCENT_PRICE","multiplierUp":"1.3"}"#, "PERCENT_PRICE.multiplierDown"),
    (#"{"filterType":"PERCENT_PRICE","multiplierUp":"1.3","multiplierDown":0.7}"#, "PERCENT_PRICE.multiplierDown"),
    (#"{"filterType":"MAX_POSITION","maxPosition":"-1"}"#, "MAX_POSITION.maxPosition"),
    (#"{"filterType":"MAX_NUM_ORDERS","maxNumOrders":"200"}"#, "MAX_NUM_ORDERS.maxNumOrders"),
    (#"{"filterType":"MAX_NUM_ORDERS","maxNumOrders":-1}"#, "MAX_NUM_ORDERS.maxNumOrders"),
    (#"{"filterType":"ICEBERG_PARTS","limit":1.5}"#, "ICEBERG_PARTS.limit"),
    (#"{"filterType":"MIN_NOTIONAL","minNotional":"1","applyToMarket":1}"#, "MIN_NOTIONAL.applyToMarket"),
    (
      #"{"filterType":"TRAILING_DELTA","minTrailingAboveDelta":9,"maxTrailingAboveDelta":8}"#,
      "TRAILING_DELTA.minTrailingAboveDelta"
    ),
  ])
  func `a symbol whose known filter can't be read is left out, with the field's name`(
    filter: String, field: String
  )
    throws
  {
    let text =
      #"{"symbols":[{"symbol":"BTCUSD","status":"HALT","baseAsset":"BTC","quoteAsset":"USD","filters":["# + filter
      + "]}]}"
    let info = try ExchangeInfo(bytes(text).span.bytes)
    #expect(info.instruments == [])
    #expect(info.unreadSymbols == [.init(symbol: "BTCUSD", field: field)])
  }

  @Test func `a filter of the exchange that can't be read limits nothing and is named`() throws {
    let text = #"{"exchangeFilters":[{"filterType":"EXCHANGE_MAX_NUM_ORDERS","maxNumOrders":null}],"symbols":[]}"#
    let info = try ExchangeInfo(bytes(text).span.bytes)
    #expect(info.exchangeLimits == OpenOrderLimits())
    #expect(info.unreadFilters == ["EXCHANGE_MAX_NUM_ORDERS.maxNumOrders"])
  }

  @Test func `reads the filters of an account over the symbol's rules`() throws {
    let text = """
      {"exchangeFilters":[{"filterType":"EXCHANGE_MAX_NUM_ORDERS","maxNumOrders":1000}],
       "symbolFilters":[{"filterType":"MAX_NUM_ORDERS","maxNumOrders":20},{"filterType":"NEW"}],
       "assetFilters":[{"filterType":"MAX_ASSET","asset":"JPY","limit":"1000000.00000000"},
         {"filterType":"MAX_ASSET","asset":"JPY","limit":1}],"more":1}
      """
    var rules = InstrumentRules(
      pair: Self.pairs[0], lot: LotFilter(minimum: Quantity(1)), openOrders: OpenOrderLimits(orders: 200, algoOrders: 5)
    )
    let filters = try AccountFilters(bytes(text).span.bytes, over: rules)
    rules.openOrders.orders = 20
    rules.unknownFilters = ["NEW"]
    #expect(filters.rules == rules)
    #expect(filters.exchange == OpenOrderLimits(orders: 1000))
    #expect(filters.assets == [MaxAssetFilter(asset: Asset("JPY")!, maximum: 1_000_000)])
    #expect(filters.unreadFilters == ["MAX_ASSET", "NEW"])
    #expect(
      FilterDocuments.assetFilters(of: filters.assets)
        == [["filterType": "MAX_ASSET", "asset": "JPY", "limit": "1000000.00000000"]])
    #expect(throws: WireError.self) { try AccountFilters(bytes("[").span.bytes, over: rules) }
  }

  private func document(of instruments: [InstrumentRules], limits: OpenOrderLimits) -> String {
    json([
      "exchangeFilters": .array(FilterDocuments.exchangeFilters(of: limits)),
      "symbols": .array(instruments.map { symbol($0, filters: FilterDocuments.filters(of: $0)) }),
    ])
  }

  private func document(of rules: InstrumentRules, filters: [Node]) -> String {
    json(["symbols": [symbol(rules, filters: filters)]])
  }

  private func symbol(_ rules: InstrumentRules, filters: [Node]) -> Node {
    [
      "symbol": .string(rules.pair.symbol), "status": .string(rules.status.word),
      "baseAsset": .string(rules.pair.base.code), "quoteAsset": .string(rules.pair.quote.code),
      "baseAssetPrecision": .number(rules.basePlaces), "quoteAssetPrecision": .number(rules.quotePlaces),
      "filters": .array(filters),
    ]
  }

  private func json(_ node: Node) -> String {
    var writer = JSONWriter()
    writer.node(node)
    return writer.text
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private func band(_ down: String, _ up: String) -> PriceBand {
    PriceBand(down: Ratio(Fixed(down)!), up: Ratio(Fixed(up)!))
  }
}
