// SPDX-License-Identifier: Apache-2.0

import BotModel
import MarketData
import StrategyKit
import Testing
import TradingModel

@testable import TestKit
@testable import TradeEngine

@Suite struct Protections {
  private static let minute: Int64 = 60_000
  /// 12:02, within the candle of 12:00.
  private static let noon = start.advanced(byMilliseconds: 2 * minute)

  private func closed(
    _ ratioText: String, after minutes: Int64, of pair: Pair = bitcoin, reason: String = "stop_loss", id: Int64 = 1
  ) -> Trade {
    let time = Self.noon.advanced(byMilliseconds: minutes * Self.minute)
    return Trade(
      id: TradeID(id), pair: pair, enterTag: "", openedAt: start, entered: .none, highestPrice: price("1"),
      lowestPrice: price("1"),
      closing: Trade.Closing(
        closedAt: time, reason: reason, profit: Money(fixed(ratioText)), profitRatio: ratio(ratioText)))
  }

  private func book(
    _ method: Protection.Method, lookback: Protection.Span = .minutes(60),
    stop: Protection.Stop = .lasting(.minutes(60)), after trades: [Trade] = []
  ) -> ProtectionBook {
    ProtectionBook(
      [Protection(method: method, lookback: lookback, stop: stop)], timeframe: .fiveMinutes, equity: money("10"),
      after: trades, at: Self.noon.advanced(byMilliseconds: 10 * Self.minute))
  }

  @Test func `a cooldown holds its pair back to the candle after it has lasted, and no other pair`() {
    var book = book(.cooldownPeriod, stop: .lasting(.candles(3)))
    let locks = book.take(closed("0.1", after: 0))
    #expect(locks.map(\.end.description) == ["2026-11-20T12:20:00.000Z"])
    #expect(locks.map(\.reason) == ["a trade of it was closed at 2026-11-20T12:02:00.000Z"])
    #expect(book.lock(of: bitcoin, at: Instant("2026-11-20T12:19:59.999Z")!) != nil)
    #expect(book.lock(of: bitcoin, at: Instant("2026-11-20T12:20:00Z")!) == nil)
    #expect(book.lock(of: ether, at: Self.noon) == nil)
  }

  @Test func `a lock that ends on a candle's boundary lasts a candle more`() {
    var book = book(.cooldownPeriod, stop: .lasting(.minutes(3)))
    #expect(book.take(closed("0.1", after: 0)).map(\.end.description) == ["2026-11-20T12:10:00.000Z"])
  }

  @Test(arguments: [
    ("16:00", 960, "2026-11-20T16:05:00.000Z"), ("12:02", 722, "2026-11-20T12:05:00.000Z"),
    ("12:01", 721, "2026-11-21T12:05:00.000Z"),
  ])
  func `unlock_at is the next time that the clock shows it`(text: String, minute: Int, end: String) {
    var book = book(.cooldownPeriod, stop: .untilMinuteOfDay(minute))
    #expect(book.take(closed("0.1", after: 0)).map(\.end.description) == [end])
  }

  @Test func `so many trades that their stop ended hold all pairs back`() {
    var book = book(.stoplossGuard(tradeLimit: 2, onlyPerPair: false, requiredProfit: .zero))
    #expect(book.take(closed("-0.1", after: 0)).isEmpty)
    #expect(book.take(closed("-0.1", after: 1, reason: "roi")).isEmpty)
    #expect(book.take(closed("0", after: 2)).isEmpty)
    let locks = book.take(closed("-0.01", after: 3, of: ether, reason: "trailing_stop_loss"))
    #expect(locks.map(\.pair) == [nil])
    #expect(locks.map(\.end.description) == ["2026-11-20T13:10:00.000Z"])
    #expect(book.lock(of: Pair("SOL/USDT")!, at: Self.noon.advanced(byMilliseconds: 3 * Self.minute)) != nil)
  }

  @Test func `with only_per_pair the trades of one pair count, for that pair`() {
    var book = book(.stoplossGuard(tradeLimit: 2, onlyPerPair: true, requiredProfit: .zero))
    #expect(book.take(closed("-0.1", after: 0)).isEmpty)
    #expect(book.take(closed("-0.1", after: 1, of: ether)).isEmpty)
    #expect(book.take(closed("-0.1", after: 2)).map(\.pair) == [bitcoin])
  }

  @Test func `what was closed before the time that is looked at doesn't count`() {
    var book = book(
      .stoplossGuard(tradeLimit: 2, onlyPerPair: false, requiredProfit: .zero), lookback: .minutes(10))
    #expect(book.take(closed("-0.1", after: 0)).isEmpty)
    #expect(book.take(closed("-0.1", after: 10)).isEmpty)
    #expect(book.take(closed("-0.1", after: 19)).map(\.pair) == [bitcoin, nil])
  }

  @Test func `a drawdown is the fall of the profits' sum from its highest value, 0 at least`() {
    let method = Protection.Method.maxDrawdown(tradeLimit: 2, maxAllowedDrawdown: ratio("0.1"), isOfEquity: false)
    var book = book(method)
    #expect(book.take(closed("-0.2", after: 0)).isEmpty)
    #expect(book.take(closed("0.2", after: 1)).map(\.pair) == [nil])
    var rising = self.book(method)
    #expect(rising.take(closed("0.3", after: 0)).isEmpty)
    #expect(rising.take(closed("-0.1", after: 1)).isEmpty)
    #expect(rising.take(closed("-0.01", after: 2)).count == 1)
  }

  @Test func `a drawdown of equity is a ratio of what the bot had`() {
    let method = Protection.Method.maxDrawdown(tradeLimit: 1, maxAllowedDrawdown: ratio("0.1"), isOfEquity: true)
    var book = book(method)
    #expect(book.take(closed("-1", after: 0)).isEmpty)
    #expect(book.take(closed("-0.01", after: 1)).count == 1)
    var old = self.book(method, lookback: .minutes(10))
    #expect(old.take(closed("-1", after: 0)).isEmpty)
    #expect(old.take(closed("-0.8", after: 20)).isEmpty)
    #expect(old.take(closed("-0.2", after: 21)).count == 1)
  }

  @Test func `a pair with too little profit in so many trades is held back`() {
    var book = book(.lowProfitPairs(tradeLimit: 2, requiredProfit: ratio("0.01")))
    #expect(book.take(closed("-0.1", after: 0)).isEmpty)
    #expect(book.take(closed("0.109", after: 1)).map(\.pair) == [bitcoin])
    #expect(book.take(closed("0.2", after: 2)).isEmpty)
  }

  @Test func `a book made anew of the trades holds the same back, at whatever order they come`() {
    let method = Protection.Method.stoplossGuard(tradeLimit: 2, onlyPerPair: false, requiredProfit: .zero)
    var book = book(method)
    let trades = [closed("-0.1", after: 0, id: 1), closed("-0.1", after: 5, id: 2), closed("0.3", after: 9, id: 3)]
    for trade in trades { _ = book.take(trade) }
    #expect(self.book(method, after: trades.reversed()).locks == book.locks)
    #expect(!book.locks.isEmpty)
  }

  @Test func `an entry is refused with the protection's words, but a person may enter`() throws {
    var conduct = StrategySettings()
    conduct.protections = [Protection(method: .cooldownPeriod, lookback: .minutes(60), stop: .lasting(.candles(3)))]
    var bot = EngineDriver(try makeSettings(), conduct: conduct)
    try bot.openTrade()
    let order = try #require(bot.candle("110", .exit).placed.first)
    let step = bot.fill(order, "1", at: "110", id: "s")
    #expect(step.notices == [.info])
    let refused = bot.candle("110", .enter)
    #expect(refused.decisions == ["signal refused protections"])
    guard case .decision(let decision)? = refused.changes.last else { throw Missing() }
    #expect(decision.detail.hasPrefix("CooldownPeriod holds BTC/USDT back until 2026-11-20T12:30:00.000Z"))
    #expect(bot.candle("110", .enter, of: ether).placements == ["buy market 0.909"])
    #expect(bot.command(.enter(bitcoin, stake: nil, limit: nil)).placements == ["buy market 0.909"])
  }

  struct Missing: Error {}
}
