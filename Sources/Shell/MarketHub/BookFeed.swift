// SPDX-License-Identifier: Apache-2.0

import MarketData
import Ports
import Synchronization
import TradingModel

/// A pair's order book, and who watches it.
struct BookFeed {
  var sinks = SinkList()
  var sync = BookSync()
  var check = StreamCheck()
  var isFetching = false
  /// When the book was last fetched.
  var syncedAt: ContinuousClock.Instant?
  /// Tells a book from one that was watched earlier.
  private(set) var generation = 0

  /// A book of which nothing is known, that is told apart from this one.
  var successor: BookFeed {
    var feed = BookFeed()
    feed.generation = generation + 1
    return feed
  }
}

/// A book to be fetched until it stands.
struct BookJob: Sendable {
  let feed: PairFeed
  let generation: Int
}

extension PairFeed {
  /// Takes a change of the book from the stream, and answers the fetch that has to be started, if any.
  func take(_ change: BookChange) -> BookJob? {
    state.withLock { state in
      guard !state.details.book.sinks.isEmpty else { return nil }
      guard change.isPlausible else {
        state.details.book.check.count(isGood: false)
        note([.implausibleBook], on: .book(pair), detail(of: change))
        // What it would have said is missing.
        loseBook(in: &state)
        return bookJob(in: &state)
      }
      let suspicions = state.details.book.check.suspicions(of: change, now: now)
      note(suspicions, on: .book(pair), detail(of: change))
      let outcome = state.details.book.sync.take(change)
      state.details.book.check.count(isGood: suspicions.isEmpty && (outcome == .applied || outcome == .waits))
      switch outcome {
      case .applied:
        state.details.book.sinks.offer(.bookChanged(pair))
        return nil
      case .waits: return bookJob(in: &state)
      case .old:
        note([.duplicateBookChange], on: .book(pair), detail(of: change))
        return nil
      case .lost(let loss):
        note(loss, at: change.lastUpdateID)
        state.details.book.sinks.offer(.bookChanged(pair))
        return bookJob(in: &state)
      }
    }
  }

  /// The book is not to be trusted any more: changes may have been missed.
  func loseBook(in state: inout State) {
    let hadBook = state.details.book.sync.book != nil
    state.details.book.sync.restart()
    if hadBook { state.details.book.sinks.offer(.bookChanged(pair)) }
  }

  /// The fetch to start for the book, where it needs one and none is under way.
  func bookJob() -> BookJob? {
    state.withLock { bookJob(in: &$0) }
  }

  /// The book's stream was asked for anew, and changes may have been missed meanwhile: it is fetched again.
  func bookRenewed() -> BookJob? {
    state.withLock { state in
      loseBook(in: &state)
      return bookJob(in: &state)
    }
  }

  func bookJob(in state: inout State) -> BookJob? {
    let book = state.details.book
    guard !book.sinks.isEmpty, !book.isFetching, book.sync.book == nil, state.down == nil else { return nil }
    state.details.book.isFetching = true
    return BookJob(feed: self, generation: book.generation)
  }

  // MARK: What is fetched

  /// How long to wait before the book is fetched: for the first change, which shows that the stream has begun; and so
  /// that a book that doesn't last is not fetched without pause.
  func delay(
    of job: BookJob, at now: ContinuousClock.Instant, _ configuration: MarketHub.Configuration
  ) -> Duration {
    state.withLock { state in
      let forChange = state.details.book.sync.isBuffering ? Duration.zero : configuration.bookDelay
      guard let syncedAt = state.details.book.syncedAt else { return forChange }
      return max(forChange, now.duration(to: syncedAt + configuration.bookInterval))
    }
  }

  /// Whether the book is to be fetched now; false ends the job.
  func needsSnapshot(for job: BookJob) -> Bool {
    state.withLock { state in
      guard state.details.book.generation == job.generation else { return false }
      let isNeeded = state.details.book.sync.book == nil && state.down == nil
      if !isNeeded { state.details.book.isFetching = false }
      return isNeeded
    }
  }

  /// Takes a book that was fetched. Answers whether it stands now.
  func take(_ snapshot: BookSnapshot, limit: Int, for job: BookJob, at now: ContinuousClock.Instant) -> Bool {
    state.withLock { state in
      guard state.details.book.generation == job.generation, state.down == nil else { return true }
      guard snapshot.isPlausible else {
        note([.implausibleBook], on: .book(pair), "\(pair): the book fetched at \(snapshot.lastUpdateID)")
        return false
      }
      switch state.details.book.sync.take(snapshot, limit: limit) {
      case .synced:
        state.details.book.syncedAt = now
        state.details.book.sinks.offer(.bookChanged(pair))
        return true
      case .stale:
        note([.staleBook], on: .book(pair), "\(pair): the book fetched at \(snapshot.lastUpdateID)")
        return false
      case .lost(let loss):
        note(loss, at: snapshot.lastUpdateID)
        return false
      }
    }
  }

  /// The book as it stands, or nil where it doesn't, or where no change has shown yet that the stream follows upon it.
  func book(levels: Int) -> BookSnapshot? {
    state.withLock { state in
      guard state.details.book.sync.isConfirmed else { return nil }
      return state.details.book.sync.book.map {
        BookSnapshot(lastUpdateID: $0.lastUpdateID, depth: $0.depth(levels: levels))
      }
    }
  }

  private func note(_ loss: BookSync.Loss, at updateID: Int64) {
    switch loss {
    case .gap(let missing): note([.bookGap], on: .book(pair), "\(pair): \(missing) updates missing near \(updateID)")
    case .renumbered: note([.bookGap], on: .book(pair), "\(pair): numbered anew at \(updateID)")
    case .crossed: note([.crossedBook], on: .book(pair), "\(pair): at \(updateID)")
    case .exhausted: break
    }
  }

  private func detail(of change: BookChange) -> String {
    "\(pair): updates \(change.firstUpdateID) to \(change.lastUpdateID) at \(change.time)"
  }
}
