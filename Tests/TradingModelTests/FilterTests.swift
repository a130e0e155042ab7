// SPDX-License-Identifier: Apache-2.0

import Testing
import TradingModel

@Suite struct FilterTests {
  /// Every filter that a symbol can have, with bounds that are easy to reach by a market's price of 100.
  static let rules = InstrumentRules(
    pair: Pair("BTC/USDT")!,
    price: PriceFilter(minimum: price("0.05"), maximum: price("1000"), tick: price("0.05")),
    percentPrice: PercentPriceFilter(PriceBand(down: ratio("0.7"), up: ratio("1.3"))),
    percentPriceBySide: PercentPriceBySideFilter(
      bid: PriceBand(down: ratio("0.75"), up: ratio("1.2")), ask: PriceBand(down: ratio("0.8"), up: ratio("1.25"))),
    lot: LotFilter(minimum: quantity("0.01"), maximum: quantity("9000"), step: quantity("0.01")),
    marketLot: LotFilter(minimum: quantity("0.1"), maximum: quantity("100"), step: quantity("0.1")),
    icebergPartsMax: 10, trailingDelta: TrailingDeltaFilter(above: 10...2000, below: 20...1000),
    notional: NotionalFilter(minimum: money("5"), maximum: money("100000")),
    minNotional: MinNotionalFilter(minimum: money("10"), appliesToMarket: false),
    openOrders: OpenOrderLimits(orders: 4, algoOrders: 2, icebergOrders: 1, orderLists: 1), amendsMax: 10,
    positionMax: quantity("10"))

  struct Case: Sendable, CustomTestStringConvertible {
    let order: VenueOrder
    let sentence: String?

    init(
      _ side: Side, _ kind: VenueOrder.Kind, _ limit: String?, _ amount: String, stop: String? = nil,
      shown: String? = nil, trailing: Int? = nil, _ sentence: String?
    ) {
      order = VenueOrder(
        pair: FilterTests.rules.pair, side: side, kind: kind, amount: .base(quantity(amount)),
        price: limit.map(price), stopPrice: stop.map(price), icebergQuantity: shown.map(quantity),
        trailingDelta: trailing)
      self.sentence = sentence
    }

    init(_ side: Side, value: String, _ sentence: String?) {
      order = VenueOrder(pair: FilterTests.rules.pair, side: side, kind: .market, amount: .quote(money(value)))
      self.sentence = sentence
    }

    var testDescription: String { "\(order.side) \(order.kind.rawValue): \(sentence ?? "passes")" }
  }

  @Test(arguments: [
    Case(.buy, .limit, "100", "1", nil),
    Case(.buy, .limit, "0", "1", "PRICE_FILTER: price 0 is below the minimum 0.05"),
    Case(.buy, .limitMaker, "100.01", "1", "PRICE_FILTER: price 100.01 is no multiple of the tick 0.05"),
    Case(
      .sell, .stopLossLimit, "100", "1", stop: "1000.05",
      "PRICE_FILTER: stop price 1000.05 is above the maximum 1000"),
    Case(
      .sell, .stopLoss, nil, "1", stop: "0.02", "PRICE_FILTER: stop price 0.02 is below the minimum 0.05"),
    Case(
      .sell, .takeProfit, nil, "1", stop: "99.99", "PRICE_FILTER: stop price 99.99 is no multiple of the tick 0.05"),
    Case(.sell, .stopLossLimit, "100", "1", stop: "1000", nil),
    // The band of both sides, then the one of the side.
    Case(.sell, .limit, "130.05", "1", "PERCENT_PRICE: price 130.05 is above the maximum 130"),
    Case(.buy, .limit, "69.95", "1", "PERCENT_PRICE: price 69.95 is below the minimum 70"),
    Case(.buy, .limit, "120", "1", nil),
    Case(.buy, .limit, "120.05", "1", "PERCENT_PRICE_BY_SIDE: price 120.05 is above the maximum 120"),
    Case(.sell, .limit, "120.05", "1", nil),
    Case(.sell, .limit, "125.05", "1", "PERCENT_PRICE_BY_SIDE: price 125.05 is above the maximum 125"),
    Case(.buy, .limit, "75", "1", nil),
    Case(.buy, .limit, "74.95", "1", "PERCENT_PRICE_BY_SIDE: price 74.95 is below the minimum 75"),
    Case(.sell, .limit, "79.95", "1", "PERCENT_PRICE_BY_SIDE: price 79.95 is below the minimum 80"),
    Case(.buy, .limit, "100", "0.005", "LOT_SIZE: quantity 0.005 is below the minimum 0.01"),
    Case(.buy, .limit, "100", "9000.01", "LOT_SIZE: quantity 9000.01 is above the maximum 9000"),
    Case(.buy, .limit, "100", "1.005", "LOT_SIZE: quantity 1.005 is no multiple of the step 0.01"),
    Case(.buy, .limit, "100", "1", shown: "0.1", nil),
    Case(
      .buy, .limit, "100", "1", shown: "0.155", "LOT_SIZE: iceberg quantity 0.155 is no multiple of the step 0.01"),
    Case(
      .buy, .limit, "100", "1.01", shown: "0.1",
      "ICEBERG_PARTS: 1.01 in parts of 0.1 makes more than the maximum of 10 parts"),
    Case(.buy, .limit, "100", "1.01", shown: "0", nil),
    // MARKET_LOT_SIZE is for MARKET alone, besides LOT_SIZE.
    Case(.buy, .market, nil, "0.005", "LOT_SIZE: quantity 0.005 is below the minimum 0.01"),
    Case(.buy, .market, nil, "0.09", "MARKET_LOT_SIZE: quantity 0.09 is below the minimum 0.1"),
    Case(.buy, .market, nil, "100.1", "MARKET_LOT_SIZE: quantity 100.1 is above the maximum 100"),
    Case(.buy, .market, nil, "0.15", "MARKET_LOT_SIZE: quantity 0.15 is no multiple of the step 0.1"),
    Case(.sell, .stopLoss, nil, "0.15", stop: "90", nil),
    // Above the market: stop-loss buys and take-profit sells. Below: the others.
    Case(.buy, .stopLoss, nil, "1", trailing: 9, "TRAILING_DELTA: trailing delta 9 is below the minimum 10"),
    Case(
      .buy, .stopLossLimit, "100", "1", trailing: 2001, "TRAILING_DELTA: trailing delta 2001 is above the maximum 2000"),
    Case(.sell, .takeProfit, nil, "1", trailing: 2000, nil),
    Case(.sell, .takeProfitLimit, "100", "1", trailing: 9, "TRAILING_DELTA: trailing delta 9 is below the minimum 10"),
    Case(.sell, .stopLoss, nil, "1", trailing: 19, "TRAILING_DELTA: trailing delta 19 is below the minimum 20"),
    Case(.buy, .takeProfit, nil, "1", trailing: 1001, "TRAILING_DELTA: trailing delta 1001 is above the maximum 1000"),
    Case(.buy, .takeProfitLimit, "100", "1", trailing: 20, nil),
    Case(.buy, .limit, "100", "0.09", "MIN_NOTIONAL: value 9 is below the minimum 10"),
    Case(.buy, .limit, "100", "0.1", nil),
    Case(.sell, .stopLoss, nil, "0.05", stop: "90", nil),
    Case(.sell, .stopLoss, nil, "0.04", stop: "90", "NOTIONAL: value 4 is below the minimum 5"),
    Case(.buy, .limit, "100", "1000.01", "NOTIONAL: value 100001 is above the maximum 100000"),
    Case(.buy, value: "5", nil),
    Case(.buy, value: "4.99999999", "NOTIONAL: value 4.99999999 is below the minimum 5"),
  ])
  func `judges an order by itself as the documents say`(row: Case) {
    let violation = Self.rules.violation(of: row.order, by: ReferencePrices(last: price("100")))
    #expect(violation?.description == row.sentence)
    #expect(violation.map { row.sentence?.hasPrefix($0.filter?.rawValue ?? "?") ?? false } ?? true)
  }

  @Test func `where no price of the market is known, what needs one is left to the venue`() {
    let far = Case(.buy, .limit, "1000", "1", nil).order
    let small = Case(.buy, .market, nil, "0.1", nil).order
    var rules = Self.rules
    rules.notional.minimum = money("50")
    for prices in [ReferencePrices(), ReferencePrices(last: .zero)] {
      #expect(rules.violation(of: far, by: prices) == nil)
      #expect(rules.violation(of: small, by: prices) == nil)
    }
    #expect(rules.violation(of: small, by: ReferencePrices(last: price("100")))?.filter == .notional)
  }

  @Test func `the reference price goes before the average, and 0 minutes mean the last price`() {
    var prices = ReferencePrices(reference: price("1"), averages: [5: price("2"), 1: price("3")], last: price("4"))
    #expect(prices.price(overMinutes: 5) == price("1"))
    #expect(prices.price(overMinutes: 0) == price("1"))
    prices.reference = nil
    #expect(prices.price(overMinutes: 5) == price("2"))
    #expect(prices.price(overMinutes: 1) == price("3"))
    #expect(prices.price(overMinutes: 0) == price("4"))
    // Nobody here knows that average.
    #expect(prices.price(overMinutes: 60) == price("4"))
    #expect(ReferencePrices().price(overMinutes: 5) == nil)
  }

  @Test func `a band's products are exact: a bound that can't be written is no price`() {
    let band = PriceBand(down: ratio("0.333333333333"), up: ratio("0.666666666667"))
    // 3.3333333333333 … and 6.66666666667 … of 10⁻¹² times a thousandth: between two prices that can be written.
    let (lowest, highest) = band.bounds(around: price("0.001"))
    #expect(lowest == price("0.000333333334"))
    #expect(highest == price("0.000666666666"))
    let endless = PriceBand(down: ratio("0.2"), up: ratio("999999999999999"))
    #expect(endless.bounds(around: price("999999999999999")).highest == Price(.limit))
  }

  @Test(
    arguments: [
      (0, 0, 0, "", false, nil), (3, 0, 0, "", false, nil),
      (4, 0, 0, "", false, "MAX_NUM_ORDERS: there would be 5, and the maximum is 4"),
      (3, 2, 0, "algo", false, "MAX_NUM_ALGO_ORDERS: there would be 3, and the maximum is 2"),
      (3, 2, 1, "", false, nil),
      (3, 0, 1, "iceberg", false, "MAX_NUM_ICEBERG_ORDERS: there would be 2, and the maximum is 1"),
      (0, 0, 0, "list", false, nil),
      (0, 0, 0, "list", true, "MAX_NUM_ORDER_LISTS: there would be 2, and the maximum is 1"),
      (3, 0, 0, "list", false, "MAX_NUM_ORDERS: there would be 5, and the maximum is 4"),
    ] as [(Int, Int, Int, String, Bool, String?)])
  func `counts what is open with what is placed`(
    orders: Int, algo: Int, iceberg: Int, placing: String, hasList: Bool, sentence: String?
  ) {
    let open = OpenOrderCounts(
      orders: orders, algoOrders: algo, icebergOrders: iceberg, orderLists: hasList ? 1 : 0)
    let plain = Case(.sell, .limit, "100", "1", nil).order
    let stop = Case(.sell, .stopLossLimit, "100", "1", stop: "99", nil).order
    let part = Case(.sell, .limit, "100", "1", shown: "0.5", nil).order
    let placed = ["algo": [stop], "iceberg": [part], "list": [plain, stop]][placing] ?? [plain]
    let violation = Self.rules.violation(
      ofPlacing: placed, asList: placing == "list", with: AccountStanding(open: open))
    #expect(violation?.description == sentence)
    let exchange = Self.rules.openOrders.violation(
      ofPlacing: placed, asList: placing == "list", besides: open, in: .exchange)
    #expect(exchange?.description == sentence.map { "EXCHANGE_\($0)" })
  }

  @Test func `MAX_POSITION holds back buys that would be too much, and never sells`() {
    let standing = AccountStanding(position: quantity("9"))
    let buy = { (amount: String) in Case(.buy, .limit, "100", amount, nil).order }
    let sell = Case(.sell, .limit, "100", "100", nil).order
    #expect(Self.rules.violation(ofPlacing: [buy("1")], with: standing) == nil)
    #expect(
      Self.rules.violation(ofPlacing: [buy("1.01")], with: standing)?.description
        == "MAX_POSITION: position 10.01 is above the maximum 10")
    #expect(Self.rules.violation(ofPlacing: [sell], with: AccountStanding(position: quantity("50"))) == nil)
  }

  @Test func `an order is amended as often as MAX_NUM_ORDER_AMENDS says`() {
    #expect(Self.rules.violation(ofAmendingAfter: 9) == nil)
    let violation = Self.rules.violation(ofAmendingAfter: 10)
    #expect(violation == .tooMany(limit: 10, count: 11, filter: .maxNumOrderAmends))
    #expect(violation?.failureCode == -2038)
    #expect(InstrumentRules(pair: Self.rules.pair).violation(ofAmendingAfter: 1000) == nil)
  }

  @Test(
    arguments: [
      ("BTC", "100", "2", nil), ("BTC", "100", "2.01", "MAX_ASSET: 2.01 BTC is above the maximum 2"),
      ("USDT", "2", "1", nil), ("USDT", "2.05", "1", "MAX_ASSET: 2.05 USDT is above the maximum 2"),
      ("USDT", nil, "0.03", "MAX_ASSET: 3 USDT is above the maximum 2"), ("ETH", "100", "1000", nil),
    ] as [(String, String?, String, String?)])
  func `MAX_ASSET binds the quantity of a base and the value in a quote`(
    asset: String, limit: String?, amount: String, sentence: String?
  ) {
    let filter = MaxAssetFilter(asset: Asset(asset)!, maximum: 2)
    let order = Case(.buy, limit == nil ? .market : .limit, limit, amount, nil).order
    #expect(filter.violation(of: order, by: ReferencePrices(last: price("100")))?.description == sentence)
  }

  @Test func `fails with Binance's words and numbers`() {
    let small = FilterViolation.quantityTooSmall(minimum: .zero, quantity: .zero)
    #expect(small.failureText == "Filter failure: LOT_SIZE")
    #expect(small.failureCode == -1013)
    let position = FilterViolation.positionTooLarge(maximum: .zero, position: .zero)
    #expect(position.failureText == "Filter failure: MAX_POSITION")
    #expect(position.failureCode == -2010)
    let halted = FilterViolation.notTrading(status: "HALT")
    #expect(halted.failureText == "Market is closed.")
    #expect(halted.failureCode == -1013)
    #expect(FilterName.allCases.filter { $0.failureCode == -2010 }.count == 9)
    #expect(Set(FilterName.allCases.map(\.rawValue)).count == 20)
  }

  @Test func `statuses are an open set`() {
    for word in ["TRADING", "END_OF_DAY", "HALT", "BREAK", "CANCEL_ONLY"] {
      #expect(TradingStatus.documented.contains(TradingStatus(word: word)))
      #expect(TradingStatus(word: word).word == word)
    }
    #expect(TradingStatus(word: "PRE_TRADING") == .suspended("PRE_TRADING"))
    #expect(!TradingStatus.documented.contains(TradingStatus(word: "PRE_TRADING")))
  }
}

private func price(_ text: String) -> Price { Price(Fixed(text)!) }

private func quantity(_ text: String) -> Quantity { Quantity(Fixed(text)!) }

private func money(_ text: String) -> Money { Money(Fixed(text)!) }

private func ratio(_ text: String) -> Ratio { Ratio(Fixed(text)!) }
