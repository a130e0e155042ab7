// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

/// Everything of one pair: candles at the top, and below them what they are split into.
struct PairLayers: Sendable {
  /// Where the candles at the top come from.
  enum Top: Sendable {
    case walk(PairWalk)
    case file(CandleColumns)
  }

  let rules: InstrumentRules
  let grid: TickGrid
  /// How far apart the best prices usually are.
  let spreadTicks: Int
  private let path: PathBelow
  private let top: Top

  init(rules: InstrumentRules, spreadTicks: Int, seed: UInt64, top: Top) {
    self.rules = rules
    grid = TickGrid(tick: rules.price.tick.value, step: rules.lot.step.value)
    self.spreadTicks = spreadTicks
    path = PathBelow(seed: seed, pair: rules.pair)
    self.top = top
  }

  /// When the seeded market opened: Binance knows no times before 2017.
  private static let opening = CalendarDay(year: 2017, month: 1, day: 1).start

  /// A pair of a seeded market.
  init(seed: UInt64, pair: Pair) {
    let listing = SeededListing(pair: pair)
    self.init(
      rules: listing.rules, spreadTicks: listing.spreadTicks, seed: seed,
      top: .walk(PairWalk(seed: seed, listing: listing)))
  }

  private var topTimeframe: Timeframe {
    switch top {
    case .walk: .oneDay
    case .file(let columns): columns.timeframe
    }
  }

  private var leaf: Timeframe { topTimeframe == .oneSecond ? .oneSecond : .oneMinute }

  var span: Range<Instant> {
    switch top {
    case .walk: Self.opening..<Instant.textRange.upperBound
    case .file(let columns): columns.span
    }
  }

  var levels: [Timeframe] {
    var levels = [topTimeframe]
    while let last = levels.last, let below = PathBelow.level(below: last) { levels.append(below) }
    return levels
  }

  func levelCandles(_ level: Timeframe, in range: Range<Instant>) -> [Candle] {
    var candles: [Candle] = []
    visit(level, in: range) { openTime, candle in candles.append(grid.candle(candle, openTime: openTime)) }
    return candles
  }

  func trades(in range: Range<Instant>) -> [PublicTrade] {
    var trades: [PublicTrade] = []
    visitTrades(in: range) { trade in trades.append(trade.publicTrade(on: grid)) }
    return trades
  }

  /// Hands out the trades in a range of time in order, in whole ticks and steps.
  func visitTrades(in range: Range<Instant>, _ take: (TickTrade) -> Void) {
    guard !range.isEmpty else { return }
    var sketch = TradeSketch()
    let opens = leaf.openTime(containing: range.lowerBound)..<range.upperBound
    guard case .file(let columns) = top else {
      return visit(leaf, in: opens) { openTime, candle in
        visitTrades(of: candle, openTime: openTime, in: range, firstID: id(atStartOf: openTime), &sketch, take)
      }
    }
    let clamped = opens.clamped(to: span)
    for index in columns.indices(touching: clamped) {
      path.visit(
        leaf, in: clamped, of: columns.candles[index], openTime: columns.openTimes[index],
        timeframe: columns.timeframe
      ) { openTime, candle in
        let firstID = columns.firstID(in: index, leaf: leaf, openTime: openTime)
        visitTrades(of: candle, openTime: openTime, in: range, firstID: firstID, &sketch, take)
      }
    }
  }

  private func visitTrades(
    of candle: TickCandle, openTime: Instant, in range: Range<Instant>, firstID: Int64, _ sketch: inout TradeSketch,
    _ take: (TickTrade) -> Void
  ) {
    path.visitTrades(of: candle, openTime: openTime, timeframe: leaf, firstID: firstID, &sketch) { trade in
      if range.contains(trade.time) { take(trade) }
    }
  }

  /// The number of the first trade of a minute on a market in which every slot for a trade is used.
  private func id(atStartOf openTime: Instant) -> Int64 {
    openTime.milliseconds / leaf.milliseconds * Int64(PathBelow.tradeSlots(in: leaf))
  }

  /// When the minute opens (or the second, where the market is made of seconds) in which a trade was made, or the first
  /// one with a larger number; nil where there is none.
  func openTime(ofTrade id: Int64) -> Instant? {
    switch top {
    case .walk:
      let openTime = Instant(milliseconds: max(0, id) / Int64(PathBelow.tradeSlots(in: leaf)) * leaf.milliseconds)
      return openTime < span.upperBound ? max(openTime, span.lowerBound) : nil
    case .file(let columns): return columns.openTime(ofTrade: id, leaf: leaf)
    }
  }

  /// What the trades in a range of time add up to; nil where there are none.
  func summary(in range: Range<Instant>) -> TradeSummary? {
    var sum = TickSummary(on: grid)
    visitTrades(in: range) { sum.add($0) }
    return sum.summary
  }

  private func visit(_ level: Timeframe, in range: Range<Instant>, _ take: (Instant, TickCandle) -> Void) {
    let range = range.clamped(to: span)
    guard !range.isEmpty else { return }
    switch top {
    case .walk(let walk): visit(walk, level, in: range, take)
    case .file(let columns):
      for index in columns.indices(touching: range) {
        path.visit(
          level, in: range, of: columns.candles[index], openTime: columns.openTimes[index],
          timeframe: columns.timeframe, take)
      }
    }
  }

  private func visit(
    _ walk: PairWalk, _ level: Timeframe, in range: Range<Instant>, _ take: (Instant, TickCandle) -> Void
  ) {
    let hour = Timeframe.oneHour.milliseconds
    let last = range.upperBound.advanced(byMilliseconds: -1)
    for number in range.lowerBound.day.daysSinceEpoch...last.day.daysSinceEpoch {
      let day = walk.day(number)
      let midnight = CalendarDay(daysSinceEpoch: number).start
      guard level < .oneDay else {
        if range.contains(midnight) { take(midnight, walk.candle(of: day)) }
        continue
      }
      let first = max(0, (range.lowerBound.milliseconds - midnight.milliseconds) / hour)
      let last = min(23, (range.upperBound.milliseconds - 1 - midnight.milliseconds) / hour)
      for index in first...last {
        path.visit(
          level, in: range, of: walk.candle(of: Int(index), on: day),
          openTime: midnight.advanced(byMilliseconds: index * hour), timeframe: .oneHour, take)
      }
    }
  }

  /// How far apart the best prices are in the hour of a time: more when prices move more.
  func spreadTicks(at time: Instant) -> Int {
    guard case .walk(let walk) = top, span.contains(time) else { return spreadTicks }
    let day = walk.day(time.day.daysSinceEpoch)
    let hour = Int((time.milliseconds - time.day.start.milliseconds) / Timeframe.oneHour.milliseconds)
    return max(1, Int((Int64(spreadTicks) * walk.pace(of: hour, on: day) + 128) / 256))
  }
}

/// The candles of a file in whole ticks and steps, oldest first.
struct CandleColumns: Sendable {
  let timeframe: Timeframe
  private(set) var openTimes: [Instant] = []
  private(set) var candles: [TickCandle] = []
  /// How many trades there were before each candle: the number of its first one.
  private var firstIDs: [Int64] = []
  private var tradeCount: Int64 = 0

  init(timeframe: Timeframe) { self.timeframe = timeframe }

  mutating func append(_ candle: TickCandle, openTime: Instant) {
    openTimes.append(openTime)
    candles.append(candle)
    firstIDs.append(tradeCount)
    tradeCount += PathBelow.tradeCount(of: candle, openTime: openTime, timeframe: timeframe).count
  }

  /// The number of the first trade of a minute (or second) of a candle.
  func firstID(in index: Int, leaf: Timeframe, openTime: Instant) -> Int64 {
    let counted = PathBelow.tradeCount(of: candles[index], openTime: openTimes[index], timeframe: timeframe)
    // A candle of too little volume has its trades in its first minute.
    guard counted.fillsSlots else { return firstIDs[index] }
    let passed = openTime.milliseconds(since: openTimes[index]) / leaf.milliseconds
    return firstIDs[index] + passed * Int64(PathBelow.tradeSlots(in: leaf))
  }

  func openTime(ofTrade id: Int64, leaf: Timeframe) -> Instant? {
    guard id < tradeCount else { return nil }
    // The last candle whose first trade does not come after it.
    var (low, high) = (0, firstIDs.count)
    while low < high {
      let middle = (low + high) / 2
      if firstIDs[middle] <= id { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return openTimes.first }
    let openTime = openTimes[low - 1]
    let counted = PathBelow.tradeCount(of: candles[low - 1], openTime: openTime, timeframe: timeframe)
    guard counted.fillsSlots else { return openTime }
    let slots = Int64(PathBelow.tradeSlots(in: leaf))
    return openTime.advanced(byMilliseconds: (id - firstIDs[low - 1]) / slots * leaf.milliseconds)
  }

  var span: Range<Instant> {
    guard let first = openTimes.first, let last = openTimes.last else {
      return .init(uncheckedBounds: (.epoch, .epoch))
    }
    return first..<timeframe.openTime(after: last)
  }

  /// Which candles have a part in a range of time.
  func indices(touching range: Range<Instant>) -> Range<Int> {
    let first = firstIndex(openingAtOrAfter: timeframe.openTime(containing: range.lowerBound))
    return first..<max(first, firstIndex(openingAtOrAfter: range.upperBound))
  }

  private func firstIndex(openingAtOrAfter instant: Instant) -> Int {
    var (low, high) = (0, openTimes.count)
    while low < high {
      let middle = (low + high) / 2
      if openTimes[middle] < instant { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
