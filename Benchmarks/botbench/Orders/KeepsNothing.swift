// SPDX-License-Identifier: Apache-2.0

import BotModel
import MarketData
import Ports
import TradingModel

/// A journal and diary that keep nothing: what everything but the disk takes.
struct KeepsNothing: Journal, Diary {
  func commit(_ entries: [JournalEntry]) async throws(JournalError) {}

  func history(of bot: BotNumber) async throws(JournalError) -> BotHistory {
    BotHistory(ledger: nil, openTrades: [], openOrders: [], fills: [])
  }

  func order(_ id: ClientOrderID) async throws(JournalError) -> RecalledOrder? { nil }

  func note(_ decision: Decision, of bot: BotNumber) {}
}

/// A market that is known and has no past; what happens in it is offered to the shard directly.
struct StillFeed: MarketFeed {
  let instruments: [Pair: InstrumentRules]

  init(_ pairs: [Pair]) {
    instruments = Dictionary(
      uniqueKeysWithValues: pairs.map { pair in
        (
          pair,
          InstrumentRules(
            pair: pair, price: PriceFilter(tick: Price(Fixed(units: Fixed.unitsPerOne / 100))),
            lot: LotFilter(step: Quantity(Fixed(units: Fixed.unitsPerOne / 100_000))),
            notional: NotionalFilter(minimum: Money(5)))
        )
      })
  }

  func series(_ key: SeriesKey) -> SeriesSnapshot? { SeriesSnapshot(closed: [], current: nil, health: .live) }

  func watch(_ key: SeriesKey, depth: Int, sink: any MarketSink) async -> SeriesSnapshot {
    SeriesSnapshot(closed: [], current: nil, health: .live)
  }

  func unwatch(_ key: SeriesKey, sink: any MarketSink) {}

  func watchPrices(of pair: Pair, sink: any MarketSink) {}

  func unwatchPrices(of pair: Pair, sink: any MarketSink) {}

  func quote(of pair: Pair) -> Quote? { nil }

  func fetchQuote(of pair: Pair) async throws(FeedError) -> Quote? { nil }

  func lastTrade(of pair: Pair) -> PublicTrade? {
    PublicTrade(
      id: 1, time: OrderBots.start, price: OrderBots.price, quantity: Quantity(1), isBuyerMaker: false)
  }

  func candles(_ key: SeriesKey, from: Instant?, to: Instant?, limit: Int) async throws(FeedError) -> [Candle] { [] }
}
