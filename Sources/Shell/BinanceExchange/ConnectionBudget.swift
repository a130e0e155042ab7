// SPDX-License-Identifier: Apache-2.0

/// How often a venue may be connected to, as one address. Pure.
///
/// The venue allows 300 attempts in five minutes and doesn't say when its five minutes begin: so it is any five minutes,
/// and fewer, for there may be others at the address.
struct ConnectionBudget: Equatable {
  static let attemptsMax = 250
  static let window = Duration.seconds(300)

  /// When the last attempts were made, in order; never more than ``attemptsMax``.
  private var attempts: [ContinuousClock.Instant] = []

  /// How many attempts count.
  func used(at now: ContinuousClock.Instant) -> Int {
    attempts.count { $0 + Self.window > now }
  }

  /// Makes an attempt where one is allowed; else answers from when on one may be.
  mutating func attempt(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
    attempts.removeAll { $0 + Self.window <= now }
    guard attempts.count >= Self.attemptsMax, let first = attempts.first else {
      attempts.append(now)
      return nil
    }
    return first + Self.window
  }
}
