// SPDX-License-Identifier: Apache-2.0

import TradingModel

extension InstrumentRules {
  /// The rules with the further filters that nearly every pair of Binance has, with their usual numbers.
  ///
  /// Source: `exchangeInfo` of 2026-09.
  func withUsualFilters() -> InstrumentRules {
    var rules = self
    let band = PriceBand(down: Ratio(Fixed(units: Fixed.unitsPerOne / 5)), up: Ratio(5))
    rules.percentPriceBySide = PercentPriceBySideFilter(bid: band, ask: band)
    rules.icebergPartsMax = 100
    rules.trailingDelta = TrailingDeltaFilter(above: 10...2000, below: 10...2000)
    rules.openOrders = OpenOrderLimits(orders: 200, algoOrders: 5, orderLists: 20)
    rules.amendsMax = 10
    return rules
  }
}
