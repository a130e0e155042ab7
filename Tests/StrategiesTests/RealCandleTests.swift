// SPDX-License-Identifier: Apache-2.0

import Foundation
import Indicators
import Strategies
import StrategyKit
import Testing

/// Every built-in strategy over all real candles there are, beside the checkout.
@Suite struct RealCandleTests {
  private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/bench-data")

  static let files: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".csv.gz") }.sorted()
  }()

  static func bars(_ file: String) throws -> [Bar] {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", folder.appending(path: file).path]
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").dropFirst().compactMap { line in
      let numbers = line.split(separator: ",").compactMap { Double($0) }
      guard numbers.count == 6 else { return nil }
      return Bar(
        openTime: Int64(numbers[0]), open: numbers[1], high: numbers[2], low: numbers[3], close: numbers[4],
        volume: numbers[5])
    }
  }

  @Test(.enabled(if: !files.isEmpty, "there are no real candles beside the checkout"), arguments: files)
  func `says at each candle what it would say if there were no more`(file: String) throws {
    let bars = try Self.bars(file)
    #expect(bars.count > 500)
    var dice = SplitMix(seed: UInt64(bars.count))
    for definition in BuiltInStrategies.all {
      let fresh = definition.make(try definition.values())
      var strategy = fresh
      let whole = try listen(to: &strategy, bars)
      let cut = Int(dice.next() % UInt64(bars.count))
      var part = fresh
      #expect(try listen(to: &part, bars.prefix(cut)) == Array(whole.prefix(cut)), "\(definition.name), \(cut)")
      #expect(try listen(to: &part, bars.dropFirst(cut)) == Array(whole.dropFirst(cut)), "\(definition.name), \(cut)")
    }
  }

  @Test(.enabled(if: !files.isEmpty, "there are no real candles beside the checkout"), arguments: files.prefix(3))
  func `the structure five say what their rules say over the array`(file: String) throws {
    let bars = Array(try Self.bars(file).prefix(3000))
    let rules = ArrayRules(bars: bars)
    let cases: [(any Strategy, [SignalAction?])] = [
      (BreakOfStructure(swing: 5), rules.breakOfStructure(5)),
      (ChangeOfCharacter(swing: 5), rules.changeOfCharacter(5)),
      (OrderBlocks(swing: 5, displacement: 1.5), rules.orderBlocks(5, 1.5)),
      (FairValueGap(minimumGap: 0.001), rules.fairValueGap(0.001)),
      (LiquiditySweep(swing: 5, lookback: 50), rules.liquiditySweep(5, 50)),
    ]
    for (number, (fresh, sides)) in cases.enumerated() {
      var strategy = fresh
      let said = try bars.enumerated().compactMap { index, bar in
        try strategy.update(bar).map { "\(index) \($0.action)" }
      }
      #expect(said == turns(sides, warmUp: strategy.warmUp).map { "\($0.index) \($0.side)" }, "case \(number)")
    }
  }
}
