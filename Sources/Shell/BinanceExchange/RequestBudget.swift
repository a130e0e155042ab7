// SPDX-License-Identifier: Apache-2.0

/// How much a venue may be asked: the weight of requests per minute, as one address. Pure; ``RequestGate`` waits.
///
/// Requests are paced by a bucket that refills steadily, so that in no window of a minute more than ``share`` of the
/// venue's limit is spent, whenever its minute begins. What the venue says has been used, by us or by others at the same
/// address, counts on top.
struct RequestBudget {
  /// The part of the venue's limit that may be used.
  static let share = 0.8
  /// The part of what may be used that can be spent at once.
  static let burstShare = 0.25

  private(set) var weightPerMinute: Int
  private var available: Double
  private var refilledAt: ContinuousClock.Instant
  private var blockedUntil: ContinuousClock.Instant?
  private var reported: (used: Int, windowEnds: ContinuousClock.Instant)?

  init(weightPerMinute: Int, now: ContinuousClock.Instant) {
    self.weightPerMinute = weightPerMinute
    available = 0
    refilledAt = now
    available = burst
  }

  private var usable: Double { Double(weightPerMinute) * Self.share }
  private var burst: Double { usable * Self.burstShare }
  private var perSecond: Double { usable * (1 - Self.burstShare) / 60 }

  /// What comes of asking for a request.
  enum Admission: Equatable {
    /// It may be sent; its weight is spent.
    case now
    /// It has to be asked for again after this time.
    case after(Duration)
  }

  /// Asks for a request. One that is heavier than a burst waits for a full bucket and overdraws it.
  mutating func admit(weight: Int, now: ContinuousClock.Instant) -> Admission {
    refill(now)
    if let blockedUntil {
      guard now >= blockedUntil else { return .after(now.duration(to: blockedUntil)) }
      self.blockedUntil = nil
    }
    if let window = reported {
      if now >= window.windowEnds {
        reported = nil
      } else if Double(window.used + weight) > usable {
        return .after(now.duration(to: window.windowEnds))
      }
    }
    let needed = min(Double(weight), burst)
    guard available >= needed else { return .after(.seconds((needed - available) / perSecond)) }
    available -= Double(weight)
    if let window = reported { reported = (window.used + weight, window.windowEnds) }
    return .now
  }

  /// The venue said how much was used in its present minute.
  mutating func venueReported(used: Int, now: ContinuousClock.Instant) {
    // A lower figure means that a new minute began. Where it began earlier than we notice, we only wait longer.
    if let window = reported, now < window.windowEnds, used >= window.used / 2 {
      reported = (max(used, window.used), window.windowEnds)
    } else {
      reported = (used, now + .seconds(60))
    }
  }

  /// The venue said that nothing may be asked for so long.
  mutating func block(for duration: Duration, now: ContinuousClock.Instant) {
    blockedUntil = max(blockedUntil ?? now, now + duration)
  }

  /// The venue said how much weight it allows in a minute.
  mutating func allow(weightPerMinute: Int, now: ContinuousClock.Instant) {
    refill(now)
    self.weightPerMinute = weightPerMinute
    available = min(available, burst)
  }

  private mutating func refill(_ now: ContinuousClock.Instant) {
    let seconds = max(0, refilledAt.duration(to: now) / .seconds(1))
    refilledAt = max(refilledAt, now)
    available = min(burst, available + seconds * perSecond)
  }
}
