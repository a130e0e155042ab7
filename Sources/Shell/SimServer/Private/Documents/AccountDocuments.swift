// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import TradingModel

/// What an account has and is charged, as answers tell it.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/account-endpoints
struct AccountDocuments {
  let unit: VenueTimeUnit

  func account(_ account: VenueAccount, omitsZero: Bool) -> Node {
    let rates = account.commission
    let balances = account.balances.sorted { $0.key < $1.key }.filter { !omitsZero || !$0.value.total.isZero }
    return [
      "makerCommission": Self.hundredths(rates.maker), "takerCommission": Self.hundredths(rates.taker),
      "buyerCommission": Self.hundredths(rates.buyer), "sellerCommission": Self.hundredths(rates.seller),
      "commissionRates": Self.rates(rates), "canTrade": .bool(account.canTrade), "canWithdraw": true,
      "canDeposit": true, "brokered": false, "requireSelfTradePrevention": false, "preventSor": false,
      "updateTime": .time(account.updateTime, unit), "accountType": "SPOT",
      "balances": .array(
        balances.map { asset, balance in
          [
            "asset": .string(asset.code), "free": .amount(balance.free), "locked": .amount(balance.locked),
          ]
        }),
      "permissions": ["SPOT"], "uid": .number(350_000_000 + account.id.value),
    ]
  }

  func commission(_ account: VenueAccount, of pair: Pair, discountAsset: Asset?) -> Node {
    [
      "symbol": .string(pair.symbol), "standardCommission": Self.rates(account.commission),
      "specialCommission": Self.rates(.nothing), "taxCommission": Self.rates(.nothing),
      "discount": Self.discount(account, discountAsset),
    ]
  }

  /// The answer to a test order that asks for it.
  func commissionForOrder(_ account: VenueAccount, discountAsset: Asset?) -> Node {
    func sides(_ rates: VenueCommissionRates) -> Node {
      ["maker": .amount(rates.maker.value), "taker": .amount(rates.taker.value)]
    }
    return [
      "standardCommissionForOrder": sides(account.commission), "specialCommissionForOrder": sides(.nothing),
      "taxCommissionForOrder": sides(.nothing), "discount": Self.discount(account, discountAsset),
    ]
  }

  private static func discount(_ account: VenueAccount, _ asset: Asset?) -> Node {
    [
      "enabledForAccount": .bool(account.usesDiscount), "enabledForSymbol": true,
      "discountAsset": .string(asset?.code ?? ""), "discount": .amount(account.discountMultiplier.value),
    ]
  }

  private static func rates(_ rates: VenueCommissionRates) -> Node {
    [
      "maker": .amount(rates.maker.value), "taker": .amount(rates.taker.value), "buyer": .amount(rates.buyer.value),
      "seller": .amount(rates.seller.value),
    ]
  }

  /// In hundredths of a percent, whole.
  private static func hundredths(_ ratio: Ratio) -> Node {
    .number(Int64(ratio.value.units / (Fixed.unitsPerOne / 10_000)))
  }

  /// How many orders were placed, by limit.
  static func orderCounts(_ counts: [VenueOrderCount]) -> Node {
    .array(
      counts.map { row in
        [
          "rateLimitType": "ORDERS", "interval": .string(row.limit.unit.rawValue),
          "intervalNum": .number(row.limit.count), "limit": .number(row.limit.maximum), "count": .number(row.count),
        ]
      })
  }
}

extension VenueCommissionRates {
  fileprivate static let nothing = VenueCommissionRates(maker: .zero, taker: .zero)
}
