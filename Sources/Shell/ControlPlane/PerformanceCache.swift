// SPDX-License-Identifier: Apache-2.0

import BotModel
import ControlAPI
import Performance
import Store
import Synchronization
import TradingModel

/// What is computed of bots' closed trades, once per closed trade: closed trades never change, so only new ones are read.
final class PerformanceCache: Sendable {
  /// How many bots are kept; beyond that all are forgotten and read anew when they are asked for.
  private static let capacity = 4096

  private struct Entry: Sendable {
    var ledger: PerformanceLedger
    var last: (closedAt: Instant, id: TradeID)?
    /// How many closed trades had been reported when this was read.
    var closedTrades: Int
    var document: RenderedDocument?
  }

  private let entries = Mutex<[BotNumber: Entry]>([:])

  /// A bot's performance, ready to be sent.
  func document(of bot: BotEntry, in store: BotStore) async throws(ControlError) -> RenderedDocument {
    var entry = try await upToDate(bot, in: store)
    if let document = entry.document { return document }
    let settings = bot.record.settings
    let end = entry.last?.closedAt ?? bot.record.createdAt
    let summary = entry.ledger.summary(from: bot.record.createdAt, until: max(end, bot.record.createdAt))
    let view = PerformanceView(bot: settings.name, currency: settings.stakeCurrency, summary: summary)
    let document = RenderedDocument(view.node)
    entry.document = document
    keep(entry, of: bot)
    return document
  }

  /// A bot's equity curve, oldest first.
  func equity(
    of bot: BotEntry, _ page: ControlAPI.PageRequest, in store: BotStore
  ) async throws(ControlError) -> ControlAPI.Page<EquityView> {
    let start = try page.cursor.map { cursor throws(ControlError) in try cursor.index() } ?? 0
    let points = try await upToDate(bot, in: store).ledger.equity
    guard start < points.count else { return ControlAPI.Page(items: [], next: nil) }
    let end = min(start + page.limit, points.count)
    var peak = bot.startingWallet
    var views: [EquityView] = []
    for (index, point) in points[..<end].enumerated() {
      peak = max(peak, point.equity)
      guard index >= start else { continue }
      let drawdown = (try? (peak - point.equity).ratio(to: peak)) ?? .zero
      views.append(EquityView(time: point.time, equity: point.equity, drawdown: drawdown))
    }
    return ControlAPI.Page(items: views, next: end < points.count ? Cursor(Int64(end)) : nil)
  }

  private func keep(_ entry: Entry, of bot: BotEntry) {
    entries.withLock { entries in
      if entries.count >= Self.capacity { entries.removeAll() }
      entries[bot.record.number] = entry
    }
  }

  private func upToDate(_ bot: BotEntry, in store: BotStore) async throws(ControlError) -> Entry {
    let kept = entries.withLock { $0[bot.record.number] }
    if let kept, kept.closedTrades == bot.closedTrades { return kept }
    var entry = try await read(bot, in: store, goingOnFrom: kept)
    // Trades of several pairs may be kept in another order than they closed in: then one lies before what was read.
    if kept != nil, entry.ledger.currentEquity != bot.ledger?.equity {
      entry = try await read(bot, in: store, goingOnFrom: nil)
    }
    keep(entry, of: bot)
    return entry
  }

  /// Reads the closed trades that come after what was read before, or all.
  private func read(
    _ bot: BotEntry, in store: BotStore, goingOnFrom kept: Entry?
  ) async throws(ControlError) -> Entry {
    let number = bot.record.number
    guard let fresh = PerformanceLedger(initialWallet: bot.startingWallet) else {
      throw .broken("bot \(number.value) began with \(bot.startingWallet)")
    }
    var start = kept ?? Entry(ledger: fresh, last: nil, closedTrades: 0, document: nil)
    start.document = nil
    start.closedTrades = bot.closedTrades
    do throws(StoreReadError) {
      return try await store.reduceClosedTrades(of: number, after: start.last, into: start) { entry, trade in
        guard let closing = trade.closing else { return }
        entry.last = (closing.closedAt, trade.id)
        entry.ledger.add(
          ClosedTradeResult(
            pair: trade.pair, openedAt: trade.openedAt, closedAt: closing.closedAt, profit: closing.profit,
            profitRatio: closing.profitRatio, exitReason: closing.reason))
      }
    } catch {
      throw Fleet.controlError(error)
    }
  }
}

extension BotEntry {
  fileprivate var startingWallet: Money { ledger?.initial ?? record.settings.capital }
}

extension Cursor {
  /// How many points of an equity curve came before.
  fileprivate func index() throws(ControlError) -> Int {
    guard let number = Int(text), number >= 0 else { throw .invalid(mismatch) }
    return number
  }
}
