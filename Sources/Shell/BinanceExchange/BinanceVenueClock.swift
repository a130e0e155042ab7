// SPDX-License-Identifier: Apache-2.0

public import Logging
public import Ports
import Synchronization
public import TradingModel

/// Binance's clock: the machine's, corrected by how far the venue's is ahead of it.
public final class BinanceVenueClock: VenueClock {
  /// How many times the venue is asked for one correction; the quickest answer counts.
  static let samples = 5

  private struct State {
    var offset: Duration = .zero
    var isSet = false
    /// No earlier time is told any more.
    var floor: Instant = .epoch
  }

  private let rest: BinanceREST
  private let log: Logger
  private let time: MonotonicTime
  private let interval: Duration
  private let wall: @Sendable () -> Instant
  private let state = Mutex(State())

  /// A clock that goes by the machine's until the venue answers.
  ///
  /// - Parameters:
  ///   - interval: how often to correct it.
  ///   - wall: the machine's time of day.
  public init(
    rest: BinanceREST, interval: Duration = .seconds(300), log: Logger, time: MonotonicTime = .system,
    wall: @escaping @Sendable () -> Instant = { WallClock.now() }
  ) {
    self.rest = rest
    self.log = log
    self.time = time
    self.interval = interval
    self.wall = wall
  }

  public func now() -> Instant {
    let wall = wall()
    return state.withLock { state in
      let offset = Int64((state.offset / .milliseconds(1)).rounded())
      state.floor = max(state.floor, wall.advanced(byMilliseconds: offset))
      return state.floor
    }
  }

  public var rate: Double { 1 }

  /// Whether the venue has answered yet.
  public var isSet: Bool { state.withLock { $0.isSet } }

  /// Asks the venue now.
  public func refresh() async throws(VenueRequestError) {
    var best: (roundTrip: Duration, offset: Duration)?
    for _ in 0..<Self.samples {
      let askedAt = time.now()
      let before = wall()
      let answer = try await rest.serverTime()
      let roundTrip = askedAt.duration(to: time.now())
      let offset = Duration.milliseconds(answer.milliseconds(since: before)) - roundTrip / 2
      if best.map({ roundTrip < $0.roundTrip }) ?? true { best = (roundTrip, offset) }
    }
    guard let best else { return }
    state.withLock { state in
      state.offset = best.offset
      state.isSet = true
    }
    rest.alignBudget(venueAhead: best.offset)
  }

  /// Corrects the clock again and again until the task is cancelled.
  public func run() async {
    while !Task.isCancelled {
      var delay = interval
      do {
        try await refresh()
      } catch {
        log.warning("the venue's clock can't be read", metadata: ["error": "\(error)"])
        delay = min(interval, .seconds(10))
      }
      guard (try? await time.sleep(delay)) != nil else { return }
    }
  }
}

extension BinanceVenueClock: SigningClock {
  public func venueTime() -> Instant {
    let wall = wall()
    let offset = state.withLock { Int64(($0.offset / .milliseconds(1)).rounded()) }
    return wall.advanced(byMilliseconds: offset)
  }

  public func resync() async {
    do {
      try await refresh()
    } catch {
      log.warning("the venue's clock can't be read", metadata: ["error": "\(error)"])
    }
  }
}
