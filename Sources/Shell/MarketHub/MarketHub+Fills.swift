// SPDX-License-Identifier: Apache-2.0

import MarketData
import Ports
import TradingModel

// What is fetched besides candles: missing trades, and books.

extension MarketHub {
  /// Fetches missing trades until there are none, or they are given up: then what was not asked yet isn't asked any more,
  /// or requests that nobody needs would hold up those of others.
  func carryOut<Trade: FeedTrade>(_ job: TradeFillJob<Trade>) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.fetch(job) }
      group.addTask { await self.limitWaiting(for: job) }
      await group.next()
      group.cancelAll()
    }
  }

  private func fetch<Trade: FeedTrade>(_ job: TradeFillJob<Trade>) async {
    var backoff = Backoff(random: random)
    var emptyAttempts = 0
    while !Task.isCancelled, let from = job.feed.fetchFrom(for: job) {
      do {
        let rows = try await Trade.fetch(from, of: job.feed.pair, from: source)
        guard !job.feed.merge(rows, for: job) else {
          emptyAttempts = 0
          continue
        }
        emptyAttempts += 1
        guard emptyAttempts < configuration.missingAttemptsMax else {
          return job.feed.giveUp(job, reason: "unknown to the venue")
        }
        guard (try? await time.sleep(configuration.missingDelay)) != nil else { return }
      } catch {
        guard !Task.isCancelled else { return }
        faults.note(.fetchFailed, on: Trade.stream(of: job.feed.pair), "\(Trade.stream(of: job.feed.pair)): \(error)")
        guard case .unreachable = error else { return job.feed.giveUp(job, reason: error.reason) }
        guard (try? await time.sleep(backoff.next())) != nil else { return }
      }
    }
  }

  private func limitWaiting<Trade: FeedTrade>(for job: TradeFillJob<Trade>) async {
    guard (try? await time.sleep(configuration.tradePatience)) != nil else { return }
    job.feed.giveUp(job, reason: "not to be had within \(configuration.tradePatience)")
  }

  /// Fetches a book until it stands, for as long as it takes.
  func carryOut(_ job: BookJob) async {
    var backoff = Backoff(random: random)
    let delay = job.feed.delay(of: job, at: time.now(), configuration)
    if delay > .zero { guard (try? await time.sleep(delay)) != nil else { return } }
    while !Task.isCancelled, job.feed.needsSnapshot(for: job) {
      do {
        let snapshot = try await source.book(of: job.feed.pair, limit: configuration.bookLevels)
        let isSynced = job.feed.take(snapshot, limit: configuration.bookLevels, for: job, at: time.now())
        if isSynced { continue }
      } catch {
        faults.note(.fetchFailed, on: .book(job.feed.pair), "book of \(job.feed.pair): \(error)")
      }
      guard (try? await time.sleep(backoff.next())) != nil else { return }
    }
  }
}
