// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// The venue keeps 8 decimal places of every asset. What can't be represented is more than anybody has.
enum VenueArithmetic {
  static let places = 8

  /// What a fill costs or brings: price × quantity, down to 8 places.
  static func cost(of quantity: Quantity, at price: Price) -> Money {
    Money(product(price.value, quantity.value, .down))
  }

  /// What is held for a buy: price × quantity, up to 8 places, so that the fills of all its parts are covered.
  static func hold(for quantity: Quantity, at price: Price) -> Fixed {
    product(price.value, quantity.value, .up)
  }

  /// A fee, down to 8 places: what is beyond them is not taken.
  static func fee(_ amount: Fixed, at rate: Ratio) -> Fixed { product(amount, rate.value, .down) }

  /// How much can be had for an amount, down to 8 places.
  static func amount(_ amount: Fixed, for price: Price) -> Fixed {
    (try? amount.divided(by: price.value, places: places, rounding: .down)) ?? .zero
  }

  private static func product(_ left: Fixed, _ right: Fixed, _ rounding: Rounding) -> Fixed {
    // Rounded once more at 8 places in the same direction: the result is that of rounding once.
    ((try? left.multiplied(by: right, rounding: rounding)) ?? .limit).rounded(places: places, rounding)
  }
}
