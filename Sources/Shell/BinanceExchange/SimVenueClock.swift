// SPDX-License-Identifier: Apache-2.0

import BinanceWire
public import Logging
import NIOCore
public import Ports
import Synchronization
public import TradingModel

/// The clock of `botsim`: asked for now and then, and carried on from there at its speed.
///
/// Never goes back: where the simulator's time does (another one was started, or it was stopped while this clock ran
/// on), this clock stands still until it is caught up with.
public final class SimVenueClock: VenueClock {
  private struct State {
    /// What the simulator said, and when.
    var answer: SimTime?
    var answeredAt: ContinuousClock.Instant
    /// No earlier time is told any more.
    var floor: Instant
  }

  private let rest: BinanceREST
  private let log: Logger
  private let time: MonotonicTime
  private let interval: Duration
  private let state: Mutex<State>

  /// A clock that has not asked yet: it stands at `start`.
  ///
  /// - Parameters:
  ///   - start: the time until the simulator answers for the first time; no later than the simulator's, such as the
  ///     newest time that is stored.
  ///   - interval: how often to ask.
  public init(
    rest: BinanceREST, start: Instant = .epoch, interval: Duration = .milliseconds(250), log: Logger,
    time: MonotonicTime = .system
  ) {
    self.rest = rest
    self.log = log
    self.time = time
    self.interval = interval
    state = Mutex(State(answer: nil, answeredAt: time.now(), floor: start))
  }

  public func now() -> Instant {
    let wall = time.now()
    return state.withLock { state in
      if let answer = state.answer {
        let elapsed = answer.milliseconds(in: state.answeredAt.duration(to: wall))
        state.floor = max(state.floor, answer.now.advanced(byMilliseconds: elapsed))
      }
      return state.floor
    }
  }

  public var rate: Double { state.withLock { $0.answer?.rate ?? 0 } }

  /// Whether the simulator has answered yet.
  public var isSet: Bool { state.withLock { $0.answer != nil } }

  /// The venue put this time on a message: it is no earlier.
  public func observe(_ instant: Instant) {
    state.withLock { $0.floor = max($0.floor, instant) }
  }

  /// Asks the simulator now.
  public func refresh() async throws(VenueRequestError) {
    let askedAt = time.now()
    let answer = try await rest.simTime()
    let answeredAt = time.now()
    // Somewhere between question and answer; the middle is wrong by half of the way at most.
    let middle = askedAt + askedAt.duration(to: answeredAt) / 2
    state.withLock { state in
      state.answer = answer
      state.answeredAt = middle
    }
  }

  /// Asks again and again until the task is cancelled.
  public func run() async {
    var isReachable = true
    while !Task.isCancelled {
      do {
        try await refresh()
        if !isReachable { log.info("the simulator's clock is back") }
        isReachable = true
      } catch {
        if isReachable { log.warning("the simulator's clock can't be read", metadata: ["error": "\(error)"]) }
        isReachable = false
      }
      guard (try? await time.sleep(interval)) != nil else { return }
    }
  }
}

extension SimVenueClock: SigningClock {
  public func venueTime() -> Instant {
    let wall = time.now()
    let told = state.withLock { state in
      state.answer.map { $0.now.advanced(byMilliseconds: $0.milliseconds(in: state.answeredAt.duration(to: wall))) }
    }
    return told ?? now()
  }

  public func resync() async {
    do {
      try await refresh()
    } catch {
      log.warning("the simulator's clock can't be read", metadata: ["error": "\(error)"])
    }
  }
}

extension SimTime {
  /// Venue milliseconds in so much of the wall's time.
  func milliseconds(in elapsed: Duration) -> Int64 {
    Int64(max(0, min(elapsed / .milliseconds(1) * rate, 1e14)))
  }

  /// Venue milliseconds per millisecond of the wall, now.
  var rate: Double { isPaused ? 0 : speed.approximated }
}

extension BinanceREST {
  /// The time at `botsim`.
  func simTime() async throws(VenueRequestError) -> SimTime {
    let body = try await get("/sim/time", weight: 0, lane: .account)
    return try read(body) { (body) throws(WireError) in try SimTime(body.readableBytesSpan) }
  }
}
