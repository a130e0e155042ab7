// SPDX-License-Identifier: Apache-2.0

public import Indicators
import MarketData
import TradingModel

extension StrategyPlan {
  /// A run that has seen nothing.
  ///
  /// - Parameters:
  ///   - rows: how many candles it takes at once at most: 1 where they come one by one.
  ///   - largerCandles: where the larger candles of the bot's own pair come from.
  public func start(rows: Int = 1, largerCandles: LargerCandles = .folded) -> PlanRun {
    precondition(rows >= 1, "a run takes one candle at a time or more")
    return PlanRun(self, rows: rows, largerCandles: largerCandles)
  }

  /// Runs over all candles of an array.
  ///
  /// - Parameters:
  ///   - others: the candles of ``inputs``, by their places, oldest first; those of larger candles of the bot's own pair
  ///     are left empty, they are folded.
  ///   - rows: how many candles are taken at once.
  public func run(over bars: [Bar], others: [[Bar]] = [], rows: Int = 512) -> PlanColumns {
    var run = start(rows: rows)
    var columns = PlanColumns(slots: slots.count, capacity: bars.count)
    var given = Array(repeating: 0, count: inputs.count)
    var start = 0
    while start < bars.count {
      let end = min(start + rows, bars.count)
      let closeTime = timeframe.openTime(after: Instant(milliseconds: bars[end - 1].openTime)).milliseconds
      for (index, other) in others.prefix(inputs.count).enumerated() {
        while given[index] < other.count, other[given[index]].openTime < closeTime {
          run.take(other[given[index]], of: index)
          given[index] += 1
        }
      }
      run.take(bars[start..<end]) { table, rows in columns.append(table, rows: rows, of: self) }
      start = end
    }
    return columns
  }
}

/// What a plan says at each candle of an array.
public struct PlanColumns: Sendable {
  /// The first rule under `enter` that is true, by its place; -1 for none.
  public private(set) var enterRules: [Int16] = []
  /// The first rule under `exit` that is true, by its place; -1 for none.
  public private(set) var exitRules: [Int16] = []
  /// The values, by slot: the plan's named values first. What is undefined is not a number.
  public private(set) var values: [[Double]]

  /// How many candles there are.
  public var count: Int { enterRules.count }

  init(slots: Int, capacity: Int) {
    values = Array(repeating: [], count: slots)
    enterRules.reserveCapacity(capacity)
    exitRules.reserveCapacity(capacity)
    for slot in values.indices { values[slot].reserveCapacity(capacity) }
  }

  mutating func append(_ table: ValueTable, rows: Int, of plan: StrategyPlan) {
    for row in 0..<rows {
      enterRules.append(Int16(plan.enterColumns.firstIndex { table[$0, row] == 1 } ?? -1))
      exitRules.append(Int16(plan.exitColumns.firstIndex { table[$0, row] == 1 } ?? -1))
    }
    for (slot, column) in plan.slots.enumerated() {
      for row in 0..<rows { values[slot].append(table[column, row]) }
    }
  }

  /// What the plan says at a candle.
  public func row(_ index: Int) -> PlanRow {
    PlanRow(
      enterRule: enterRules[index] < 0 ? nil : Int(enterRules[index]),
      exitRule: exitRules[index] < 0 ? nil : Int(exitRules[index]), values: values.map { $0[index] })
  }
}
