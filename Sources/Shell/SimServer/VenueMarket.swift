// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import TradingModel

/// The market of the venue, with what has been computed of it: shared by requests and streams.
struct VenueMarket: Sendable {
  let market: any MarketRecord
  let summaries: SummaryCache
  let symbols: SymbolBook
  private let books: [Pair: BookModel]

  init(_ market: any MarketRecord) {
    self.market = market
    summaries = SummaryCache(market: market)
    let pairs = market.instruments.map(\.pair)
    symbols = SymbolBook(pairs)
    books = Dictionary(pairs.compactMap { pair in market.bookModel(of: pair).map { (pair, $0) } }) { first, _ in first }
  }

  /// The order book as it stood at `now`; nil before the first trade. Its update id is the last trade's number.
  func book(of pair: Pair, at now: Instant, levels: Int) -> (updateID: Int64, depth: Depth)? {
    guard let trade = market.lastTrade(of: pair, at: now) else { return nil }
    return (trade.id, depth(of: pair, after: trade, levels: levels))
  }

  /// The order book after a trade.
  func depth(of pair: Pair, after trade: PublicTrade, levels: Int = BookModel.levelsMax) -> Depth {
    guard let quote = market.quote(of: pair, after: trade) else { return Depth() }
    return books[pair]?.depth(at: quote, tradeID: trade.id, levels: levels) ?? Depth()
  }
}

extension MarketRecord {
  fileprivate func bookModel(of pair: Pair) -> BookModel? { BookModel(of: pair, in: self) }
}
