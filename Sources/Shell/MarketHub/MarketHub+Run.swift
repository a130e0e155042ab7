// SPDX-License-Identifier: Apache-2.0

import Logging
import MarketData
import Ports
import Synchronization
import TradingModel

extension MarketHub {
  /// Runs the feed until the task is cancelled.
  public func run() async {
    await withTaskCancellationHandler {
      await withDiscardingTaskGroup { group in
        group.addTask { await self.source.run { self.apply($0) } }
        group.addTask { await self.keepInstruments() }
        for await job in jobs {
          switch job {
          case .candles(let job):
            group.addTask { await self.carryOut(job) }
            group.addTask { await self.limitWaiting(for: job) }
          case .trades(let job): group.addTask { await self.carryOut(job) }
          case .aggregates(let job): group.addTask { await self.carryOut(job) }
          case .book(let job): group.addTask { await self.carryOut(job) }
          }
        }
        group.cancelAll()
      }
    } onCancel: {
      stop()
    }
    stop()
  }

  /// Waits until the instruments were fetched for the first time, or the feed has stopped.
  public func waitUntilInstruments() async {
    await withCheckedContinuation { waiter in
      let isDone = venue.withLock { venue in
        if venue.isStopped || !venue.instruments.isEmpty { return true }
        venue.waiters.append(waiter)
        return false
      }
      if isDone { waiter.resume() }
    }
  }

  /// Lets everybody go on who waits.
  private func stop() {
    let waiters = venue.withLock { venue in
      venue.isStopped = true
      defer { venue.waiters = [] }
      return venue.waiters
    }
    for waiter in waiters { waiter.resume() }
    for feed in feeds.withLock({ Array($0.values) }) { feed.stop() }
  }

  // MARK: Instruments

  private func keepInstruments() async {
    var backoff = Backoff(random: random)
    while !Task.isCancelled {
      let delay: Duration
      do {
        take(try await source.instruments())
        backoff.reset()
        delay = max(configuration.instrumentsPause, configuration.instrumentsRefresh / max(1, min(clock.rate, 1e6)))
      } catch {
        faults.note(.fetchFailed, "instruments: \(error)")
        delay = backoff.next()
      }
      guard (try? await time.sleep(delay)) != nil else { return }
    }
  }

  private func take(_ rules: [InstrumentRules]) {
    let waiters = venue.withLock { venue in
      venue.instruments = Dictionary(rules.map { ($0.pair, $0) }) { $1 }
      guard !rules.isEmpty else { return [CheckedContinuation<Void, Never>]() }
      defer { venue.waiters = [] }
      return venue.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  // MARK: Fetches

  /// Fetches until the series needs nothing more, for as long as it takes.
  private func carryOut(_ job: FetchJob) async {
    var backoff = Backoff(random: random)
    var missingAttempts = 0
    while !Task.isCancelled, let request = job.feed.request(for: job) {
      let key = SeriesKey(pair: job.feed.pair, timeframe: job.timeframe)
      // Before it is asked: an answer that was long on its way doesn't tell how candles closed meanwhile.
      let settled = settled
      do {
        let rows = try await source.candles(
          key, from: request.from, to: nil, limit: request.limit, purpose: request.purpose)
        backoff.reset()
        missingAttempts += 1
        let result = job.feed.merge(
          rows, for: job, answering: request, settled: settled,
          isLastAttempt: missingAttempts >= configuration.missingAttemptsMax)
        guard result.isMissing else {
          missingAttempts = 0
          continue
        }
        if result.hasProgressed { missingAttempts = 0 }
        guard (try? await time.sleep(configuration.missingDelay)) != nil else { return }
      } catch {
        faults.note(.fetchFailed, "\(key): \(error)")
        job.feed.degrade(job, reason: error.reason)
        guard (try? await time.sleep(backoff.next())) != nil else { return }
      }
    }
  }

  /// When candles that close now or earlier are closed for sure.
  private var settled: Instant {
    let wallMilliseconds = Double(configuration.settleTime / .milliseconds(1))
    return clock.now().advanced(byMilliseconds: -Int64(wallMilliseconds * max(1, min(clock.rate, 1e6))))
  }

  private func limitWaiting(for job: FetchJob) async {
    guard (try? await time.sleep(configuration.patience)) != nil else { return }
    job.feed.stopWaiting(job, reason: "the venue has not answered within \(configuration.patience)")
  }
}

extension FeedError {
  /// The error as part of a sentence.
  var reason: String {
    switch self {
    case .unknownPair(let pair): "the venue does not know \(pair)"
    case .unsupportedTimeframe(let timeframe): "the venue does not offer \(timeframe)"
    case .unreachable(let reason): reason
    case .refused(let reason): "the venue refused: \(reason)"
    }
  }
}
