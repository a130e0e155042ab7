// SPDX-License-Identifier: Apache-2.0

import Indicators
import MarketData

/// The table of one series with the memories of its steps.
struct SeriesRun: Sendable {
  var table: ValueTable
  let steps: [PlanStep]
  let latches: [(column: Int, latch: Int)]
  private var histories: [HistoryState]
  private var indicators: [any IndicatorProcess]

  init(_ series: SeriesSteps, rows: Int) {
    table = ValueTable(columns: series.columns, rows: rows)
    steps = series.steps
    latches = series.latches
    histories = series.histories.map(HistoryState.init)
    indicators = series.indicators
    for (column, value) in series.constants {
      for row in 0..<rows { table[column, row] = value }
    }
  }

  /// Takes a step over the first rows; ``PlanStep/last(series:column:latch:result:)`` is taken by the run.
  mutating func take(_ step: PlanStep, rows: Int) {
    let stride = table.rows
    switch step {
    case .scalar(let scalar, let a, let b, let c, let result):
      table.withColumns { columns in
        guard let start = columns.baseAddress else { return }
        scalar.run(
          ColumnPlaces(
            a: start + a * stride, b: start + b * stride, c: start + c * stride, result: start + result * stride,
            rows: rows))
      }
    case .history(let state, let input, let result):
      Self.look(&histories[state], &table, input, result, rows)
    case .indicator(let state, let inputs, let output, let outputs):
      indicators[state].run(on: &table, rows: rows, inputs: inputs, output: output)
      table.withColumns { columns in
        for column in output..<(output + outputs) {
          for place in (column * stride)..<(column * stride + rows) { columns[place] = Scalar.finite(columns[place]) }
        }
      }
    case .last: break
    }
  }

  private static func look(
    _ state: inout HistoryState, _ table: inout ValueTable, _ input: Int, _ result: Int, _ rows: Int
  ) {
    let stride = table.rows
    table.withColumns { columns in
      guard let start = columns.baseAddress else { return }
      state.run(start + input * stride, start + result * stride, rows: rows)
    }
  }
}

/// Another series of a run: its steps, and its candles that the base has not reached yet.
struct InputRun: Sendable {
  var series: SeriesRun
  /// Makes the candles of the bot's own; nil where they are given.
  var fold: BarFold?
  /// Candles that closed after the last base candle, with the times at which they did.
  private(set) var pending: [(bar: Bar, closeTime: Int64)] = []
  /// For each of the candles that are due: the base's row from which on it counts.
  var visible: [Int] = []
  private let timeframe: Timeframe
  private var lastOpenTime: Int64 = .min

  /// How many candles wait at most; later ones are left out.
  private static let pendingMax = 100_000

  init(_ series: SeriesRun, timeframe: Timeframe, fold: BarFold?) {
    self.series = series
    self.timeframe = timeframe
    self.fold = fold
  }

  /// Takes a base candle, of which larger ones are made.
  mutating func take(base bar: Bar) {
    guard var fold else { return }
    fold.take(bar) { bar, closeTime in pending.append((bar, closeTime)) }
    self.fold = fold
  }

  /// Takes a candle of this series; one that isn't after the last one is left out.
  mutating func take(_ bar: Bar, closeTime: Int64) {
    guard bar.openTime > lastOpenTime, pending.count < Self.pendingMax else { return }
    lastOpenTime = bar.openTime
    pending.append((bar, closeTime))
  }

  /// How many candles that are not marked as visible yet have closed by a time.
  func countDue(by time: Int64) -> Int {
    var count = 0
    while visible.count + count < pending.count, pending[visible.count + count].closeTime <= time { count += 1 }
    return count
  }

  /// Runs the first so many of the waiting candles.
  mutating func run(_ count: Int) {
    for row in 0..<count { series.table.set(pending[row].bar, row: row) }
    for step in series.steps { series.take(step, rows: count) }
    pending.removeFirst(count)
  }
}
