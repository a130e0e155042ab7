// SPDX-License-Identifier: Apache-2.0
import CandleFiles
import Documents
import ExchangeModel
import Foundation
import MarketData
import TradingModel

/// What is replayed: candles of five pairs, and a bot for each.
///
/// Each bot has a series of its own, so that the count of decisions tells when every bot has seen a candle.
struct ReplayScene: Sendable {
  /// Candles before the bots begin.
  static let historyCount = 500
  /// Candles during which they trade.
  static let tradedCount = 240
  static let timeframe = Timeframe.fiveMinutes
  /// What the way inside the candles is made from.
  static let seed: UInt64 = 1

  let name: String
  let candles: [Pair: [Candle]]

  /// The pairs, what their candles are, and the bot that trades each.
  static let cast: [(pair: Pair, source: Pair, bot: Node)] = [
    ("BTC/USDT", "BTC/USDT", crossover(stake: "250000", roi: ["0": 0.006, "60": 0.002], stop: -0.006)),
    ("XRP/USDT", "XRP/USDT", reversion(stake: "100", roi: [:], stop: -0.004, isTrailing: true)),
    ("BTCB/USDT", "BTC/USDT", reversion(stake: "unlimited", roi: ["0": 0.008, "120": 0], stop: -0.003)),
    ("XRPB/USDT", "XRP/USDT", crossover(stake: "9000", roi: [:], stop: -0.02, isTrailing: true)),
    ("BTCC/USDT", "BTC/USDT", ["strategy": "every-rule", "stake_amount": "150000", "dry_run_wallet": "600000"]),
  ].compactMap { pair, source, bot in
    guard let pair = Pair(pair), let source = Pair(source) else { return nil }
    let named: [Node.Member] = [
      .init(key: "name", value: .string(pair.base.code.lowercased())),
      .init(key: "pairs", value: [.string(pair.description)]),
    ]
    return (pair, source, .object(named + (bot.object ?? [])))
  }

  /// A strategy file that says all that one can say of trades.
  static let file = """
    name: every-rule
    timeframe: 5m
    startup_candles: 50
    indicators: { fast: "ema(close, 3)", slow: "ema(close, 9)" }
    enter: [{ when: fast > slow, tag: up }]
    exit: [{ when: fast < slow, tag: down }]
    stoploss: -0.01
    minimal_roi: { 0: 0.02 }
    entry_price: proposed * 0.9998
    exit_price: proposed * 1.0002
    custom_exit: [{ when: trade.age >= 40m and trade.profit < -0.002, tag: old }]
    custom_stoploss: "if trade.profit > 0.001 then 0.003 else 0.01"
    adjust_position:
      max_entries: 1
      rules:
        - { when: trade.profit < -0.003 and trade.entries <= 2, add: trade.stake / 4, tag: more }
        - { when: trade.profit > 0 and trade.exits == 0, reduce: 0.5, tag: half }
    protections:
      - { method: CooldownPeriod, stop_duration_candles: 2 }
      - { method: StoplossGuard, trade_limit: 3, lookback_period_candles: 24, stop_duration_candles: 6 }
    exit_profit_only: true
    exit_profit_offset: -0.004
    ignore_roi_if_entry_signal: true
    unfilledtimeout: { entry: 4, exit: 3, exit_timeout_count: 2 }
    """

  private static func crossover(
    stake: Node, roi: Node, stop: Double, isTrailing: Bool = false
  ) -> Node {
    bot("ema-crossover", ["fast": 3, "slow": 9], stake, roi, stop, isTrailing)
  }

  private static func reversion(
    stake: Node, roi: Node, stop: Double, isTrailing: Bool = false
  ) -> Node {
    bot("rsi-mean-reversion", ["period": 4, "oversold": 35, "overbought": 75], stake, roi, stop, isTrailing)
  }

  private static func bot(
    _ strategy: Node, _ parameters: Node, _ stake: Node, _ roi: Node, _ stop: Double, _ isTrailing: Bool
  ) -> Node {
    [
      "strategy": strategy, "strategy_parameters": parameters, "timeframe": "5m", "stake_amount": stake,
      "dry_run_wallet": "600000", "max_open_trades": 1, "minimal_roi": roi, "stoploss": .number(stop),
      "trailing_stop": .bool(isTrailing), "trailing_stop_positive": isTrailing ? 0.002 : .null,
      "trailing_stop_positive_offset": isTrailing ? 0.004 : 0,
    ]
  }

  /// When the first candle opens in which the bots trade.
  var start: Instant { candles.values.first?[Self.historyCount].openTime ?? .epoch }

  /// Writes the candles, and the strategy file to where a server looks for it.
  ///
  /// - Returns: the folder of the candles.
  func write(to folder: Folder) throws -> String {
    try folder.write(Self.file, to: "strategies/every-rule.yaml")
    for (pair, candles) in candles {
      try folder.write(CandleText.text(candles), to: "candles/\(pair.base)_\(pair.quote)-5m.csv")
    }
    return folder.path("candles")
  }
}

extension ReplayScene {
  /// Where real candles are; beside the checkout, and no part of it.
  static let realFolder: URL = repository.deletingLastPathComponent().appending(path: "shared/bench-data")

  /// Whether there are real candles, or must be.
  static var mayReplayRealCandles: Bool {
    FileManager.default.fileExists(atPath: realFolder.path) || ProcessInfo.processInfo.environment["CI"] == "true"
  }

  /// Candles that happened, from a day on which much did.
  static func real() throws -> ReplayScene {
    let folder = CandleFolder(path: realFolder.path)
    return try ReplayScene(name: "real candles") { source, _ in
      guard let candles = try folder.candles(of: SeriesKey(pair: source, timeframe: timeframe)) else {
        throw Program.Failure(description: "\(realFolder.path) has no candles of \(source)")
      }
      return Array(candles[1200..<(1200 + historyCount + tradedCount + 1)])
    }
  }

  /// Candles of our own, made from a seed.
  static func seeded() throws -> ReplayScene {
    let market = SeededMarket(seed: 11, pairs: cast.map(\.pair))
    let first = Instant(milliseconds: 1_772_409_600_000)
    let last = timeframe.openTime(first, offset: historyCount + tradedCount)
    return try ReplayScene(name: "seeded candles") { _, pair in
      market.candles(
        of: SeriesKey(pair: pair, timeframe: timeframe), in: first..<timeframe.openTime(after: last),
        now: timeframe.openTime(after: last))
    }
  }

  private init(name: String, _ candles: (_ source: Pair, _ pair: Pair) throws -> [Candle]) throws {
    self.name = name
    self.candles = try Dictionary(
      uniqueKeysWithValues: Self.cast.map { ($0.pair, try candles($0.source, $0.pair)) })
  }
}
