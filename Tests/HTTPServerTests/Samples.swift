// SPDX-License-Identifier: Apache-2.0

import BotModel
import ControlAPI
import Documents
import Indicators
import MarketAnalysis
import MarketData
import Performance
import StrategyKit
import TradingModel

/// What a service could answer.
enum Samples {
  static let time = Instant(milliseconds: 1_780_000_000_000)
  static let pair = Pair(base: Asset("BTC")!, quote: Asset("USDT")!)

  static let instruments: [Pair: InstrumentRules] = Dictionary(
    uniqueKeysWithValues: ["BTC/USDT", "ETH/USDT", "ETH/BTC"].map { text in
      let pair = Pair(text)!
      return (pair, InstrumentRules(pair: pair))
    })

  static let strategy = StrategyDefinition(
    name: "ema-crossover", summary: "Two averages.", rules: "Buys when fast crosses above slow.",
    parameters: [
      .integer("fast", default: 12, in: 1...500, summary: "The fast one."),
      .integer("slow", default: 26, in: 2...500, summary: "The slow one."),
    ],
    build: { _ in SilentStrategy() })

  static func view(_ record: BotRecord) -> BotView {
    BotView(
      record: record, phase: .idle,
      conditions: [
        BotCondition(kind: .marketData, isHealthy: true, reason: "Live", message: "Candles come in.", since: time)
      ],
      ledger: BotLedger(initial: record.settings.dryRunWallet, at: time), openTrades: 0)
  }

  static let feedReport = FeedReport(
    venue: "sim", connections: FeedReport.Connections(count: 2, attempts: 3, attemptsMax: 250),
    requests: FeedReport.Requests(weightUsed: 40, weightLimit: 6000, waiting: 1, blockedSeconds: nil),
    faults: ["gaps": 2, "price_jumps": 0],
    streams: [
      FeedReport.Stream(stream: .trades(pair), quality: 1, messages: 100, faulty: 0),
      FeedReport.Stream(
        stream: .candles(SeriesKey(pair: pair, timeframe: .fiveMinutes)), quality: 0.5, messages: 2, faulty: 1,
        trouble: "the connection was lost"),
      FeedReport.Stream(stream: .book(pair), quality: 0.75, messages: 4, faulty: 1),
    ],
    anomalies: [
      FeedReport.Anomaly(
        fault: "gaps", stream: .candles(SeriesKey(pair: pair, timeframe: .fiveMinutes)), firstAt: time, lastAt: time,
        count: 1, detail: "1 missing"),
      FeedReport.Anomaly(
        fault: "disconnects", stream: nil, firstAt: time, lastAt: time, count: 2, detail: "lost"),
    ])

  static let order = Order(
    id: OrderID(1), clientOrderID: ClientOrderID(epoch: 1, bot: BotNumber(1), sequence: 1), trade: TradeID(1),
    purpose: .entry,
    terms: OrderTerms(pair: pair, side: .buy, kind: .limit(Price(100)), quantity: Quantity(1)), reason: "ema_up",
    createdAt: time)

  static func trade(_ bot: BotName) -> TradeView {
    TradeView(
      bot: bot,
      trade: Trade(
        id: TradeID(1), pair: pair, enterTag: "ema_up", openedAt: time,
        entered: Trade.Turnover(quantity: Quantity(1), cost: Money(100), fee: .zero), highestPrice: Price(100),
        lowestPrice: Price(100)),
      orders: [order])
  }

  static let signal = SignalRecord(
    pair: pair, candle: time, time: time, signal: Signal(.enter, tag: "ema_up", reason: "fast above slow"))

  static let decision = Decision(
    pair: pair, time: time, side: .buy, cause: .signal, outcome: .ordered, rule: "ema_up", detail: "bought",
    order: OrderID(1))

  static let notice = BotChange.Notice(level: .warning, time: time, message: "A candle was late.")

  static let candle = Candle(
    openTime: time, open: Price(1), high: Price(2), low: Price(1), close: Price(2), volume: Quantity(3))

  static func report(on series: SeriesKey) -> MarketReport {
    let figures = CandleFigures(of: [candle], timeframe: series.timeframe)
    return MarketReport(
      series: series, figures: figures,
      moment: MarketMoment(time: time, lastTrade: nil, quote: nil, current: nil, currentSeenAt: time))
  }

  static func performance(_ record: BotRecord) -> Node {
    guard let ledger = PerformanceLedger(initialWallet: record.settings.dryRunWallet) else { return .null }
    return PerformanceView(
      bot: record.settings.name, currency: record.settings.stakeCurrency,
      summary: ledger.summary(from: time, until: time)
    ).node
  }
}

/// A strategy that never says anything.
struct SilentStrategy: Strategy {
  let warmUp = 0
  var stance: Stance? { .neutral }
  mutating func update(_ bar: Bar) throws(StrategyFailure) -> Signal? { nil }
}
