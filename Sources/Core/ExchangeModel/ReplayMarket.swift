// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// A market that happened: candles of one timeframe per pair, and inside them the path that ``CandlePath`` gives them.
///
/// The candles of that timeframe are served as they are; longer ones are put together from them, shorter ones come from
/// the path. Where candles are missing there is nothing: no candle, no trade.
public struct ReplayMarket: MarketRecord {
  /// What is traded, in the order given.
  public let instruments: [InstrumentRules]
  private let layers: [Pair: PairLayers]

  /// The candles of one pair.
  public struct Tape: Hashable, Sendable {
    /// Which candles they are.
    public let key: SeriesKey
    /// Oldest first.
    public let candles: [Candle]

    /// Candles of a pair, oldest first.
    public init(key: SeriesKey, candles: [Candle]) {
      self.key = key
      self.candles = candles
    }
  }

  /// Why candles can't be replayed.
  public enum Failure: Error, Hashable, Sendable {
    /// There are none.
    case empty(SeriesKey)
    /// A pair has two tapes.
    case duplicate(Pair)
    /// A candle does not open on a boundary of its timeframe.
    case misaligned(SeriesKey, openTime: Instant)
    /// A candle does not open after the one before.
    case outOfOrder(SeriesKey, openTime: Instant)
    /// A candle can't be true.
    case impossible(SeriesKey, openTime: Instant, CandleFault)
    /// A number has too many digits to be counted in the smallest tick or step of the tape.
    case tooManyDigits(SeriesKey, openTime: Instant)
  }

  /// A market of tapes. The tick and the step of a pair are the finest power of ten that its candles use.
  public init(seed: UInt64, tapes: [Tape]) throws(Failure) {
    var instruments: [InstrumentRules] = []
    var layers: [Pair: PairLayers] = [:]
    for tape in tapes {
      guard layers[tape.key.pair] == nil else { throw .duplicate(tape.key.pair) }
      let rules = Self.rules(of: tape)
      let columns = try Self.columns(of: tape, on: TickGrid(tick: rules.price.tick.value, step: rules.lot.step.value))
      instruments.append(rules)
      layers[tape.key.pair] = PairLayers(
        rules: rules, spreadTicks: Int(max(1, columns.candles[0].open / 5000)), seed: seed, top: .file(columns))
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

  public func summary(of pair: Pair, in range: Range<Instant>) -> TradeSummary? { layers[pair]?.summary(in: range) }

  public func openTime(ofTrade id: Int64, of pair: Pair) -> Instant? { layers[pair]?.openTime(ofTrade: id) }

  private static func columns(of tape: Tape, on grid: TickGrid) throws(Failure) -> CandleColumns {
    let key = tape.key
    guard !tape.candles.isEmpty else { throw .empty(key) }
    var columns = CandleColumns(timeframe: key.timeframe)
    for candle in tape.candles {
      let openTime = candle.openTime
      guard key.timeframe.openTime(containing: openTime) == openTime else {
        throw .misaligned(key, openTime: openTime)
      }
      if let last = columns.openTimes.last, openTime <= last { throw .outOfOrder(key, openTime: openTime) }
      if let fault = candle.fault { throw .impossible(key, openTime: openTime, fault) }
      guard let ticks = grid.tickCandle(candle) else { throw .tooManyDigits(key, openTime: openTime) }
      columns.append(ticks, openTime: openTime)
    }
    return columns
  }

  private static func rules(of tape: Tape) -> InstrumentRules {
    let pair = tape.key.pair
    let prices = tape.candles.lazy.flatMap { [$0.open, $0.high, $0.low, $0.close] }
    let tick = finestPowerOfTen(prices.map(\.value))
    let step = finestPowerOfTen(tape.candles.lazy.map(\.volume.value))
    return InstrumentRules(
      pair: pair,
      price: PriceFilter(minimum: Price(tick), maximum: Price(1_000_000), tick: Price(tick)),
      lot: LotFilter(
        minimum: Quantity(step), maximum: Quantity(Fixed(units: max(step.units, Fixed.unitsPerOne) * 9_000_000)),
        step: Quantity(step)),
      notional: NotionalFilter(minimum: Money(AssetTable.minimumNotional(in: pair.quote)), maximum: Money(9_000_000))
    ).withUsualFilters()
  }

  /// The largest power of ten, 1 at most, of which all values are multiples.
  private static func finestPowerOfTen(_ values: some Sequence<Fixed>) -> Fixed {
    var power = Fixed.one
    for value in values {
      while !value.isMultiple(of: power) { power = Fixed(units: power.units / 10) }
    }
    return power
  }
}

extension ReplayMarket.Failure: CustomStringConvertible {
  /// A sentence that names the series, the candle and what is wrong.
  public var description: String {
    switch self {
    case .empty(let key): "\(key): there are no candles"
    case .duplicate(let pair): "\(pair): there are two sets of candles"
    case .misaligned(let key, let openTime): "\(key): the candle at \(openTime) does not open on a boundary"
    case .outOfOrder(let key, let openTime): "\(key): the candle at \(openTime) does not open after the one before"
    case .impossible(let key, let openTime, let fault): "\(key): the candle at \(openTime) can't be true: \(fault)"
    case .tooManyDigits(let key, let openTime): "\(key): the candle at \(openTime) has too many digits"
    }
  }
}
