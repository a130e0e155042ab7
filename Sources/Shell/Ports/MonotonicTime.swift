// SPDX-License-Identifier: Apache-2.0

/// The monotonic clock and the way to wait on it. Tests put a clock in its place that they move by hand.
public struct MonotonicTime: Sendable {
  /// What time it is.
  public let now: @Sendable () -> ContinuousClock.Instant
  /// Waits so long; throws where the task is cancelled.
  public let sleep: @Sendable (Duration) async throws -> Void

  /// A clock of its two abilities.
  public init(
    now: @escaping @Sendable () -> ContinuousClock.Instant, sleep: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.now = now
    self.sleep = sleep
  }

  /// The machine's clock.
  public static let system = MonotonicTime(
    now: { ContinuousClock.now }, sleep: { try await Task.sleep(for: $0, clock: .continuous) })
}
