// SPDX-License-Identifier: Apache-2.0

import Testing
import TradingModel

@Suite struct AmountsTests {
  @Test func `price times quantity is money, and money divides back`() throws {
    let price = Price(Fixed("64123.41")!)
    let quantity = Quantity(Fixed("0.015")!)
    let cost = try price.times(quantity, rounding: .halfEven)
    #expect(cost == Money(Fixed("961.85115")!))
    #expect(try cost.quantity(at: price, rounding: .down) == quantity)
    #expect(try cost.price(of: quantity, rounding: .down) == price)
  }

  @Test func `a price shifts by a ratio`() throws {
    let price = Price(100)
    #expect(try price.shifted(by: Ratio(Fixed("-0.1")!), rounding: .down) == Price(90))
    #expect(try price.shifted(by: .zero, rounding: .down) == price)
    #expect(try price.change(to: Price(90)) == Ratio(Fixed("-0.1")!))
    #expect(try Price(3).change(to: Price(4)) == Ratio(Fixed("0.333333333333")!))
  }

  @Test func `money has parts and ratios`() throws {
    #expect(try Money(200).times(Ratio(Fixed("0.001")!), rounding: .up) == Money(Fixed("0.2")!))
    #expect(try Money(-5).ratio(to: Money(200)) == Ratio(Fixed("-0.025")!))
    #expect(Money(3) - Money(5) == Money(-2))
    #expect(Quantity(3) + Quantity(5) == Quantity(8))
  }

  @Test func `what can't be computed is an error`() {
    #expect(throws: ArithmeticError.divisionByZero) { try Money(1).quantity(at: .zero, rounding: .down) }
    #expect(throws: ArithmeticError.divisionByZero) { try Money(1).ratio(to: .zero) }
    #expect(throws: ArithmeticError.divisionByZero) { try Price.zero.change(to: Price(1)) }
    #expect(throws: ArithmeticError.overflow) {
      try Price(999_999_999_999_999).times(Quantity(999_999_999_999_999), rounding: .down)
    }
  }
}
