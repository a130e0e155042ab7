// SPDX-License-Identifier: Apache-2.0

import Synchronization
import TradingModel

/// Counts the request weight used in the current minute of the wall. It is told, and refuses nobody.
final class RequestWeight: Sendable {
  private struct Window: Sendable {
    var minute: Int64 = 0
    var used = 0
  }

  private let window = Mutex(Window())

  /// Counts a request, and returns what the minute has used with it.
  func spend(_ weight: Int, at wall: Instant) -> Int {
    window.withLock { window in
      let minute = wall.milliseconds / 60_000
      if minute != window.minute { window = Window(minute: minute) }
      window.used += weight
      return window.used
    }
  }
}
