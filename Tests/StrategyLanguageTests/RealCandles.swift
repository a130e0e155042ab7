// SPDX-License-Identifier: Apache-2.0
import Foundation
import Indicators
import MarketData
import StrategyLanguage
import TradingModel

/// Real candles, which are beside the checkout and no part of it.
struct RealCandles: Sendable {
  let pair: String
  let timeframe: Timeframe
  let bars: [Bar]

  static let checkout = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let folder = checkout.deletingLastPathComponent().appending(path: "shared/bench-data")

  /// All there are, by the names of their files; none where the folder isn't there.
  static let all: [RealCandles] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".csv.gz") }.sorted().compactMap { try? RealCandles(file: $0) }
  }()

  private init?(file: String) throws {
    let parts = file.dropLast(".csv.gz".count).split(separator: "-")
    guard parts.count == 2, let timeframe = Timeframe(rawValue: String(parts[1])) else { return nil }
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", Self.folder.appending(path: file).path]
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    self.init(
      pair: String(parts[0].replacing("_", with: "/")), timeframe: timeframe,
      bars: text.split(separator: "\n").dropFirst().compactMap { line in
        let numbers = line.split(separator: ",").compactMap { Double($0) }
        guard numbers.count == 6 else { return nil }
        return Bar(
          openTime: Int64(numbers[0]), open: numbers[1], high: numbers[2], low: numbers[3], close: numbers[4],
          volume: numbers[5])
      })
  }

  init(pair: String, timeframe: Timeframe, bars: [Bar]) {
    self.pair = pair
    self.timeframe = timeframe
    self.bars = bars
  }

  /// The candles of a timeframe, where that is this one or made of it.
  func bars(of larger: Timeframe) -> [Bar]? {
    if larger == timeframe { return bars }
    guard larger.isMade(of: timeframe) else { return nil }
    var fold = BarFold(into: larger, of: timeframe)
    var made: [Bar] = []
    for bar in bars { fold.take(bar) { bar, _ in made.append(bar) } }
    return made
  }
}
