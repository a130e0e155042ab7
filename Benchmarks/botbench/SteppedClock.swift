// SPDX-License-Identifier: Apache-2.0

import Ports
import Synchronization
import TradingModel

/// A venue's clock that the benchmark sets.
final class SteppedClock: VenueClock {
  private let milliseconds: Atomic<Int64>

  init(_ now: Instant) { milliseconds = Atomic(now.milliseconds) }

  var rate: Double { 1 }

  func now() -> Instant { Instant(milliseconds: milliseconds.load(ordering: .relaxed)) }

  func set(_ now: Instant) { milliseconds.store(now.milliseconds, ordering: .relaxed) }
}
