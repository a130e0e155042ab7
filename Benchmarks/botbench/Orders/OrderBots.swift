// SPDX-License-Identifier: Apache-2.0

import BotModel
import Indicators
import MarketData
import StrategyKit
import TradingModel

/// Live bots that do what a candle's volume says: every order is decided at a candle, and none by chance.
enum OrderBots {
  /// What a candle tells the bots that watch it.
  enum Line: Int {
    case enter = 1
    case exit
  }

  static let timeframe = Timeframe.oneMinute
  static let price = Price(100)
  /// So far below the market that an entry at it rests.
  static let restingPrice = Price(10)
  static let start = FeedTape.start

  static let definition = StrategyDefinition(
    name: "told", summary: "Does what the volume says.", rules: "1 enters, 2 exits.", parameters: []
  ) { _ in Told() }

  /// A bot that is wanted to run on one pair.
  static func bot(_ number: Int, on pair: Pair) throws -> BotRecord {
    guard let name = BotName("bot-\(number)"), let currency = Asset("USDT") else { throw InvalidBot() }
    return BotRecord(
      number: BotNumber(Int64(number)),
      settings: BotSettings(
        name: name, description: "", mode: .liveSpot, account: .default, strategy: definition.name,
        strategyParameters: try definition.values([:]), timeframe: timeframe, pairs: [pair], pairBlacklist: [],
        stakeCurrency: currency, stakeAmount: .fixed(Money(100)), maxOpenTrades: 10, dryRunWallet: .zero,
        availableCapital: Money(100_000), risk: RiskLimits(), exits: .standard),
      state: .running, generation: 1, createdAt: start, updatedAt: start)
  }

  /// The candle of a round.
  static func candle(_ round: Int, _ line: Line) -> Candle {
    Candle(
      openTime: timeframe.openTime(start, offset: round), open: price, high: price, low: price, close: price,
      volume: Quantity(Fixed(line.rawValue)))
  }

  private struct InvalidBot: Error {}

  private struct Told: Strategy {
    let warmUp = 0
    let stance: Stance? = Stance.neutral

    func update(_ bar: Bar) -> Signal? {
      switch Line(rawValue: Int(bar.volume)) {
      case .enter: Signal(.enter, tag: "up", reason: "the candle says so")
      case .exit: Signal(.exit, tag: "down", reason: "the candle says so")
      case nil: nil
      }
    }
  }
}
