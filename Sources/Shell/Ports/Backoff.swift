// SPDX-License-Identifier: Apache-2.0

/// How long to wait before another attempt: anything between the shortest time and a bound that doubles with every
/// attempt (full jitter), so that many who failed together don't come back together.
public struct Backoff: Sendable {
  private let shortest: Duration
  private let longest: Duration
  private let random: @Sendable () -> Double
  private var bound: Duration

  /// A back-off at its beginning.
  ///
  /// - Parameters:
  ///   - shortest: no wait is shorter.
  ///   - longest: no wait is longer.
  ///   - random: evenly distributed in 0..<1.
  public init(
    shortest: Duration = .milliseconds(500), longest: Duration = .seconds(30), random: @escaping @Sendable () -> Double
  ) {
    self.shortest = shortest
    self.longest = longest
    self.random = random
    bound = shortest
  }

  /// How long to wait before the next attempt.
  public mutating func next() -> Duration {
    bound = min(bound * 2, longest)
    return shortest + (bound - shortest) * random()
  }

  /// Whether no attempt was made since the beginning, or since ``reset()``.
  public var isAtBeginning: Bool { bound == shortest }

  /// Begins anew, after success.
  public mutating func reset() {
    bound = shortest
  }
}
