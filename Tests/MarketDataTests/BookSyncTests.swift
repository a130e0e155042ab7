// SPDX-License-Identifier: Apache-2.0

import Testing
import TradingModel

@testable import MarketData
@testable import TestKit

private func change(
  _ ids: ClosedRange<Int64>, at milliseconds: Int64 = 0, bids: [DepthLevel] = [], asks: [DepthLevel] = []
) -> BookChange {
  BookChange(
    firstUpdateID: ids.lowerBound, lastUpdateID: ids.upperBound, time: Instant(milliseconds: milliseconds),
    depth: Depth(bids: bids, asks: asks))
}

private func snapshot(_ id: Int64) -> BookSnapshot {
  BookSnapshot(lastUpdateID: id, depth: Depth(bids: [level("9", "1")], asks: [level("10", "1")]))
}

@Suite struct BookSyncTests {
  @Test func `drops what the snapshot contains and puts in the rest`() {
    var sync = BookSync()
    #expect(sync.take(change(1...3, bids: [level("9", "7")])) == .waits)
    #expect(sync.take(change(4...6, bids: [level("9", "8")])) == .waits)
    #expect(sync.take(change(7...9, at: 5, asks: [level("10", "4")])) == .waits)
    #expect(sync.take(snapshot(6), limit: 100) == .synced)
    #expect(sync.book?.lastUpdateID == 9)
    #expect(sync.book?.depth(levels: 9) == Depth(bids: [level("9", "1")], asks: [level("10", "4")]))
    #expect(sync.time == Instant(milliseconds: 5))
    #expect(!sync.isBuffering)
  }

  @Test(
    arguments: [
      // The snapshot's number, what it leads to when changes 5...7 and 8...9 wait.
      (3, BookSync.SnapshotOutcome.stale), (4, .stale), (5, .synced), (7, .synced), (8, .synced), (9, .synced),
      (20, .synced),
    ] as [(Int64, BookSync.SnapshotOutcome)])
  func `wants a snapshot that is not older than the first change`(id: Int64, outcome: BookSync.SnapshotOutcome) {
    var sync = BookSync()
    _ = sync.take(change(5...7))
    _ = sync.take(change(8...9))
    #expect(sync.take(snapshot(id), limit: 100) == outcome)
    #expect((sync.book != nil) == (outcome == .synced))
    #expect(sync.book.map { $0.lastUpdateID == max(9, id) } ?? true)
  }

  @Test func `takes a snapshot before anything has changed, and trusts it once a change follows upon it`() {
    var sync = BookSync()
    #expect(sync.take(snapshot(6), limit: 100) == .synced)
    #expect(sync.take(change(5...6)) == .old)
    #expect(!sync.isConfirmed)
    #expect(sync.take(change(5...7)) == .applied)
    #expect(sync.isConfirmed)
    #expect(sync.take(snapshot(99), limit: 100) == .synced)
    #expect(sync.book?.lastUpdateID == 7)
  }

  @Test func `never trusts a snapshot of an older numbering, and gives it up`() {
    var sync = BookSync()
    #expect(sync.take(change(1...2)) == .waits)
    #expect(sync.take(snapshot(6000), limit: 100) == .synced)
    #expect(sync.take(change(3...4)) == .old)
    #expect(!sync.isConfirmed)
    #expect(sync.take(change(90...91, at: 10_001)) == .lost(.renumbered))
  }

  @Test(arguments: [
    (change(6...6), BookSync.ChangeOutcome.old), (change(4...5), .old), (change(5...7), .applied),
    (change(7...7), .applied), (change(7...12), .applied), (change(8...8), .lost(.gap(missing: 1))),
    (change(17...18), .lost(.gap(missing: 10))), (change(3...4, at: 10_001), .lost(.renumbered)),
    (change(3...4, at: 10_000), .old), (change(7...7, bids: [level("10", "1")]), .lost(.crossed)),
    (change(7...7, bids: [level("9", "0")]), .lost(.exhausted)),
  ])
  func `judges a change by the numbers of its updates`(change: BookChange, outcome: BookSync.ChangeOutcome) {
    var sync = BookSync()
    _ = sync.take(BookChange(firstUpdateID: 5, lastUpdateID: 6, time: .epoch, depth: Depth()))
    #expect(sync.take(snapshot(5), limit: 1) == .synced)
    #expect(sync.take(change) == outcome)
    if case .lost = outcome {
      #expect(sync.book == nil)
      #expect(sync.isBuffering)
    } else {
      #expect(sync.book?.lastUpdateID == max(6, change.lastUpdateID))
    }
  }

  @Test func `finds a gap among the changes that wait, and needs another snapshot`() {
    var sync = BookSync()
    for ids in [1...2, 3...4, 7...8] as [ClosedRange<Int64>] { _ = sync.take(change(ids)) }
    #expect(sync.take(snapshot(2), limit: 100) == .lost(.gap(missing: 2)))
    #expect(sync.book == nil)
    #expect(sync.take(snapshot(6), limit: 100) == .stale)
    #expect(sync.take(snapshot(7), limit: 100) == .synced)
    #expect(sync.book?.lastUpdateID == 8)
  }

  @Test func `holds so many levels and no more, and still never takes a snapshot that is too old`() {
    var sync = BookSync()
    let levels = (1...1000).map { level("\($0)", "1") }
    for id in 1...30 { _ = sync.take(change(Int64(id)...Int64(id), bids: levels)) }
    #expect(sync.take(snapshot(5), limit: 100) == .stale)
    var started = BookSync()
    for id in 1...30 { _ = started.take(change(Int64(id)...Int64(id))) }
    #expect(started.take(snapshot(5), limit: 100) == .synced)
  }

  @Test func `begins anew where the venue counts anew while a snapshot is waited for`() {
    var sync = BookSync()
    _ = sync.take(change(1000...1001, at: 0))
    _ = sync.take(change(1...2, at: 20_000))
    #expect(sync.take(snapshot(2), limit: 100) == .synced)
  }

  @Test(arguments: [
    change(2...3, bids: [level("0", "1")]), change(2...3, asks: [level("1", "-1")]),
    BookChange(firstUpdateID: 3, lastUpdateID: 2, time: .epoch, depth: Depth()),
    BookChange(firstUpdateID: -1, lastUpdateID: 2, time: .epoch, depth: Depth()),
    BookChange(firstUpdateID: 1, lastUpdateID: .max, time: .epoch, depth: Depth()),
  ])
  func `knows what can't be true`(change: BookChange) {
    #expect(!change.isPlausible)
  }
}

/// A venue's book and what it sends of it.
private struct MadeMarket {
  var books: [OrderBook]
  var changes: [BookChange] = []

  /// So many changes, each of one to three updates.
  init(changes count: Int, using random: inout SplitMix) {
    let start = BookSnapshot(
      lastUpdateID: 100,
      depth: Depth(
        bids: (1...20).map { level("\(100 - $0)", "1") }, asks: (1...20).map { level("\(100 + $0)", "1") }))
    books = [OrderBook(start, limit: .max)]
    for number in 1...count {
      let id = books[books.count - 1].lastUpdateID
      let middle = Int.random(in: 98...102, using: &random)
      let depth = Depth(
        bids: (0..<3).map { _ in
          level("\(middle - Int.random(in: 1...15, using: &random))", "\(Int.random(in: 0...3, using: &random))")
        } + (middle..<104).map { level("\($0)", "0") },
        asks: (0..<3).map { _ in
          level("\(middle + Int.random(in: 1...15, using: &random))", "\(Int.random(in: 0...3, using: &random))")
        } + (97...middle).map { level("\($0)", "0") })
      let change = BookChange(
        firstUpdateID: id + 1, lastUpdateID: id + Int64.random(in: 1...3, using: &random),
        time: Instant(milliseconds: Int64(number) * 100), depth: depth)
      var book = books[books.count - 1]
      book.apply(change)
      books.append(book)
      changes.append(change)
    }
  }

  func snapshot(after count: Int) -> BookSnapshot {
    BookSnapshot(lastUpdateID: books[count].lastUpdateID, depth: books[count].depth(levels: .max))
  }

  /// Whether a book is the venue's as it stood at the same update.
  func isRight(_ book: OrderBook) -> Bool {
    books.contains { $0.lastUpdateID == book.lastUpdateID && $0.depth(levels: .max) == book.depth(levels: .max) }
  }
}

@Suite struct BookSyncPropertyTests {
  @Test(arguments: 0..<100)
  func `is right or not there, whatever is lost, doubled or out of order`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let market = MadeMarket(changes: 200, using: &random)
    // What arrives: now and then lost, doubled, or late by up to five.
    var arriving: [(at: Int, change: BookChange)] = []
    for (index, change) in market.changes.enumerated() {
      let fate = Int.random(in: 0..<20, using: &random)
      if fate != 0 { arriving.append((index + (fate == 1 ? Int.random(in: 1...5, using: &random) : 0), change)) }
      if fate == 2 { arriving.append((index + Int.random(in: 0...5, using: &random), change)) }
    }
    var sync = BookSync()
    var (synced, losses) = (0, 0)
    // Snapshots are on their way for a while, and as old as that.
    var asked: (snapshot: BookSnapshot, due: Int)?
    for now in 0..<210 {
      for (at, change) in arriving where at == now {
        if case .lost = sync.take(change) { losses += 1 }
        if let book = sync.book { #expect(market.isRight(book), "seed \(seed), step \(now)") }
      }
      if let due = asked, due.due <= now {
        asked = nil
        if sync.take(due.snapshot, limit: .max) == .synced, let book = sync.book {
          #expect(market.isRight(book), "seed \(seed), step \(now)")
          synced += 1
        }
      } else if sync.book == nil, asked == nil {
        let count = min(now + 1, market.changes.count)
        asked = (market.snapshot(after: count), now + Int.random(in: 0...3, using: &random))
      }
    }
    #expect(synced > 0)
    #expect(losses > 0)
    // Once nothing is lost any more, the book comes back and ends where the venue's does.
    if sync.book == nil { _ = sync.take(market.snapshot(after: 200), limit: .max) }
    #expect(sync.book.map { market.isRight($0) } == true)
  }

  @Test(arguments: 0..<20)
  func `follows the venue to the end when nothing is lost`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let market = MadeMarket(changes: 100, using: &random)
    let after = Int.random(in: 1...20, using: &random)
    var sync = BookSync()
    for (index, change) in market.changes.enumerated() {
      _ = sync.take(change)
      if index == 20 { #expect(sync.take(market.snapshot(after: after), limit: .max) == .synced) }
    }
    #expect(sync.book?.lastUpdateID == market.books[100].lastUpdateID)
    #expect(sync.book?.depth(levels: .max) == market.books[100].depth(levels: .max))
  }

  @Test(arguments: 0..<20)
  func `is right as far as it is known from a snapshot of few levels`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let market = MadeMarket(changes: 200, using: &random)
    var sync = BookSync()
    for (index, change) in market.changes.enumerated() {
      _ = sync.take(change)
      if sync.book == nil {
        let whole = market.snapshot(after: index + 1)
        let part = Depth(bids: Array(whole.depth.bids.prefix(5)), asks: Array(whole.depth.asks.prefix(5)))
        #expect(sync.take(BookSnapshot(lastUpdateID: whole.lastUpdateID, depth: part), limit: 5) == .synced)
      }
      guard let book = sync.book else { continue }
      let (known, actual) = (book.depth(levels: .max), market.books[index + 1].depth(levels: .max))
      #expect(known.bids == Array(actual.bids.prefix(known.bids.count)), "seed \(seed), step \(index)")
      #expect(known.asks == Array(actual.asks.prefix(known.asks.count)), "seed \(seed), step \(index)")
    }
  }
}
