// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

/// How good a stream is.
public struct StreamQuality: Hashable, Sendable {
  /// The share of good messages, 0 to 1, the newest counting most: each message moves it by 1/200 of the way to 1 where
  /// nothing is wrong or suspicious about it, else to 0. After 139 messages half of what was is forgotten. It begins
  /// at 1.
  public let share: Double
  /// How many messages came.
  public let messages: Int
  /// How many of them were wrong or suspicious.
  public let faulty: Int
}

/// Looks at the messages of one stream for what is suspicious, and keeps count of how good they are. Pure.
///
/// What can't be true is skipped elsewhere; what is only unlikely is handed on, for a market may jump, and counted.
struct StreamCheck: Equatable {
  /// How far a message may be ahead of the venue's clock, at the clock's rate if that is above 1.
  static let aheadMilliseconds = 5000.0
  /// And how far behind.
  static let behindMilliseconds = 60_000.0
  /// A smaller move from one message to the next is no jump: 2 %.
  static let jumpMin = 0.02
  /// A move is a jump beyond so many times what moves usually are (root of the mean square).
  static let jumpDeviations = 12.0
  /// What is usual is known after so many moves; before, a jump is a move beyond ``jumpUnknown``.
  static let movesToLearn = 100
  static let jumpUnknown = 0.2
  /// A volume is unusual beyond so many times the mean.
  static let volumeFactor = 1000.0
  /// Over how many messages means and quality reach back.
  static let memory = 200.0

  private var share = 1.0
  private var messages = 0
  private var faulty = 0
  private var lastPrice: Double?
  private var moves = 0
  private var meanSquare = 0.0
  private var volumes = 0
  private var meanVolume = 0.0
  private var lastCandle: Candle?

  var quality: StreamQuality { StreamQuality(share: share, messages: messages, faulty: faulty) }

  /// Counts a message.
  mutating func count(isGood: Bool) {
    messages += 1
    if !isGood { faulty += 1 }
    share += ((isGood ? 1 : 0) - share) / Self.memory
  }

  /// The stream was interrupted: the next message is compared with none before.
  mutating func startOver() {
    lastPrice = nil
    lastCandle = nil
  }

  // MARK: What is suspicious

  /// What the venue's clock says, and how fast it goes.
  struct Now {
    let time: Instant
    let rate: Double
  }

  /// What is suspicious about a trade.
  mutating func suspicions(of trade: some NumberedTrade, now: Now) -> [FeedFault] {
    var found: [FeedFault] = []
    if let fault = timeFault(earliest: trade.time, latest: trade.time, now: now) { found.append(fault) }
    if isJump(to: trade.price) { found.append(.priceJump) }
    if isUnusual(trade.quantity) { found.append(.unusualVolume) }
    return found
  }

  /// What is suspicious about best prices.
  mutating func suspicions(of quote: Quote) -> [FeedFault] {
    var found: [FeedFault] = []
    if quote.bid >= quote.ask { found.append(.crossedQuote) }
    if isJump(to: quote.bid) { found.append(.priceJump) }
    return found
  }

  /// What is suspicious about a ticker.
  mutating func suspicions(of ticker: DayTicker, now: Now) -> [FeedFault] {
    var found: [FeedFault] = []
    if let fault = timeFault(earliest: ticker.closeTime, latest: ticker.closeTime, now: now) { found.append(fault) }
    if isJump(to: ticker.last) { found.append(.priceJump) }
    return found
  }

  /// What is suspicious about a change of the book.
  func suspicions(of change: BookChange, now: Now) -> [FeedFault] {
    timeFault(earliest: change.time, latest: change.time, now: now).map { [$0] } ?? []
  }

  /// What is suspicious about a candle. One in progress that has gone back (``FeedFault/regressedCandle``) is older than
  /// the one before it.
  mutating func suspicions(of candle: Candle, isClosed: Bool, timeframe: Timeframe, now: Now) -> [FeedFault] {
    var found: [FeedFault] = []
    let closeTime = timeframe.openTime(after: candle.openTime)
    if let fault = timeFault(earliest: isClosed ? closeTime : candle.openTime, latest: closeTime, now: now) {
      found.append(fault)
    }
    if let last = lastCandle, last.openTime == candle.openTime,
      candle.volume < last.volume || candle.high < last.high || candle.low > last.low
    {
      found.append(.regressedCandle)
      if !isClosed { return found }
    }
    lastCandle = candle
    if isJump(to: candle.close) { found.append(.priceJump) }
    if isClosed, isUnusual(candle.volume) { found.append(.unusualVolume) }
    return found
  }

  private func timeFault(earliest: Instant, latest: Instant, now: Now) -> FeedFault? {
    let rate = max(1, now.rate)
    if Double(earliest.milliseconds(since: now.time)) > Self.aheadMilliseconds * rate { return .aheadOfTime }
    return Double(now.time.milliseconds(since: latest)) > Self.behindMilliseconds * rate ? .behindTime : nil
  }

  private mutating func isJump(to price: Price) -> Bool {
    let price = price.value.approximated
    defer { lastPrice = price }
    guard let last = lastPrice, last > 0 else { return false }
    let move = abs(price / last - 1)
    let isKnown = moves >= Self.movesToLearn
    let limit = isKnown ? max(Self.jumpMin, Self.jumpDeviations * meanSquare.squareRoot()) : Self.jumpUnknown
    if move > limit { return true }
    moves += 1
    meanSquare += (move * move - meanSquare) / min(Double(moves), Self.memory)
    return false
  }

  private mutating func isUnusual(_ quantity: Quantity) -> Bool {
    let volume = quantity.value.approximated
    if volumes >= Self.movesToLearn, volume > meanVolume * Self.volumeFactor { return true }
    volumes += 1
    meanVolume += (volume - meanVolume) / min(Double(volumes), Self.memory)
    return false
  }
}
