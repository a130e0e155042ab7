// SPDX-License-Identifier: Apache-2.0

/// What can be wrong with market data, or suspicious. Each is counted, kept as an anomaly, and logged at a bounded rate;
/// none stops anything. What can't be true or came before is skipped; what is only unlikely is handed on.
public enum FeedFault: String, Sendable, CaseIterable {
  /// A closed candle came again.
  case duplicateCandle = "candles_duplicate"
  /// A candle came that is older than what was handed on.
  case lateCandle = "candles_late"
  /// A candle's open time is no boundary of its timeframe.
  case misalignedCandle = "candles_misaligned"
  /// A candle's numbers can't be true.
  case implausibleCandle = "candles_implausible"
  /// A candle came far ahead of all others, and the venue doesn't know it when asked.
  case unconfirmedCandle = "candles_unconfirmed"
  /// Candles were missing, and had to be fetched.
  case gap = "gaps"
  /// Candles are missing at the venue itself.
  case venueGap = "venue_gaps"
  /// More candles waited for a gap to be filled than are kept; they are fetched instead.
  case pendingOverflow = "candles_pending_overflow"
  /// A trade came again, or out of order; here and below also an aggregate of trades: the stream tells.
  case duplicateTrade = "trades_duplicate"
  /// Trades were missing, and had to be fetched.
  case tradeGap = "trade_gaps"
  /// Trades were missing and could not be fetched in time, or were too many, or the venue doesn't know them.
  case tradeGapSkipped = "trade_gaps_skipped"
  /// How many trades were missing in such gaps.
  case lostTrade = "trades_lost"
  /// A trade's numbers can't be true.
  case implausibleTrade = "trades_implausible"
  /// Suspicious: a message's time is later than the venue's clock allows.
  case aheadOfTime = "messages_ahead_of_time"
  /// Suspicious: a message came long after its time.
  case behindTime = "messages_behind_time"
  /// Suspicious: the price is far from the one before, for what is usual on the stream.
  case priceJump = "price_jumps"
  /// Suspicious: a volume is far above the mean.
  case unusualVolume = "volumes_unusual"
  /// Suspicious: the best bid is not below the best ask.
  case crossedQuote = "quotes_crossed"
  /// A candle went back: less volume or a smaller range than before. Skipped while in progress, handed on when closed.
  case regressedCandle = "candles_regressed"
  /// Best prices can't be true: an empty side, or below 0.
  case implausibleQuote = "quotes_implausible"
  /// A ticker's figures can't be true.
  case implausibleTicker = "tickers_implausible"
  /// A ticker came that is older than the one before.
  case lateTicker = "tickers_late"
  /// A change of the book, or a book that was fetched, can't be true.
  case implausibleBook = "books_implausible"
  /// A change of the book came again, or out of order.
  case duplicateBookChange = "book_changes_duplicate"
  /// Changes of the book were missing, or it was numbered anew: it is fetched again.
  case bookGap = "book_gaps"
  /// A book that was fetched is older than the changes that wait for it: it is fetched again.
  case staleBook = "books_stale"
  /// Somebody bought at a price at which somebody sold: the book is fetched again.
  case crossedBook = "books_crossed"
  /// A message could not be read.
  case rejectedMessage = "messages_rejected"
  /// Candles, trades, a book or the instruments could not be fetched.
  case fetchFailed = "fetches_failed"
  /// A stream stopped coming although its connection stood, and was asked for anew.
  case silentStream = "streams_silent"
  /// A connection was lost.
  case disconnected = "disconnects"
}
