// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// What time it is at the venue: start + (wall − anchor) × speed, or where it was halted.
struct VenueTimeline: Sendable {
  private(set) var speed: Fixed
  private(set) var isPaused: Bool
  /// Venue time and the wall's at one moment; while time goes by, the others follow from it.
  private var start: Instant
  private var anchor: Instant
  private var newest: Instant

  static let speedMax = Fixed(100_000)

  init(start: Instant, anchor: Instant, speed: Fixed, wall: Instant, isPaused: Bool) {
    precondition(speed.isPositive && speed <= Self.speedMax, "the speed is above 0 and at most 100000")
    self.start = start
    self.anchor = anchor
    self.speed = speed
    self.isPaused = isPaused
    newest = start
    if !isPaused { newest = formula(wall) }
  }

  /// The time at the venue; it does not go back, even if the wall's clock is set back.
  mutating func now(wall: Instant) -> Instant {
    if !isPaused { newest = max(newest, formula(wall)) }
    return newest
  }

  mutating func pause(wall: Instant) {
    newest = now(wall: wall)
    isPaused = true
  }

  mutating func resume(wall: Instant) {
    guard isPaused else { return }
    (start, anchor) = (newest, wall)
    isPaused = false
  }

  mutating func setSpeed(_ speed: Fixed, wall: Instant) {
    (start, anchor) = (now(wall: wall), wall)
    self.speed = speed
  }

  /// Puts halted time forward.
  mutating func advance(to instant: Instant) {
    precondition(isPaused && instant >= newest, "only halted time is put, and only forward")
    newest = instant
  }

  private func formula(_ wall: Instant) -> Instant {
    let elapsed = Int128(wall.milliseconds(since: anchor)) * speed.units / Fixed.unitsPerOne
    let last = Instant.textRange.upperBound.milliseconds
    return Instant(milliseconds: Int64(min(max(Int128(start.milliseconds) + elapsed, 0), Int128(last))))
  }
}
