// SPDX-License-Identifier: Apache-2.0

import Testing
import TradingModel

@Suite struct InstrumentRulesTests {
  /// Much like BTC/USDT's, with bounds that are easy to reach.
  static let rules = InstrumentRules(
    pair: Pair("BTC/USDT")!,
    price: PriceFilter(minimum: price("0.05"), maximum: price("1000"), tick: price("0.05")),
    lot: LotFilter(minimum: quantity("0.01"), maximum: quantity("9000"), step: quantity("0.01")),
    marketLot: LotFilter(maximum: quantity("100")),
    notional: NotionalFilter(
      minimum: money("5"), appliesMinimumToMarket: true, maximum: money("100000"), appliesMaximumToMarket: false))

  /// A limit order, or a market order where there is no price; judged by a reference price of 100.
  @Test(arguments: [
    ("100", "1", nil),
    ("0.05", "100", nil),
    ("0", "1", "PRICE_FILTER: price 0 is below the minimum 0.05"),
    ("-1", "1", "PRICE_FILTER: price -1 is below the minimum 0.05"),
    ("0.04", "1000", "PRICE_FILTER: price 0.04 is below the minimum 0.05"),
    ("1000", "1", nil),
    ("1000.05", "1", "PRICE_FILTER: price 1000.05 is above the maximum 1000"),
    ("100.01", "1", "PRICE_FILTER: price 100.01 is no multiple of the tick 0.05"),
    ("100", "0", "LOT_SIZE: quantity 0 is below the minimum 0.01"),
    ("100", "-1", "LOT_SIZE: quantity -1 is below the minimum 0.01"),
    ("100", "0.009", "LOT_SIZE: quantity 0.009 is below the minimum 0.01"),
    ("10", "9000", nil),
    ("1", "9000.01", "LOT_SIZE: quantity 9000.01 is above the maximum 9000"),
    ("100", "1.005", "LOT_SIZE: quantity 1.005 is no multiple of the step 0.01"),
    ("100", "0.05", nil),
    ("100", "0.04", "NOTIONAL: value 4 is below the minimum 5"),
    ("100", "1000", nil),
    ("100", "1000.01", "NOTIONAL: value 100001 is above the maximum 100000"),
    (nil, "1", nil),
    (nil, "100", nil),
    (nil, "100.01", "MARKET_LOT_SIZE: quantity 100.01 is above the maximum 100"),
    (nil, "0.005", "LOT_SIZE: quantity 0.005 is below the minimum 0.01"),
    (nil, "0.04", "NOTIONAL: value 4 is below the minimum 5"),
  ])
  func `judges an order as the venue would`(limit: String?, amount: String, sentence: String?) {
    let violation = Self.rules.violation(of: terms(limit, amount), reference: price("100"))
    #expect(violation?.description == sentence)
  }

  @Test func `judges in the venue's order: price, lot, value`() {
    #expect(
      Self.rules.violation(of: terms("0.01", "0.001"), reference: price("100"))
        == .priceTooLow(minimum: price("0.05"), price: price("0.01")))
    #expect(
      Self.rules.violation(of: terms("0.05", "0.001"), reference: price("100"))
        == .quantityTooSmall(minimum: quantity("0.01"), quantity: quantity("0.001")))
  }

  @Test func `NOTIONAL binds market orders only where it says so`() {
    var rules = Self.rules
    rules.marketLot = LotFilter()
    rules.notional.appliesMinimumToMarket = false
    #expect(rules.violation(of: terms(nil, "0.01"), reference: price("100")) == nil)
    #expect(rules.violation(of: terms(nil, "2000"), reference: price("100")) == nil)
    rules.notional.appliesMaximumToMarket = true
    #expect(
      rules.violation(of: terms(nil, "2000"), reference: price("100"))
        == .valueTooLarge(maximum: money("100000"), value: money("200000")))
  }

  @Test func `a value that only rounds to its bound has not reached it`() {
    let rules = InstrumentRules(
      pair: Self.rules.pair, notional: NotionalFilter(minimum: money("5"), maximum: money("5")))
    #expect(rules.violation(of: terms("1", "5"), reference: .zero) == nil)
    // Exactly 4.9999999999999995.
    #expect(
      rules.violation(of: terms("0.99999999", "5.00000005"), reference: .zero)
        == .valueTooSmall(minimum: money("5"), value: money("4.999999999999")))
    // Exactly 5.0000000000002000004.
    #expect(
      rules.violation(of: terms("1.0000004", "4.999998000001"), reference: .zero)
        == .valueTooLarge(maximum: money("5"), value: money("5.000000000001")))
  }

  @Test func `a suspended pair takes nothing`() {
    var rules = Self.rules
    rules.status = .suspended("HALT")
    #expect(rules.violation(of: terms("100", "1"), reference: price("100")) == .notTrading(status: "HALT"))
  }

  @Test func `a rule of 0 is off, but price and quantity are above 0`() {
    let free = InstrumentRules(pair: Self.rules.pair)
    #expect(free.violation(of: terms("0.000000000001", "0.000000000001"), reference: .zero) == nil)
    #expect(free.violation(of: terms("0", "1"), reference: .zero) == .priceTooLow(minimum: .zero, price: .zero))
    #expect(free.violation(of: terms("1", "0"), reference: .zero) == .quantityTooSmall(minimum: .zero, quantity: .zero))
    #expect(free.violation(of: terms("999999999999999", "999999999999999"), reference: .zero) == .valueOverflows)
  }

  @Test(arguments: [
    ("1.239", "0.01", "0", "1.23"), ("0.009", "0.01", "0", "0"), ("1.239", "0.01", "0.1", "1.2"),
    ("1", "0.2", "0.3", "0.6"), ("5.999", "0", "2", "4"), ("1.23456", "0", "0", "1.23456"),
    ("1", "0.000000000001", "0.3", "0.9"), ("1", "999.999999999999", "999.999999999998", "0"),
    ("500000000", "100000000.000000000001", "100000000.000000000003", "0"),
  ])
  func `a market quantity goes down to a multiple of both steps`(
    amount: String, lotStep: String, marketStep: String, result: String
  ) {
    let rules = InstrumentRules(
      pair: Self.rules.pair, lot: LotFilter(step: quantity(lotStep)), marketLot: LotFilter(step: quantity(marketStep)))
    #expect(rules.quantityRoundedDown(quantity(amount), for: .market) == quantity(result))
  }

  @Test func `a limit quantity goes down to a multiple of the lot's step alone`() {
    let rules = InstrumentRules(
      pair: Self.rules.pair, lot: LotFilter(step: quantity("0.2")), marketLot: LotFilter(step: quantity("0.3")))
    #expect(rules.quantityRoundedDown(quantity("1.19"), for: .limit(price("1"))) == quantity("1"))
  }

  @Test func `a price goes to the tick on the safe side`() {
    #expect(Self.rules.priceRoundedSafely(price("100.07"), for: .buy) == price("100.05"))
    #expect(Self.rules.priceRoundedSafely(price("100.07"), for: .sell) == price("100.1"))
    #expect(Self.rules.priceRoundedSafely(price("100.05"), for: .sell) == price("100.05"))
  }

  private func terms(_ limit: String?, _ amount: String) -> OrderTerms {
    OrderTerms(
      pair: Self.rules.pair, side: .buy, kind: limit.map { .limit(price($0)) } ?? .market, quantity: quantity(amount))
  }
}

private func price(_ text: String) -> Price { Price(Fixed(text)!) }

private func quantity(_ text: String) -> Quantity { Quantity(Fixed(text)!) }

private func money(_ text: String) -> Money { Money(Fixed(text)!) }
