// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// What assets are about worth in dollars, so that a made-up market looks like a market.
enum AssetTable {
  /// The worth of one unit. Assets that are not in the table get one from a hash of their code.
  static func dollars(_ asset: Asset) -> Fixed {
    if let text = known[asset.code], let worth = Fixed(text) { return worth }
    var noise = SeededNoise(0).key("asset").key(asset.code)
    // A first digit and two more, and a size between a tenth of a cent and a hundred dollars.
    var worth = Fixed(units: Int128(100 + noise.below(900)) * 10_000_000)
    for _ in 0..<noise.below(5) { worth = Fixed(units: worth.units * 10) }
    return worth
  }

  /// How much of the asset changes hands in a day, in dollars.
  static func dailyDollars(_ asset: Asset) -> Fixed {
    switch asset.code {
    case "BTC", "ETH": 400_000_000
    case _ where known[asset.code] != nil: 80_000_000
    default: 20_000_000
    }
  }

  /// The smallest value of an order in the asset, if it is what is paid in.
  static func minimumNotional(in quote: Asset) -> Fixed {
    switch quote.code {
    case "BTC": return Fixed(units: Fixed.unitsPerOne / 10_000)
    case "ETH": return Fixed(units: Fixed.unitsPerOne / 1000)
    case "BNB": return Fixed(units: Fixed.unitsPerOne / 100)
    default:
      let worth = dollars(quote)
      let five = (try? Fixed(5).divided(by: worth, rounding: .up)) ?? 5
      return five.rounded(toMultipleOf: five.powerOfTenBelow, .up)
    }
  }

  private static let known: [String: String] = [
    "USDT": "1", "USDC": "1", "FDUSD": "1", "TUSD": "1", "BUSD": "1", "DAI": "1", "USD": "1", "EUR": "1.08",
    "GBP": "1.27", "TRY": "0.03", "BRL": "0.18", "BTC": "64000", "WBTC": "64000", "ETH": "3200", "BNB": "580",
    "SOL": "148", "XRP": "0.58", "ADA": "0.45", "DOGE": "0.125", "TRX": "0.13", "AVAX": "28", "LINK": "14.2",
    "DOT": "6.1", "MATIC": "0.55", "POL": "0.55", "LTC": "82", "BCH": "420", "ETC": "26", "XLM": "0.11", "XMR": "165",
    "ATOM": "7.3", "UNI": "8.4", "FIL": "4.9", "NEAR": "5.2", "APT": "7.8", "ARB": "0.82", "OP": "1.75", "SUI": "1.1",
    "ICP": "9.5", "INJ": "22", "AAVE": "105", "DASH": "30", "ZEC": "24", "SHIB": "0.0000185", "PEPE": "0.0000112",
    "BONK": "0.0000221", "FLOKI": "0.000162", "WIF": "2.05",
  ]
}

extension Fixed {
  /// The largest power of ten that is not above the value, which is above 0.
  var powerOfTenBelow: Fixed {
    precondition(isPositive, "only numbers above zero have a size")
    var power: Int128 = 1
    while power * 10 <= units { power *= 10 }
    return Fixed(units: power)
  }

  /// A power of ten: 10 to the exponent, -12 to 15.
  static func powerOfTen(_ exponent: Int) -> Fixed {
    precondition((-12...15).contains(exponent), "powers of ten from -12 to 15 can be represented")
    var units: Int128 = 1
    for _ in -12..<exponent { units *= 10 }
    return Fixed(units: units)
  }
}
