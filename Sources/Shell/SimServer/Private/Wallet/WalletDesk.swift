// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import TradingModel

/// Answers the few requests below `/sapi/` that trading programs make: what a key may do, fees, and lists of what this
/// venue has none of.
///
/// Source: https://developers.binance.com/docs/wallet/account/api-key-permission
struct WalletDesk: Sendable {
  let privates: PrivateDesk

  private enum Route: String {
    case systemStatus = "v1/system/status"
    case coins = "v1/capital/config/getall"
    case marginPairs = "v1/margin/allPairs"
    case isolatedPairs = "v1/margin/isolated/allPairs"
    case fees = "v1/asset/tradeFee"
    case restrictions = "v1/account/apiRestrictions"
    case accountStatus = "v1/account/status"
    case tradingStatus = "v1/account/apiTradingStatus"
    case delistings = "v1/spot/delist-schedule"
  }

  /// Answers a request; `path` is what follows `/sapi/`.
  func answer(_ call: RestDesk.Call) -> RestAnswer {
    if privates.states.isClosed(at: call.now) { return RestAnswer(.failure(503)) }
    if let failure = privates.faults.failure(of: ["sapi/\(call.path)"], at: call.now) {
      return .failed(failure, at: call.wall)
    }
    guard let route = Route(rawValue: call.path) else { return .notFound }
    guard call.method == "GET" else { return .methodNotAllowed("GET") }
    if route == .systemStatus { return RestAnswer(["status": 0, "msg": "normal"]) }
    do throws(RestRefusal) {
      // Lists of markets are told to whoever has a key, without a signature.
      if route == .marginPairs || route == .delistings { return RestAnswer([]) }
      let signed = try privates.admit(.rest(call), at: call.now)
      return RestAnswer(try document(route, signed, at: call.now))
    } catch {
      return RestAnswer(error)
    }
  }

  private func document(_ route: Route, _ signed: SignedRequest, at now: Instant) throws(RestRefusal) -> Node {
    switch route {
    case .restrictions: Self.restrictions(signed.holder.key)
    case .fees: try fees(signed, at: now)
    case .accountStatus: ["data": "Normal"]
    case .tradingStatus:
      [
        "data": [
          "isLocked": false, "plannedRecoverTime": 0, "triggerCondition": [:], "updateTime": .number(now.milliseconds),
        ]
      ]
    case .coins, .isolatedPairs, .marginPairs, .delistings, .systemStatus: []
    }
  }

  private static func restrictions(_ key: SimKey) -> Node {
    let rights = key.rights
    return [
      "ipRestrict": .bool(rights.isBoundToAddresses), "createTime": 1_577_836_800_000, "enableReading": true,
      "enableWithdrawals": .bool(rights.canWithdraw), "enableInternalTransfer": .bool(rights.canTransfer),
      "enableMargin": false, "enableFutures": false,
      "permitsUniversalTransfer": .bool(rights.canTransferUniversally), "enableVanillaOptions": false,
      "enableFixApiTrade": false, "enableFixReadOnly": false,
      "enableSpotAndMarginTrading": .bool(rights.canTrade), "enablePortfolioMarginTrading": false,
    ]
  }

  private func fees(_ signed: SignedRequest, at now: Instant) throws(RestRefusal) -> Node {
    let venue = privates.states.venue(at: now)
    let wanted = signed.parameters.has("symbol") ? try venue.symbols(at: now).required(signed.parameters) : nil
    let rates = try privates.trading.rates(of: signed.holder.account, at: now)
    return .array(
      venue.market.instruments(at: now).filter { $0.pair == wanted ?? $0.pair }.map { rules in
        [
          "symbol": .string(rules.pair.symbol), "makerCommission": .string(rates.maker.description),
          "takerCommission": .string(rates.taker.description),
        ]
      })
  }
}

extension TradingDesk {
  /// What is taken of an account's fills.
  fileprivate func rates(of name: String, at now: Instant) throws(RestRefusal) -> VenueCommissionRates {
    try visit(at: now) { (visit) throws(RestRefusal) in
      guard let account = accountID(name).flatMap({ visit.venue.account($0) }) else { throw .rejectedKey }
      return account.commission
    }
  }
}
