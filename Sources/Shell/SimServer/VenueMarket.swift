// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import TradingModel

/// The market of the venue, with what has been computed of it: shared by requests and streams.
///
/// What befalls the market is part of it; ``VenueStates`` hands out the one that holds.
struct VenueMarket: Sendable {
  let market: ScheduledMarket
  let summaries: SummaryCache
  /// Changes with the schedule.
  let version: Int
  private let pairs: [String: Pair]
  private let books: [BookKey: BookModel]
  /// The books by what they are made from, for the markets that follow.
  private let models: [GridKey: BookModel]

  private struct BookKey: Hashable {
    let pair: Pair
    let era: Int
  }

  private struct GridKey: Hashable {
    let pair: Pair
    let tick: Price
    let step: Quantity

    init(_ rules: InstrumentRules) {
      (pair, tick, step) = (rules.pair, rules.price.tick, rules.lot.step)
    }
  }

  /// A market that follows on another one, of which nothing up to now has changed; nil for the first.
  init(_ market: ScheduledMarket, after known: VenueMarket? = nil) {
    self.market = market
    summaries = SummaryCache(market: market, store: known?.summaries.store ?? SummaryStore())
    version = (known?.version ?? 0) + 1
    let instruments = market.instruments
    pairs = Dictionary(instruments.map { ($0.pair.symbol, $0.pair) }) { first, _ in first }
    var books: [BookKey: BookModel] = [:]
    var models = known?.models ?? [:]
    for own in instruments {
      let pair = own.pair
      let first = models[GridKey(own)] ?? market.base.bookModel(of: pair)
      models[GridKey(own)] = first
      books[BookKey(pair: pair, era: 0)] = first
      for time in market.schedule.filterTimes(of: pair) {
        let key = GridKey(market.rules(of: pair, at: time) ?? own)
        let model = models[key] ?? market.bookModel(of: pair, at: time)
        models[key] = model
        // Trades follow a moment later.
        books[BookKey(pair: pair, era: market.gridEra(of: pair, at: time.advanced(byMilliseconds: 1)))] = model
      }
    }
    self.books = books
    self.models = models
  }

  /// What is listed at a time, by the symbols that clients write.
  func symbols(at now: Instant) -> SymbolBook { SymbolBook(pairs, absent: market.schedule.absent(at: now)) }

  /// The order book as it stood at `now`; nil before the first trade. Its update id is the last trade's number.
  func book(of pair: Pair, at now: Instant, levels: Int) -> (updateID: Int64, depth: Depth)? {
    guard let trade = market.lastTrade(of: pair, at: now) else { return nil }
    return (trade.id, depth(of: pair, after: trade, levels: levels))
  }

  /// The order book after a trade.
  func depth(of pair: Pair, after trade: PublicTrade, levels: Int = BookModel.levelsMax) -> Depth {
    guard let quote = market.quote(of: pair, after: trade) else { return Depth() }
    let key = BookKey(pair: pair, era: market.gridEra(of: pair, at: trade.time))
    return books[key]?.depth(at: quote, tradeID: trade.id, levels: levels) ?? Depth()
  }
}

extension MarketRecord {
  fileprivate func bookModel(of pair: Pair, at time: Instant? = nil) -> BookModel? {
    BookModel(of: pair, in: self, at: time)
  }
}
