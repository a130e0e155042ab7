// SPDX-License-Identifier: Apache-2.0

public import Indicators
import MarketData
import TradingModel

/// Where the larger candles of the bot's own pair come from.
public enum LargerCandles: Hashable, Sendable {
  /// From the bot's own candles, as ``BarFold`` makes them.
  case folded
  /// They are given to the run like those of other pairs.
  case given
}

/// A plan at work on one pair: takes candles in and says what the plan computes. A copy is a snapshot that goes on by
/// itself. One candle at a time and many at once go through the same steps, with the same results to the last bit.
public struct PlanRun: Sendable {
  /// What it computes.
  public let plan: StrategyPlan
  /// What the last candle came to; nothing is defined before the first.
  public private(set) var row: PlanRow
  /// How many of the bot's own candles were taken.
  public private(set) var count = 0

  private let rows: Int
  private var base: SeriesRun
  private var others: [InputRun]
  private var latches: [Double]

  init(_ plan: StrategyPlan, rows: Int, largerCandles: LargerCandles) {
    self.plan = plan
    self.rows = rows
    row = .empty(slots: plan.slots.count)
    base = SeriesRun(plan.series[0], rows: rows)
    latches = Array(repeating: .nan, count: plan.latchCount)
    others = plan.inputs.indices.map { index in
      let input = plan.inputs[index]
      let isFolded = input.pair == nil && largerCandles == .folded
      return InputRun(
        SeriesRun(plan.series[index + 1], rows: rows), timeframe: input.timeframe,
        fold: isFolded ? BarFold(into: input.timeframe, of: plan.timeframe) : nil)
    }
  }

  /// Takes a closed candle of one of ``StrategyPlan/inputs``, by its place there. It counts from the base candle on that
  /// closes with it or next after it, so it is given before that one. One that is not after the last one is left out;
  /// so is one of the bot's own pair where larger candles are folded.
  public mutating func take(_ bar: Bar, of input: Int) {
    guard others.indices.contains(input), others[input].fold == nil else { return }
    let timeframe = plan.inputs[input].timeframe
    let closeTime = timeframe.openTime(after: Instant(milliseconds: bar.openTime)).milliseconds
    others[input].take(bar, closeTime: closeTime)
  }

  /// Takes the next closed candle of the bot's own.
  public mutating func update(_ bar: Bar) -> PlanRow {
    let plan = plan
    var last: PlanRow?
    take([bar]) { table, rows in last = Self.row(of: plan, in: table, at: rows - 1) }
    if let last { row = last }
    return row
  }

  /// Takes the next closed candles of the bot's own, and gives each row's place in the array to `body`.
  public mutating func update(_ bars: ArraySlice<Bar>, _ body: (PlanRow) -> Void) {
    let plan = plan
    var last: PlanRow?
    take(bars) { table, rows in
      for index in 0..<rows {
        let row = Self.row(of: plan, in: table, at: index)
        body(row)
        last = row
      }
    }
    if let last { row = last }
  }

  static func row(of plan: StrategyPlan, in table: ValueTable, at row: Int) -> PlanRow {
    PlanRow(
      enterRule: plan.enterColumns.firstIndex { table[$0, row] == 1 },
      exitRule: plan.exitColumns.firstIndex { table[$0, row] == 1 },
      values: plan.slots.map { table[$0, row] })
  }

  // MARK: The one path

  /// Takes candles in pieces that fit the table, and shows the table with so many rows after each.
  mutating func take(_ bars: ArraySlice<Bar>, _ done: (ValueTable, Int) -> Void) {
    var start = bars.startIndex
    var folded = start
    while start < bars.endIndex {
      var end = min(start + rows, bars.endIndex)
      if !others.isEmpty { end = gather(bars, from: start, to: end, folded: &folded) }
      for index in start..<end { base.table.set(bars[index], row: index - start) }
      run(rows: end - start)
      count += end - start
      done(base.table, end - start)
      start = end
    }
  }

  /// Finds the candles of other series that close by each base candle. Answers the base candle before which this piece
  /// ends, because the others' tables are full.
  private mutating func gather(_ bars: ArraySlice<Bar>, from start: Int, to end: Int, folded: inout Int) -> Int {
    for other in others.indices { others[other].visible.removeAll(keepingCapacity: true) }
    for index in start..<end {
      let closeTime = plan.timeframe.openTime(after: Instant(milliseconds: bars[index].openTime)).milliseconds
      for other in others.indices {
        if index >= folded { others[other].take(base: bars[index]) }
      }
      folded = max(folded, index + 1)
      for other in others.indices {
        var due = others[other].countDue(by: closeTime)
        if others[other].visible.count + due > rows, index > start { return index }
        while due > rows {
          others[other].run(rows)
          latch(other, rows: rows)
          due -= rows
        }
        // NB: those that a full table puts off are marked for a row after this piece, and only latched in it.
        for _ in 0..<due { others[other].visible.append(index - start) }
      }
    }
    return end
  }

  private mutating func run(rows: Int) {
    for other in others.indices { others[other].run(others[other].visible.count) }
    for step in base.steps {
      if case .last(let series, let column, let latch, let result) = step {
        Self.align(
          &others[series - 1].series.table, column, others[series - 1].visible, into: &base.table, result,
          before: latches[latch], rows: rows)
      } else {
        base.take(step, rows: rows)
      }
    }
    for other in others.indices { latch(other, rows: others[other].visible.count) }
  }

  /// Keeps the last of so many rows of another series.
  private mutating func latch(_ other: Int, rows: Int) {
    guard rows > 0 else { return }
    for (column, latch) in others[other].series.latches {
      latches[latch] = others[other].series.table[column, rows - 1]
    }
  }

  private static func align(
    _ source: inout ValueTable, _ column: Int, _ visible: [Int], into base: inout ValueTable, _ result: Int,
    before: Double, rows: Int
  ) {
    var value = before
    var next = 0
    for row in 0..<rows {
      while next < visible.count, visible[next] <= row {
        value = source[column, next]
        next += 1
      }
      base[result, row] = value
    }
  }
}
