// SPDX-License-Identifier: Apache-2.0

public import BotModel
public import MarketData
public import TradingModel

/// Which bots are asked for; nil filters nothing. The list goes by name.
public struct BotQuery: Hashable, Sendable {
  /// Bots in this state.
  public let state: BotState?
  /// Bots of this mode.
  public let mode: BotMode?
  /// Which part of the list.
  public let page: PageRequest

  /// A query.
  public init(state: BotState? = nil, mode: BotMode? = nil, page: PageRequest = PageRequest()) {
    self.state = state
    self.mode = mode
    self.page = page
  }
}

/// Which part of what a bot did is asked for; nil filters nothing. Newest first.
public struct HistoryQuery<Status: Hashable & Sendable>: Hashable, Sendable {
  /// Items of this status.
  public let status: Status?
  /// Items of this pair; always nil for logs.
  public let pair: Pair?
  /// Items of this time or later: trades by opening, orders by creation.
  public let from: Instant?
  /// Items before this time.
  public let to: Instant?
  /// Which part of the list; cursors are the items' numbers.
  public let page: PageRequest

  /// A query.
  public init(
    status: Status? = nil, pair: Pair? = nil, from: Instant? = nil, to: Instant? = nil,
    page: PageRequest = PageRequest()
  ) {
    self.status = status
    self.pair = pair
    self.from = from
    self.to = to
    self.page = page
  }
}

/// Whether a trade is open.
public enum TradeStatus: String, Hashable, Sendable, CaseIterable {
  /// Something is held.
  case open
  /// It never changes any more.
  case closed
}

/// Which candles are asked for.
public struct CandleQuery: Hashable, Sendable {
  /// The pair and how long the candles are.
  public let series: SeriesKey
  /// Candles that open at this time or later; nil for the newest.
  public let from: Instant?
  /// Candles that open before this time.
  public let to: Instant?
  /// Which part; the cursor is the open time, in milliseconds, at which to go on.
  public let page: PageRequest

  /// A query.
  public init(series: SeriesKey, from: Instant? = nil, to: Instant? = nil, page: PageRequest = PageRequest()) {
    self.series = series
    self.from = from
    self.to = to
    self.page = page
  }
}
