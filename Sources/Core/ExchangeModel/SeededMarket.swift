// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// A made-up market: a function of seed, pair and time, from 2017 on.
///
/// The hours follow from factors that pairs have in common, and each is split downwards into minutes and trades. Any time
/// can be asked for in any order; trades and the candles of all intervals agree to the last digit.
public struct SeededMarket: MarketRecord {
  /// What is traded, in the order given.
  public let instruments: [InstrumentRules]
  private let layers: [Pair: PairLayers]
  private let seed: UInt64

  /// A market of some pairs; a pair that is given twice is listed once.
  public init(seed: UInt64, pairs: [Pair] = SeededMarket.defaultPairs) {
    var instruments: [InstrumentRules] = []
    var layers: [Pair: PairLayers] = [:]
    for pair in pairs where layers[pair] == nil {
      let layer = PairLayers(seed: seed, pair: pair)
      instruments.append(layer.rules)
      layers[pair] = layer
    }
    self.instruments = instruments
    self.layers = layers
    self.seed = seed
  }

  /// Any pair has a market; those that are listed already stay as they are.
  public func adding(_ pairs: [Pair]) -> (any MarketRecord)? {
    SeededMarket(seed: seed, pairs: instruments.map(\.pair) + pairs)
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

  public func spreadTicks(of pair: Pair, at time: Instant) -> Int { layers[pair]?.spreadTicks(at: time) ?? 1 }

  public func summary(of pair: Pair, in range: Range<Instant>) -> TradeSummary? { layers[pair]?.summary(in: range) }

  public func openTime(ofTrade id: Int64, of pair: Pair) -> Instant? { layers[pair]?.openTime(ofTrade: id) }

  public func blockTrades(of pair: Pair, in range: Range<Instant>) -> [PublicTrade] {
    layers[pair].map { blocks(of: pair, $0).trades(in: range, of: $0) } ?? []
  }

  public func openTime(ofBlockTrade id: Int64, of pair: Pair) -> Instant? {
    layers[pair].flatMap { blocks(of: pair, $0).openTime(of: id) }
  }

  private func blocks(of pair: Pair, _ layer: PairLayers) -> BlockTradePath {
    BlockTradePath(seed: seed, pair: pair, opening: layer.span.lowerBound)
  }
}
