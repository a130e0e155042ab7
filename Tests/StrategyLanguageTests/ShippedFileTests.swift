// SPDX-License-Identifier: Apache-2.0
import Foundation
import Indicators
import MarketData
import StrategyKit
import Testing
import TradingModel

@testable import StrategyLanguage

@Suite struct `The strategy files that come with the server` {
  private static let folder = RealCandles.checkout.appending(path: "strategies")

  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }()

  private static func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name + ".yaml"), encoding: .utf8)
  }

  @Test func `are fifteen`() {
    #expect(Self.names.count == 15)
  }

  @Test(arguments: names) func `begin with what one should know before using them`(name: String) throws {
    let lines = try Self.text(name).split(separator: "\n")
    let comment = lines.prefix { $0.hasPrefix("# ") }
    var wanted = ["Idea.", "Enters ", "Leaves ", "Parameters", "Risks.", "Fails "][...]
    for line in comment {
      if let word = wanted.first, line.dropFirst(2).hasPrefix(word) { wanted.removeFirst() }
      #expect(line.count <= 120)
    }
    #expect(wanted.isEmpty, "\(wanted)")
    let file = try Fixtures.file(Self.text(name))
    #expect(file.name == name && !file.summary.isEmpty)
    let block = comment.joined(separator: " ")
    for parameter in file.parameters { #expect(block.contains("`\(parameter.name)`"), "\(parameter.name)") }
  }

  @Test(arguments: names) func `check with every parameter at either end`(name: String) throws {
    #expect(Fixtures.faults(try Self.text(name)) == [])
    let file = try Fixtures.file(Self.text(name))
    for parameter in file.parameters {
      for value in [parameter.minimum, parameter.maximum].compactMap(\.self) {
        #expect(throws: Never.self, "\(parameter.name) \(value)") {
          try file.definition.values([parameter.name: "\(value)"])
        }
      }
    }
  }

  @Test(arguments: names) func `use only what bots follow`(name: String) throws {
    let followed: Set<String> = [
      "name", "description", "timeframe", "startup_candles", "parameters", "indicators", "enter", "exit", "minimal_roi",
      "stoploss", "trailing_stop", "trailing_stop_positive", "trailing_stop_positive_offset",
      "trailing_only_offset_is_reached",
    ]
    let lines = try Self.text(name).split(separator: "\n").filter { $0.first?.isLetter == true }
    let keys = Set(lines.compactMap { $0.split(separator: ":").first.map(String.init) })
    #expect(keys.subtracting(followed) == [])
  }

  // MARK: At work

  /// A strategy over candles, one by one, larger candles and those of other pairs given as a bot is given them.
  private struct Live {
    var rows: [PlanRow] = []
    var signals: [Signal?] = []

    init(_ plan: StrategyPlan, _ bars: [Bar], others: [[Bar]], startupCandles: Int) {
      var strategy = PlanStrategy(plan, startupCandles: startupCandles)
      var rest = others.map { $0[...] }
      for bar in bars {
        let closeTime = plan.timeframe.openTime(after: Instant(milliseconds: bar.openTime))
        for (place, input) in plan.inputs.enumerated() {
          while let first = rest[place].first,
            input.timeframe.openTime(after: Instant(milliseconds: first.openTime)) <= closeTime
          {
            strategy.take(rest[place].removeFirst(), of: place)
          }
        }
        signals.append(strategy.update(bar))
        rows.append(strategy.run.row)
      }
    }
  }

  /// The signals that an array's rows come to.
  private func signals(_ columns: PlanColumns, after warmUp: Int) -> [SignalAction?] {
    (0..<columns.count).map { index in
      let acting = columns.row(index).acting
      guard index >= warmUp else { return nil }
      return acting.enter != nil ? .enter : acting.exit != nil ? .exit : nil
    }
  }

  /// The other series of a plan, beside candles of one pair.
  private func others(_ plan: StrategyPlan, beside own: RealCandles, of all: [RealCandles]) -> [[Bar]] {
    plan.inputs.map { input in
      let source = input.pair.map { pair in all.first { $0.pair == "\(pair)" } } ?? own
      return source?.bars(of: input.timeframe) ?? []
    }
  }

  /// Checks a file over some candles; answers how often it would enter.
  private func check(
    _ file: StrategyFile, on candles: RealCandles, of all: [RealCandles], _ dice: inout Dice
  ) throws -> Int {
    let plan = try file.plan()
    guard let bars = candles.bars(of: file.timeframe), bars.count > 100 else { return 0 }
    let own = RealCandles(pair: candles.pair, timeframe: file.timeframe, bars: bars)
    let others = others(plan, beside: own, of: all)
    let whole = plan.run(over: bars, others: others)
    let live = Live(plan, bars, others: others, startupCandles: file.startupCandles)
    #expect(bars.indices.allSatisfy { live.rows[$0] == whole.row($0) }, "\(candles.pair)")
    #expect(live.signals.map(\.?.action) == signals(whole, after: file.startupCandles), "\(candles.pair)")
    let cut = 1 + dice.below(bars.count - 1)
    let prefix = Array(bars[..<cut])
    let part = plan.run(over: prefix, others: others, rows: 1 + dice.below(600))
    #expect((0..<cut).allSatisfy { part.row($0) == whole.row($0) }, "\(candles.pair), \(cut)")
    let known = self.others(plan, beside: RealCandles(pair: "", timeframe: file.timeframe, bars: prefix), of: all)
    let early = Live(plan, prefix, others: known, startupCandles: file.startupCandles)
    #expect(early.signals == Array(live.signals[..<cut]), "\(candles.pair), \(cut)")
    return live.signals.count { $0?.action == .enter }
  }

  @Test(.enabled(if: !RealCandles.all.isEmpty, "there are no real candles beside the checkout"), arguments: names)
  func `say the same live as over an array of real candles, and enter now and then`(name: String) throws {
    let file = try Fixtures.file(Self.text(name))
    var dice = Dice(seed: 15)
    var entries = 0
    for candles in RealCandles.all { entries += try check(file, on: candles, of: RealCandles.all, &dice) }
    #expect(entries > 0)
  }

  @Test(arguments: names) func `say the same live as over an array of made-up candles`(name: String) throws {
    let file = try Fixtures.file(Self.text(name))
    let start: Int64 = 1_772_409_600_000
    let series = (1...2).map { seed in
      RealCandles(
        pair: "A\(seed)/USDT", timeframe: .fiveMinutes, bars: Fixtures.walk(3000, seed: UInt64(seed), from: start))
    }
    let bitcoin = RealCandles(
      pair: "BTC/USDT", timeframe: .fiveMinutes, bars: Fixtures.walk(3000, seed: 4, from: start - 86_400_000))
    var dice = Dice(seed: 16)
    for candles in series { _ = try check(file, on: candles, of: [bitcoin], &dice) }
  }
}
