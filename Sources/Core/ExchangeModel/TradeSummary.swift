// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// What a run of consecutive trades of one pair adds up to, exactly: what candles and tickers are made of.
public struct TradeSummary: Hashable, Sendable {
  /// The first and the last trade's number.
  public private(set) var numbers: ClosedRange<Int64>
  /// How many trades.
  public private(set) var count: Int64
  /// The first price.
  public private(set) var open: Price
  /// The highest price.
  public private(set) var high: Price
  /// The lowest price.
  public private(set) var low: Price
  /// The last price.
  public private(set) var close: Price
  /// How much of the base asset was traded.
  public private(set) var volume: Quantity
  /// For how much of the quote asset: the sum of ``MarketData/PublicTrade/quoteQuantity``.
  public private(set) var quoteVolume: Money
  /// How much of the volume was bought by takers.
  public private(set) var takerVolume: Quantity
  /// For how much of the quote asset takers bought.
  public private(set) var takerQuoteVolume: Money

  /// One trade.
  public init(_ trade: PublicTrade) {
    let quote = trade.quoteQuantity
    numbers = trade.id...trade.id
    count = 1
    (open, high, low, close) = (trade.price, trade.price, trade.price, trade.price)
    volume = trade.quantity
    quoteVolume = quote
    takerVolume = trade.isBuyerMaker ? .zero : trade.quantity
    takerQuoteVolume = trade.isBuyerMaker ? .zero : quote
  }

  /// The same with other numbers.
  func renumbered(by difference: Int64) -> TradeSummary {
    var summary = self
    summary.numbers = numbers.lowerBound + difference...numbers.upperBound + difference
    return summary
  }

  /// Counts in trades that follow.
  public mutating func add(_ later: TradeSummary) {
    numbers = numbers.lowerBound...later.numbers.upperBound
    count += later.count
    high = max(high, later.high)
    low = min(low, later.low)
    close = later.close
    volume = volume + later.volume
    quoteVolume = quoteVolume + later.quoteVolume
    takerVolume = takerVolume + later.takerVolume
    takerQuoteVolume = takerQuoteVolume + later.takerQuoteVolume
  }
}

extension PublicTrade {
  /// What was paid in the quote asset: price × quantity, rounded down to its eight places.
  public var quoteQuantity: Money {
    guard let value = try? price.times(quantity, rounding: .down) else { return Money(.limit) }
    return Money(value.value.rounded(places: 8, .down))
  }
}

/// A ``TradeSummary`` in the making, in whole ticks and steps.
struct TickSummary {
  private let grid: TickGrid
  /// How many of the quote asset's smallest parts, 10⁻⁸, a tick × step is, or into how many parts one is divided; 0 where
  /// neither is a whole number.
  private let factor: Int64
  private let divisor: Int64
  private var numbers: ClosedRange<Int64>?
  private var count: Int64 = 0
  private var prices = TickCandle(flatAt: 0)
  private var takerSteps: Int64 = 0
  private var quoteParts: Int128 = 0
  private var takerQuoteParts: Int128 = 0

  /// 10⁻⁸ in the square of ``Fixed``'s units.
  private static let partUnits: Int128 = 10_000_000_000_000_000

  init(on grid: TickGrid) {
    self.grid = grid
    let (product, overflows) = grid.tick.units.multipliedReportingOverflow(by: grid.step.units)
    if !overflows, product > 0, product % Self.partUnits == 0, let factor = Int64(exactly: product / Self.partUnits) {
      (self.factor, divisor) = (factor, 0)
    } else if !overflows, product > 0, Self.partUnits % product == 0 {
      (factor, divisor) = (0, Int64(Self.partUnits / product))
    } else {
      (factor, divisor) = (0, 0)
    }
  }

  mutating func add(_ trade: TickTrade) {
    if count == 0 { prices = TickCandle(flatAt: trade.price) }
    let quote = parts(of: trade)
    numbers = (numbers?.lowerBound ?? trade.id)...trade.id
    count += 1
    prices.high = max(prices.high, trade.price)
    prices.low = min(prices.low, trade.price)
    prices.close = trade.price
    prices.volume += trade.quantity
    quoteParts += quote
    if !trade.isBuyerMaker {
      takerSteps += trade.quantity
      takerQuoteParts += quote
    }
  }

  /// What the trades add up to; nil where there are none.
  var summary: TradeSummary? {
    guard let numbers else { return nil }
    return TradeSummary(
      numbers: numbers, count: count, open: grid.price(prices.open), high: grid.price(prices.high),
      low: grid.price(prices.low), close: grid.price(prices.close), volume: grid.quantity(prices.volume),
      quoteVolume: Self.money(quoteParts), takerVolume: grid.quantity(takerSteps),
      takerQuoteVolume: Self.money(takerQuoteParts))
  }

  private func parts(of trade: TickTrade) -> Int128 {
    let (product, overflows) = trade.price.multipliedReportingOverflow(by: trade.quantity)
    if !overflows {
      if divisor > 0 { return Int128(product / divisor) }
      if factor > 0 { return Int128(product) * Int128(factor) }
    }
    return trade.publicTrade(on: grid).quoteQuantity.value.units / 10_000
  }

  private static func money(_ parts: Int128) -> Money { Money(Fixed(units: parts * 10_000)) }
}

extension TradeSummary {
  fileprivate init(
    numbers: ClosedRange<Int64>, count: Int64, open: Price, high: Price, low: Price, close: Price, volume: Quantity,
    quoteVolume: Money, takerVolume: Quantity, takerQuoteVolume: Money
  ) {
    self.numbers = numbers
    self.count = count
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
    self.quoteVolume = quoteVolume
    self.takerVolume = takerVolume
    self.takerQuoteVolume = takerQuoteVolume
  }
}
