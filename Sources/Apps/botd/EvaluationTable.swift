// SPDX-License-Identifier: Apache-2.0

import Indicators
import StrategyKit
import StrategyLanguage

/// What a strategy says at each candle of an array.
struct EvaluationTable {
  /// What its columns of values are called.
  let names: [String]
  let rows: [Row]

  struct Row {
    let openTime: Int64
    /// As they are printed; empty for what is undefined.
    let values: [String]
    /// The tag of the rule to enter by that is true; nil where none is.
    let enterTag: String?
    /// The tag of the rule to exit by that is true; nil where none is.
    let exitTag: String?
  }

  /// What a plan says: its named values, and its rules whether they act or not.
  ///
  /// - Parameter others: the candles of the plan's inputs; none for larger candles of the same pair.
  init(_ plan: StrategyPlan, over bars: [Bar], others: [[Bar]]) {
    let columns = plan.run(over: bars, others: others)
    names = plan.values.map(\.name)
    rows = bars.indices.map { index in
      let row = columns.row(index)
      return Row(
        openTime: bars[index].openTime,
        values: zip(plan.values, row.values).map { value, number in
          value.isCondition && number.isFinite ? (number == 1 ? "1" : "0") : Self.text(number)
        },
        enterTag: row.enterRule.map { plan.enter[$0].tag }, exitTag: row.exitRule.map { plan.exit[$0].tag })
    }
  }

  /// What a built-in strategy says: its readings and its signals. A candle that it can't judge is one without them.
  init(_ strategy: any Strategy, over bars: [Bar]) {
    var strategy = strategy
    var readings: [[String: Double]] = []
    var signals: [Signal?] = []
    var names: [String] = []
    for bar in bars {
      do throws(StrategyFailure) {
        signals.append(try strategy.update(bar))
        let known = strategy.readings.map { ($0.name, $0.value) }
        readings.append(Dictionary(known) { first, _ in first })
        let order = known.map(\.0)
        if !names.starts(with: order) { names = order + names.filter { !order.contains($0) } }
      } catch {
        Console.complain("\(error)")
        signals.append(nil)
        readings.append([:])
      }
    }
    self.names = names
    rows = bars.indices.map { index in
      let (known, signal) = (readings[index], signals[index])
      return Row(
        openTime: bars[index].openTime, values: names.map { Self.text(known[$0] ?? .nan) },
        enterTag: signal?.action == .enter ? signal?.tag : nil, exitTag: signal?.action == .exit ? signal?.tag : nil)
    }
  }

  /// The shortest decimal that reads back as the same number.
  private static func text(_ value: Double) -> String { value.isFinite ? "\(value)" : "" }

  /// Prints the table as CSV.
  func print() {
    let header = ["open_time_ms"] + names + ["enter", "exit", "enter_tag", "exit_tag"]
    Console.say(header.map(Self.field).joined(separator: ","))
    for start in stride(from: 0, to: rows.count, by: 512) {
      Console.say(rows[start..<min(start + 512, rows.count)].map(Self.line).joined(separator: "\n"))
    }
  }

  private static func line(_ row: Row) -> String {
    let acts = [row.enterTag, row.exitTag].map { $0 == nil ? "0" : "1" }
    let tags = [row.enterTag, row.exitTag].map { field($0 ?? "") }
    return (["\(row.openTime)"] + row.values + acts + tags).joined(separator: ",")
  }

  /// A text as a field of CSV (RFC 4180).
  private static func field(_ text: String) -> String {
    guard text.contains(where: { [",", "\"", "\n", "\r"].contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
