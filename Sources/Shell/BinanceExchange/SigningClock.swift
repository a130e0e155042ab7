// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// The venue's time as well as it is known, for the stamps on requests: unlike a ``VenueClock`` it goes back where it was
/// ahead, for the venue refuses what comes from its future.
public protocol SigningClock: Sendable {
  /// What time it is at the venue.
  func venueTime() -> Instant

  /// Asks the venue what time it is. Where it can't be asked nothing changes.
  func resync() async
}

/// Asks the venue for its time once for all who find it wrong together.
final actor ClockCorrection {
  private let clock: any SigningClock
  private var running: Task<Void, Never>?

  init(_ clock: any SigningClock) {
    self.clock = clock
  }

  /// Corrects the clock; joins a correction that is under way.
  func correct() async {
    if let running { return await running.value }
    let task = Task { await clock.resync() }
    running = task
    await task.value
    running = nil
  }
}
