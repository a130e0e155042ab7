// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import Synchronization
import TradingModel

/// What trades add up to over any range of time: days and hours are added up once and kept for a while.
struct SummaryCache: Sendable {
  let market: ScheduledMarket
  let store: SummaryStore

  private static let units: [Timeframe] = [.oneDay, .oneHour]

  /// - Parameter store: of this market, or of one that was the same up to now: only what is over is kept.
  init(market: ScheduledMarket, store: SummaryStore) {
    self.market = market
    self.store = store
  }

  /// What the trades from a time up to another (exclusive) add up to; nil where there are none.
  func summary(of pair: Pair, from start: Instant, to end: Instant) -> TradeSummary? {
    guard let span = market.span(of: pair) else { return nil }
    var next = max(start, span.lowerBound)
    let end = min(end, span.upperBound)
    var sum: TradeSummary?
    while next < end {
      let (stop, part) = part(of: pair, from: next, to: end)
      if let part {
        sum?.add(part)
        sum = sum ?? part
      }
      next = stop
    }
    return sum
  }

  /// The longest piece that can be had at once.
  private func part(of pair: Pair, from start: Instant, to end: Instant) -> (stop: Instant, TradeSummary?) {
    for unit in Self.units where unit.openTime(containing: start) == start {
      let stop = unit.openTime(after: start)
      if stop <= end { return (stop, whole(SummaryStore.Key(pair: pair, unit: unit, openTime: start), to: stop)) }
    }
    let stop = min(end, Timeframe.oneHour.openTime(after: Timeframe.oneHour.openTime(containing: start)))
    return (stop, market.summary(of: pair, in: start..<stop))
  }

  private func whole(_ key: SummaryStore.Key, to stop: Instant) -> TradeSummary? {
    if let known = store.entry(for: key) { return known.summary }
    let summary = market.summary(of: key.pair, in: key.openTime..<stop)
    store.keep(summary.map(SummaryStore.Entry.trades) ?? .none, for: key)
    return summary
  }
}

/// The memory of a ``SummaryCache``.
final class SummaryStore: Sendable {
  fileprivate struct Key: Hashable, Sendable {
    let pair: Pair
    let unit: Timeframe
    let openTime: Instant
  }

  fileprivate enum Entry: Sendable {
    case trades(TradeSummary)
    case none
  }

  /// Two generations: what was not asked for while the younger one filled up is forgotten.
  fileprivate struct Entries: Sendable {
    var young: [Key: Entry] = [:]
    var old: [Key: Entry] = [:]
  }

  private let entries = Mutex(Entries())

  /// How many summaries a generation holds; one takes about 200 bytes.
  private static let generationMax = 60_000

  fileprivate func entry(for key: Key) -> Entry? {
    entries.withLock { entries in
      if let entry = entries.young[key] { return entry }
      guard let entry = entries.old[key] else { return nil }
      Self.keep(entry, for: key, in: &entries)
      return entry
    }
  }

  fileprivate func keep(_ entry: Entry, for key: Key) { entries.withLock { Self.keep(entry, for: key, in: &$0) } }

  private static func keep(_ entry: Entry, for key: Key, in entries: inout Entries) {
    if entries.young.count >= generationMax {
      entries.old = entries.young
      entries.young = [:]
    }
    entries.young[key] = entry
  }
}

extension SummaryStore.Entry {
  fileprivate var summary: TradeSummary? {
    if case .trades(let summary) = self { summary } else { nil }
  }
}
