// SPDX-License-Identifier: Apache-2.0

public import BotModel
public import TradingModel

/// Keeps why bots did nothing. Nothing depends on it: it is written when there is time, and the newest of it may be lost
/// when the power is.
public protocol Diary: Sendable {
  /// Notes a decision; never waits. Beyond a bound it is dropped and counted.
  func note(_ decision: Decision, of bot: BotNumber)
}
