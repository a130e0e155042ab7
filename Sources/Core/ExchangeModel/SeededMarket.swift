// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// A made-up market: a function of seed, pair and time, from 1970 on.
///
/// Days follow a walk, and each is split downwards into hours, minutes and trades. Any time can be asked for in any
/// order; trades and the candles of all intervals agree to the last digit.
public struct SeededMarket: MarketRecord {
  /// What is traded, in the order given.
  public let instruments: [InstrumentRules]
  private let layers: [Pair: PairLayers]

  /// What is listed where nothing else is asked for.
  public static let defaultPairs: [Pair] = [
    "BTC/USDT", "ETH/USDT", "BNB/USDT", "SOL/USDT", "XRP/USDT", "ADA/USDT", "DOGE/USDT", "AVAX/USDT", "LINK/USDT",
    "PEPE/USDT", "ETH/BTC", "BNB/BTC",
  ].compactMap(Pair.init)

  /// A market of some pairs; a pair that is given twice is listed once.
  public init(seed: UInt64, pairs: [Pair] = SeededMarket.defaultPairs) {
    var instruments: [InstrumentRules] = []
    var layers: [Pair: PairLayers] = [:]
    for pair in pairs where layers[pair] == nil {
      let listing = SeededListing(pair: pair)
      instruments.append(listing.rules)
      layers[pair] = PairLayers(
        rules: listing.rules, middleTicks: listing.middleTicks, seed: seed,
        top: .days(DailyWalk(seed: seed, listing: listing)))
    }
    self.instruments = instruments
    self.layers = layers
  }

  public func rules(of pair: Pair) -> InstrumentRules? { layers[pair]?.rules }

  public func span(of pair: Pair) -> Range<Instant>? { layers[pair]?.span }

  public func levels(of pair: Pair) -> [Timeframe] { layers[pair]?.levels ?? [] }

  public func levelCandles(of pair: Pair, level: Timeframe, in range: Range<Instant>) -> [Candle] {
    layers[pair]?.levelCandles(level, in: range) ?? []
  }

  public func trades(of pair: Pair, in range: Range<Instant>) -> [PublicTrade] {
    layers[pair]?.trades(in: range) ?? []
  }

  public func spreadTicks(of pair: Pair) -> Int { layers[pair]?.spreadTicks ?? 1 }
}
