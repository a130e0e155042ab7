// SPDX-License-Identifier: Apache-2.0

import Documents
import Indicators
import MarketData
import Strategies
import StrategyKit
import StrategyLanguage
import Testing
import TradingModel

/// Strategy files vote like any other, with the other series that they read.
@Suite struct ConfluenceOfFilesTests {
  static let hourly: Node = [
    "name": "hourly", "timeframe": "5m", "startup_candles": 130,
    "parameters": ["count": ["default": 3, "min": 2, "max": 9]],
    "indicators": ["trend": "ema(close, count) on 1h", "bitcoin": "ema(close, 2) on BTC/USDT 1h"],
    "enter": [["when": "close > trend and bitcoin > 0", "tag": "above"]],
    "exit": [["when": "close < trend", "tag": "below"]],
  ]

  static let plain: Node = [
    "name": "plain", "timeframe": "5m", "startup_candles": 5, "indicators": ["mean": "sma(close, 4)"],
    "enter": [["when": "close > mean", "tag": "up"]],
  ]

  static func all() throws -> [StrategyDefinition] {
    BuiltInStrategies.all(with: try [hourly, plain].map { try StrategyFile.read($0).definition })
  }

  private func made(_ name: String, _ given: [String: String] = [:]) throws -> any Strategy {
    let definition = try #require(try Self.all().first { $0.name == name })
    return definition.make(try definition.values(given))
  }

  @Test func `votes as the files think by themselves, and warms up as long`() throws {
    var jury = try made("confluence", ["mode": "ANY", "of": "hourly(count=2), plain, hourly"])
    var members = [try made("hourly", ["count": "2"]), try made("plain"), try made("hourly")]
    #expect(jury.warmUp == members.map(\.warmUp).max())
    let inputs = [StrategyInput(timeframe: .oneHour), StrategyInput(pair: Pair("BTC/USDT"), timeframe: .oneHour)]
    #expect(jury.inputs == inputs)
    var sides: Set<SignalAction?> = []
    for (index, bar) in MadeUpMarket.lively[0].bars.prefix(600).enumerated() {
      if index % 12 == 0 {
        for input in inputs.indices {
          jury.take(bar, of: input)
          for member in [0, 2] { members[member].take(bar, of: input) }
        }
      }
      _ = try jury.update(bar)
      for member in members.indices { _ = try members[member].update(bar) }
      guard index > 2 * jury.warmUp, let poll = jury.poll else { continue }
      #expect(poll.votes.map(\.stance) == members.map(\.stance))
      #expect(poll.votes.map(\.strategy) == ["hourly(count=2)", "plain", "hourly"])
      sides.insert(poll.side)
    }
    #expect(sides.contains(.enter) && sides.count > 1)
  }
}
