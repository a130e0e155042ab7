// SPDX-License-Identifier: Apache-2.0

public import TradingModel

extension SeededMarket {
  /// What is listed where nothing else is asked for, more than 200 pairs: those that everybody knows first, then by what
  /// is paid in.
  public static let defaultPairs: [Pair] = {
    var pairs = wellKnownPairs
    var listed = Set(pairs)
    for (quote, bases) in quotes {
      for base in bases.split(separator: " ") {
        guard let pair = Pair("\(base)/\(quote)"), listed.insert(pair).inserted else { continue }
        pairs.append(pair)
      }
    }
    return pairs
  }()

  /// A dozen pairs that everybody knows.
  public static let wellKnownPairs: [Pair] = [
    "BTC/USDT", "ETH/USDT", "BNB/USDT", "SOL/USDT", "XRP/USDT", "ADA/USDT", "DOGE/USDT", "AVAX/USDT", "LINK/USDT",
    "PEPE/USDT", "ETH/BTC", "BNB/BTC",
  ].compactMap(Pair.init)

  private static let quotes: [(quote: String, bases: String)] = [
    (
      "USDT",
      """
      USDC FDUSD EUR LTC BCH TRX XLM ETC DASH ZEC DOT ATOM NEAR APT SUI ICP ALGO EGLD FTM HBAR VET TON SEI INJ XTZ EOS NEO \
      IOTA QTUM ONE FLOW KAVA ROSE CELO MINA ZIL LUNC LUNA TIA ASTR IOST THETA ARB OP POL STRK ZK MANTA IMX STX METIS UNI \
      AAVE MKR CRV LDO COMP SNX SUSHI YFI DYDX GMX CAKE RUNE PENDLE JUP ENA ETHFI LRC PYTH ONDO SHIB BONK FLOKI WIF BOME \
      MEME BTTC PEOPLE ORDI SATS TURBO NEIRO DOGS NOT CAT MOG WIN FIL GRT FET RNDR WLD TAO AR SAND MANA AXS GALA ENJ CHZ \
      APE BLUR MASK ENS BAT ANKR HOT JASMY PIXEL YGG ILV ARKM IOTX LPT ALT W ZRO WBTC TUSD
      """
    ),
    ("USDC", "BTC ETH BNB SOL XRP ADA DOGE AVAX LINK SHIB PEPE WIF SUI NEAR ARB OP WLD ENA BONK TIA ORDI LTC BCH EUR"),
    ("FDUSD", "BTC ETH BNB SOL XRP DOGE PEPE SHIB WIF SUI ADA LINK AVAX USDC"),
    (
      "BTC",
      """
      SOL XRP ADA LTC BCH LINK AVAX DOT ATOM NEAR UNI AAVE ETC XMR INJ TAO MKR WBTC DOGE TRX XLM ICP RUNE STX EGLD ENS
      """
    ),
    ("ETH", "BNB SOL LINK UNI AAVE ADA XRP LDO ENS APE WBTC"), ("BNB", "SOL ADA LINK XRP AVAX LTC NEAR INJ CAKE"),
    ("EUR", "BTC ETH BNB SOL XRP ADA DOGE SHIB"),
    ("TRY", "BTC ETH BNB SOL XRP DOGE AVAX SHIB PEPE BTTC USDT FDUSD LUNC GALA CHZ"),
  ]
}
