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
  func document(of bot: BotEntry, in store: BotStore, at now: Instant) async throws(ControlError) -> RenderedDocument {
    let number = bot.record.number
    if let entry = kept(bot), let document = entry.document { return document }
    var entry = try await upToDate(bot, in: store)
    let settings = bot.record.settings
    let end = entry.last?.closedAt ?? bot.record.createdAt
    let summary = entry.ledger.summary(from: bot.record.createdAt, until: max(end, bot.record.createdAt))
    let view = PerformanceView(bot: settings.name, currency: settings.stakeCurrency, summary: summary)
    let document = RenderedDocument(view.node)
    entry.document = document
    let result = entry
    entries.withLock { entries in
      if entries.count >= Self.capacity { entries.removeAll() }
      entries[number] = result
    }
    return document
  }

  /// A bot's equity curve, oldest first.
  func equity(
    of bot: BotEntry, _ page: ControlAPI.PageRequest, in store: BotStore
  ) async throws(ControlError) -> ControlAPI.Page<EquityView> {
    let points = try await upToDate(bot, in: store).ledger.equity
    let start: Int
    do throws(FieldErrors) {
      start = Int(clamping: try page.cursor?.number() ?? 0)
    } catch { throw .invalid(error) }
    var peak = bot.ledger?.initial ?? bot.record.settings.dryRunWallet
    var views: [EquityView] = []
    for (index, point) in points.enumerated() where index < start + page.limit {
      peak = max(peak, point.equity)
      guard index >= start else { continue }
      let drawdown = (try? (peak - point.equity).ratio(to: peak)) ?? .zero
      views.append(EquityView(time: point.time, equity: point.equity, drawdown: drawdown))
    }
    let end = start + views.count
    return ControlAPI.Page(items: views, next: end < points.count ? Cursor(Int64(end)) : nil)
  }

  private func kept(_ bot: BotEntry) -> Entry? {
    entries.withLock { $0[bot.record.number] }.flatMap { $0.closedTrades == bot.closedTrades ? $0 : nil }
  }

  private func upToDate(_ bot: BotEntry, in store: BotStore) async throws(ControlError) -> Entry {
    if let entry = kept(bot) { return entry }
    let number = bot.record.number
    let initial = bot.ledger?.initial ?? bot.record.settings.dryRunWallet
    guard let fresh = PerformanceLedger(initialWallet: initial) else {
      throw .broken("bot \(number.value) began with \(initial)")
    }
    var start = entries.withLock { $0[number] } ?? Entry(ledger: fresh, last: nil, closedTrades: 0, document: nil)
    start.document = nil
    start.closedTrades = bot.closedTrades
    do {
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
