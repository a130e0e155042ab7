// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// The order book of a pair as a function of its last trade: at the top the best prices, below them levels whose
/// quantities change now and then.
public struct BookModel: Sendable {
  /// How many levels a side has at most.
  public static let levelsMax = 1000

  private let grid: TickGrid
  private let noise: SeededNoise
  /// How much is traded at a time, in steps.
  private let usualSteps: Int64

  /// The book of a listed pair by the rules of a time, or by those that always hold; nil for another pair.
  public init?(of pair: Pair, in market: some MarketRecord, at time: Instant? = nil) {
    guard let rules = time.map({ market.rules(of: pair, at: $0) }) ?? market.rules(of: pair) else { return nil }
    grid = TickGrid(tick: rules.price.tick.value, step: rules.lot.step.value)
    noise = SeededNoise(0).key("depth").key(pair.symbol)
    usualSteps = Self.usualSteps(of: pair, in: market, grid: grid)
  }

  /// The book after the trade with a number, when the best prices are `quote`.
  ///
  /// - Parameter levels: how many a side has at most; ``levelsMax`` is all there are.
  public func depth(at quote: Quote, tradeID: Int64, levels: Int = levelsMax) -> Depth {
    let count = min(levels, Self.levelsMax)
    let (bid, ask) = (ticks(quote.bid), ticks(quote.ask))
    // A spread apart, on a lattice that stays where it is when the best prices move.
    let stride = max(1, ask - bid)
    var depth = Depth(
      bids: [DepthLevel(price: quote.bid, quantity: quote.bidQuantity)],
      asks: [DepthLevel(price: quote.ask, quantity: quote.askQuantity)])
    depth.bids.reserveCapacity(count)
    depth.asks.reserveCapacity(count)
    let below = (bid - 1) / stride * stride
    let above = (ask / stride + 1) * stride
    for index in 0..<Int64(max(0, count - 1)) {
      let price = below - index * stride
      if price > 0 { depth.bids.append(level(at: price, side: 0, tradeID: tradeID)) }
      depth.asks.append(level(at: above + index * stride, side: 1, tradeID: tradeID))
    }
    return depth
  }

  private func level(at price: Int64, side: UInt64, tradeID: Int64) -> DepthLevel {
    var fixed = noise.key(price &* 2 &+ Int64(side))
    let phase = Int64(fixed.below(Self.life))
    var current = fixed.key((tradeID &+ phase) / Int64(Self.life))
    // Mostly a few usual trades; one level in ten is a wall.
    let shares = Int64(8 + current.below(120)) * (current.below(10) == 0 ? 12 : 1)
    return DepthLevel(price: grid.price(price), quantity: grid.quantity(max(1, usualSteps / 32 * shares / 2)))
  }

  /// How many trades later a level has another quantity.
  private static let life = 512

  private func ticks(_ price: Price) -> Int64 {
    grid.tick.isPositive ? Int64(price.value.units / grid.tick.units) : 0
  }

  private static func usualSteps(of pair: Pair, in market: some MarketRecord, grid: TickGrid) -> Int64 {
    guard let span = market.span(of: pair), let top = market.levels(of: pair).first, grid.step.isPositive else {
      return 64
    }
    let reference = CalendarDay(year: 2024, month: 1, day: 1).start
    let start = max(span.lowerBound, min(reference, top.openTime(span.upperBound, offset: -30)))
    let candles = market.levelCandles(of: pair, level: top, in: start..<top.openTime(start, offset: 30))
    let trades = candles.count * Int(max(1, top.milliseconds / 60_000)) * CandlePath.tradesPerMinute
    let volume = candles.reduce(Int128(0)) { $0 + $1.volume.value.units } / grid.step.units
    return max(64, Int64(volume / Int128(max(1, trades))))
  }
}
