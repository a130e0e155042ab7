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

  private struct BookKey: Hashable {
    let pair: Pair
    let era: Int
  }

  /// A market that follows on another one, of which nothing up to now has changed; nil for the first.
  init(_ market: ScheduledMarket, after known: VenueMarket? = nil) {
    self.market = market
    summaries = SummaryCache(market: market, store: known?.summaries.store ?? SummaryStore())
    version = (known?.version ?? 0) + 1
    let all = market.instruments.map(\.pair)
    pairs = Dictionary(all.map { ($0.symbol, $0) }) { first, _ in first }
    var books: [BookKey: BookModel] = [:]
    for pair in all {
      let first = BookKey(pair: pair, era: 0)
      books[first] = known?.books[first] ?? market.base.bookModel(of: pair)
      for time in market.schedule.filterTimes(of: pair) {
        // Trades follow a moment later.
        let era = market.gridEra(of: pair, at: time.advanced(byMilliseconds: 1))
        books[BookKey(pair: pair, era: era)] = market.bookModel(of: pair, at: time)
      }
    }
    self.books = books
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
