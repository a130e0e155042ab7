// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// The clock that the venue keeps. Everything that is stored or decided is stamped by it.
///
/// With `botsim` it runs faster or slower than the wall, stands still, or jumps when it is stepped.
public protocol VenueClock: Sendable {
  /// What time it is at the venue. Never goes back within a process.
  func now() -> Instant

  /// How many venue milliseconds go by in one of the wall's: 1 at a real venue, 0 while `botsim` is paused.
  var rate: Double { get }
}
