// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import Synchronization
import TradingModel

/// What trades add up to over any range of time: days and hours are added up once and kept for a while.
final class SummaryCache: Sendable {
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

  let market: any MarketRecord
  private let entries = Mutex(Entries())

  /// How many summaries a generation holds; one takes about 200 bytes.
  private static let generationMax = 60_000
  private static let units: [Timeframe] = [.oneDay, .oneHour]

  init(market: any MarketRecord) { self.market = market }

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
      if stop <= end { return (stop, whole(Key(pair: pair, unit: unit, openTime: start), to: stop)) }
    }
    let stop = min(end, Timeframe.oneHour.openTime(after: Timeframe.oneHour.openTime(containing: start)))
    return (stop, market.summary(of: pair, in: start..<stop))
  }

  private func whole(_ key: Key, to stop: Instant) -> TradeSummary? {
    if let known = entries.withLock({ entries in
      if let entry = entries.young[key] { return entry }
      guard let entry = entries.old[key] else { return Entry?.none }
      Self.keep(entry, for: key, in: &entries)
      return entry
    }) {
      return known.summary
    }
    let summary = market.summary(of: key.pair, in: key.openTime..<stop)
    entries.withLock { Self.keep(summary.map(Entry.trades) ?? .none, for: key, in: &$0) }
    return summary
  }

  private static func keep(_ entry: Entry, for key: Key, in entries: inout Entries) {
    if entries.young.count >= generationMax {
      entries.old = entries.young
      entries.young = [:]
    }
    entries.young[key] = entry
  }
}

extension SummaryCache.Entry {
  fileprivate var summary: TradeSummary? {
    if case .trades(let summary) = self { summary } else { nil }
  }
}
