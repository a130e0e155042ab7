// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// What assets are about worth in dollars, and how they trade, so that a made-up market looks like a market.
enum AssetTable {
  /// What is known of an asset; of one that is not in the table something plausible, from a hash of its code.
  static func profile(of asset: Asset) -> AssetProfile { known[asset.code] ?? AssetProfile(hashOf: asset.code) }

  /// The worth of one unit.
  static func dollars(_ asset: Asset) -> Fixed { profile(of: asset).dollars }

  /// How much of a pair changes hands in a usual day, in dollars: most against USDT.
  static func dailyDollars(_ pair: Pair) -> Fixed {
    let perMille: Int128 =
      switch pair.quote.code {
      case "USDT": 1000
      case "FDUSD": 250
      case "USDC": 200
      case "BTC", "TRY": 60
      case "EUR": 40
      case "ETH", "BNB": 20
      default: 10
      }
    let millions = Int128(profile(of: pair.base).dailyMillions)
    return max(2_000_000, Fixed(units: millions * perMille * 1000 * Fixed.unitsPerOne))
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

  /// By code.
  private static let known: [String: AssetProfile] = {
    var known: [String: AssetProfile] = [:]
    for (sector, text) in rows {
      for row in text.split(separator: ",") {
        let words = row.split(separator: " ")
        guard words.count == 3, let dollars = Fixed(String(words[1])), let millions = Int(words[2]) else { continue }
        known[String(words[0])] = AssetProfile(sector: sector, dollars: dollars, dailyMillions: millions)
      }
    }
    return known
  }()

  /// Code, dollars, and millions of dollars a day.
  private static let rows: [(AssetProfile.Sector, String)] = [
    (.dollar, "USDT 1 900, USDC 1 1200, FDUSD 1 400, TUSD 1 40, BUSD 1 40, DAI 1 60, USD 1 100, USDP 1 10"),
    (.fiat, "EUR 1.08 60, GBP 1.27 20, TRY 0.03 40, BRL 0.18 20, JPY 0.0066 10, ARS 0.001 5, PLN 0.25 5"),
    (
      .major,
      """
      BTC 64000 1800, WBTC 64000 40, ETH 3200 1000, BNB 580 250, XRP 0.58 320, LTC 82 90, BCH 420 70, TRX 0.13 80, \
      XLM 0.11 40, XMR 165 30, ETC 26 50, DASH 30 15, ZEC 24 20
      """
    ),
    (
      .layerOne,
      """
      SOL 148 480, ADA 0.45 120, AVAX 28 110, DOT 6.1 80, ATOM 7.3 50, NEAR 5.2 90, APT 7.8 60, SUI 1.1 140, ICP 9.5 40, \
      ALGO 0.15 25, EGLD 36 12, FTM 0.56 45, HBAR 0.065 40, VET 0.027 20, TON 6.8 60, SEI 0.39 45, INJ 22 50, KAS 0.17 15, \
      XTZ 0.78 12, EOS 0.62 25, NEO 11.5 20, IOTA 0.17 9, QTUM 2.7 8, ONE 0.0155 10, FLOW 0.66 9, KAVA 0.42 8, ROSE 0.079 12, \
      CELO 0.61 8, MINA 0.53 12, ZIL 0.0172 9, LUNC 0.0000912 25, LUNA 0.41 15, TIA 5.9 55, WAVES 1.3 8, ASTR 0.068 7, \
      IOST 0.0061 5, THETA 1.42 10, ARB 0.82 80, OP 1.75 70, MATIC 0.55 60, POL 0.55 60, STRK 0.48 30, ZK 0.145 25, \
      MANTA 0.89 12, IMX 1.61 18, STX 1.72 25, METIS 41 6, SKL 0.046 6
      """
    ),
    (
      .deFi,
      """
      UNI 8.4 60, AAVE 105 50, LINK 14.2 110, MKR 2450 25, CRV 0.34 30, LDO 1.55 35, COMP 52 12, SNX 1.9 10, SUSHI 0.72 9, \
      YFI 6150 6, DYDX 1.28 18, GMX 27 8, CAKE 1.95 15, RUNE 4.6 35, PENDLE 4.1 25, JUP 0.86 35, ENA 0.42 45, ETHFI 2.3 25, \
      BAL 2.6 4, CVX 2.4 4, LRC 0.17 8, KNC 0.53 5, ZRX 0.36 5, JOE 0.37 5, PYTH 0.34 18, ONDO 0.83 30, RAY 1.7 10, BNT 0.61 3
      """
    ),
    (
      .meme,
      """
      DOGE 0.125 450, SHIB 0.0000185 160, PEPE 0.0000112 380, BONK 0.0000221 110, FLOKI 0.000162 70, WIF 2.05 130, \
      BOME 0.0082 60, MEME 0.0132 25, BTTC 0.00000068 900, PEOPLE 0.071 40, ORDI 37 60, SATS 0.000000295 90, \
      TURBO 0.0051 30, NEIRO 0.00094 90, DOGS 0.00077 60, NOT 0.0089 70, CAT 0.0000265 30, MOG 0.00000155 50, WIN 0.0000891 6
      """
    ),
    (
      .service,
      """
      FIL 4.9 45, GRT 0.19 25, FET 1.38 85, RNDR 7.2 60, WLD 2.6 110, TAO 310 60, AR 27 25, THETAFUEL 0.07 4, SAND 0.31 25, \
      MANA 0.33 20, AXS 5.8 18, GALA 0.0221 35, ENJ 0.17 6, CHZ 0.069 20, APE 0.78 20, BLUR 0.21 18, MASK 2.4 15, ENS 22 35, \
      BAT 0.19 7, STORJ 0.42 10, ANKR 0.0281 10, HOT 0.00173 6, JASMY 0.0242 30, OCEAN 0.58 8, AGIX 0.57 10, PIXEL 0.16 15, \
      PORTAL 0.37 10, ACE 2.7 10, YGG 0.44 9, ILV 48 6, MAGIC 0.39 7, ID 0.41 6, HOOK 0.43 5, EDU 0.56 5, CYBER 3.1 12, \
      ARKM 1.24 20, XAI 0.24 10, GLM 0.31 6, IOTX 0.041 7, LPT 13.4 12, RLC 1.72 6, CTSI 0.16 5, SXP 0.29 5, REEF 0.0019 5, \
      DENT 0.00089 4, TNSR 0.41 9, DYM 1.74 10, ALT 0.12 14, W 0.27 20, ZRO 4.1 30
      """
    ),
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
