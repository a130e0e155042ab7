// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Documents
import ExchangeModel
import TradingModel

/// What an account has, is charged and may do.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/account-endpoints
extension DeskRequest {
  private func own(_ visit: DeskVisit) throws(RestRefusal) -> VenueAccount {
    guard let own = visit.venue.account(account) else { throw .rejectedKey }
    return own
  }

  func accountStatus(_ visit: DeskVisit) throws(RestRefusal) -> Node {
    try parameters.allowSigned(["omitZeroBalances"])
    let omitsZero = try parameters.flag("omitZeroBalances") ?? false
    return AccountDocuments(unit: unit).account(try own(visit), omitsZero: omitsZero)
  }

  func commission(_ visit: DeskVisit) throws(RestRefusal) -> Node {
    try parameters.allowSigned(["symbol"])
    return AccountDocuments(unit: unit).commission(
      try own(visit), of: try visit.pair(parameters), discountAsset: visit.venue.settings.discountAsset)
  }

  func orderCounts(_ visit: DeskVisit) throws(RestRefusal) -> Node {
    try parameters.allowSigned([])
    return AccountDocuments.orderCounts(visit.venue.orderCounts(of: account, at: visit.now))
  }

  func filters(_ visit: DeskVisit) throws(RestRefusal) -> Node {
    try parameters.allowSigned(["symbol"])
    let pair = try visit.pair(parameters)
    guard let rules = visit.markets.venue.market.rules(of: pair, at: visit.now) else { throw .badSymbol }
    return [
      "exchangeFilters": .array(FilterDocuments.exchangeFilters(of: visit.venue.settings.openOrders)),
      "symbolFilters": .array(FilterDocuments.filters(of: rules)),
      "assetFilters": .array(FilterDocuments.assetFilters(of: try own(visit).assetLimits)),
    ]
  }
}
