// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

/// What befalls one pair, worked out: when it rests, how many trades fall out by that, and on which grid it is traded.
struct PairCourse: Sendable {
  /// A time in which nothing is traded.
  struct Rest: Hashable, Sendable {
    let range: Range<Instant>
    /// The number that the first trade after its beginning would have had.
    let firstID: Int64
    /// How many trades have fallen out up to its end, with those of the rests before.
    let dropped: Int64
  }

  /// From when on trades are on a grid; nil for the market's own.
  private struct Era: Hashable, Sendable {
    let start: Instant
    let grid: TickGrid?
  }

  /// A range of time in which trades are made in the same way.
  struct Piece {
    let range: Range<Instant>
    let dropped: Int64
    let grid: TickGrid?
  }

  /// In order, apart from each other.
  let rests: [Rest]
  private let eras: [Era]

  /// - Parameter known: the course so far, of which what stays the same need not be worked out again.
  init(
    _ course: MarketSchedule.Course, closures: [Range<Instant>], of rules: InstrumentRules, in market: any MarketRecord,
    known: PairCourse?
  ) {
    let spells = course.suspensions.map(\.range) + course.absences + closures
    let ranges = Self.merged(
      spells.map { $0.lowerBound.advanced(byMilliseconds: 1)..<$0.upperBound.advanced(byMilliseconds: 1) })
    var rests: [Rest] = []
    for range in ranges {
      if let known, rests.count < known.rests.count, known.rests[rests.count].range == range {
        rests.append(known.rests[rests.count])
        continue
      }
      let before = rests.last?.dropped ?? 0
      let first = market.numberOfFirstTrade(of: rules.pair, from: range.lowerBound)
      let next = market.numberOfFirstTrade(of: rules.pair, from: range.upperBound)
      // Where nothing is traded any more, nothing has to be numbered.
      let count = first.flatMap { first in next.map { $0 - first } } ?? 0
      rests.append(Rest(range: range, firstID: first ?? .max, dropped: before + count))
    }
    self.rests = rests
    eras = Self.eras(course.filters, of: rules)
  }

  private static func merged(_ ranges: [Range<Instant>]) -> [Range<Instant>] {
    var merged: [Range<Instant>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }

  private static func eras(_ spells: [MarketSchedule.FilterSpell], of rules: InstrumentRules) -> [Era] {
    let own = TickGrid(tick: rules.price.tick.value, step: rules.lot.step.value)
    let edges = Set(spells.flatMap { [$0.range.lowerBound, $0.range.upperBound] }).sorted()
    let course = MarketSchedule.Course(filters: spells)
    return edges.map { edge in
      let changed = course.rules(rules, at: edge) ?? rules
      let grid = TickGrid(tick: changed.price.tick.value, step: changed.lot.step.value)
      return Era(start: edge.advanced(byMilliseconds: 1), grid: grid == own ? nil : grid)
    }
  }

  /// The rest that a time lies in.
  func rest(at time: Instant) -> Range<Instant>? {
    let index = firstRest(endingAfter: time)
    return index < rests.count && rests[index].range.contains(time) ? rests[index].range : nil
  }

  /// Whether the pair rests at any time of a range.
  func rests(in range: Range<Instant>) -> Bool {
    let index = firstRest(endingAfter: range.lowerBound)
    return index < rests.count && rests[index].range.lowerBound < range.upperBound
  }

  /// When the last rest before a time was over; nil where there was none.
  func restEnd(upTo time: Instant) -> Instant? {
    let index = firstRest(endingAfter: time)
    return index > 0 ? rests[index - 1].range.upperBound : nil
  }

  /// On which grid trades are at a time; nil for the market's own.
  func grid(at time: Instant) -> TickGrid? { eras.last { $0.start <= time }?.grid }

  /// How often the grid may have changed up to a time.
  func era(at time: Instant) -> Int { eras.count { $0.start <= time } }

  /// Whether anything in a range of time is other than on the market itself.
  func befalls(_ range: Range<Instant>) -> Bool {
    if rests(in: range) || grid(at: range.lowerBound) != nil { return true }
    return eras.contains { range.contains($0.start) }
  }

  /// The parts of a range in which there is trade, in order.
  func pieces(of range: Range<Instant>) -> [Piece] {
    var pieces: [Piece] = []
    var start = range.lowerBound
    var index = firstRest(endingAfter: start)
    while start < range.upperBound {
      let rest = index < rests.count ? rests[index].range : nil
      let end = min(range.upperBound, rest?.lowerBound ?? range.upperBound)
      if start < end { add(start..<end, dropped: index > 0 ? rests[index - 1].dropped : 0, to: &pieces) }
      start = rest?.upperBound ?? range.upperBound
      index += 1
    }
    return pieces
  }

  /// Divides a range in which the pair doesn't rest by its grids.
  private func add(_ range: Range<Instant>, dropped: Int64, to pieces: inout [Piece]) {
    var start = range.lowerBound
    while start < range.upperBound {
      let next = eras.first { $0.start > start }?.start ?? range.upperBound
      let end = min(next, range.upperBound)
      pieces.append(Piece(range: start..<end, dropped: dropped, grid: grid(at: start)))
      start = end
    }
  }

  /// By how much a number is smaller than on the market itself.
  func dropped(beforeNumber id: Int64) -> Int64 {
    var dropped: Int64 = 0
    for rest in rests {
      guard rest.firstID - dropped <= id else { break }
      dropped = rest.dropped
    }
    return dropped
  }

  private func firstRest(endingAfter time: Instant) -> Int {
    var (low, high) = (0, rests.count)
    while low < high {
      let middle = (low + high) / 2
      if rests[middle].range.upperBound <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension PairCourse.Piece {
  /// A trade of the market itself as it is here.
  func shown(_ trade: PublicTrade) -> PublicTrade {
    PublicTrade(
      id: trade.id - dropped, time: trade.time, price: grid?.nearest(trade.price) ?? trade.price,
      quantity: grid?.nearest(trade.quantity) ?? trade.quantity, isBuyerMaker: trade.isBuyerMaker)
  }
}

extension TickGrid {
  /// The price on the grid that is nearest, a tick at least.
  func nearest(_ price: Price) -> Price {
    Price(max(price.value.rounded(toMultipleOf: tick, .halfEven), tick))
  }

  /// The quantity on the grid that is nearest, a step at least; nothing stays nothing.
  func nearest(_ quantity: Quantity) -> Quantity {
    quantity == .zero ? .zero : Quantity(max(quantity.value.rounded(toMultipleOf: step, .halfEven), step))
  }
}

extension MarketRecord {
  /// The number of the first trade from a time on; nil where there is none.
  func numberOfFirstTrade(of pair: Pair, from time: Instant) -> Int64? {
    guard let span = span(of: pair) else { return nil }
    var start = max(time, span.lowerBound)
    var reach: Int64 = 60_000
    while start < span.upperBound {
      let end = min(span.upperBound, start.advanced(byMilliseconds: reach))
      if let first = trades(of: pair, in: start..<end).first { return first.id }
      start = end
      reach = min(reach * 4, CalendarDay.milliseconds)
    }
    return nil
  }
}
