// SPDX-License-Identifier: Apache-2.0

import Indicators
import StrategyKit

/// What a pattern has said, and how long that holds.
///
/// It holds until a candle closes beyond its limit, which refutes it, until it has been held for so many candles, or
/// until another pattern says something.
struct StandingCall: Sendable {
  /// Over how many candles after its own a call holds.
  let lifetime: Int
  private(set) var call: Call?

  /// A side and the price that refutes it.
  struct Call: Hashable, Sendable {
    let side: SignalAction
    /// For enter the close below which it is refuted, for exit the close above which it is.
    let limit: Double
    /// How many candles ago it was made.
    var age = 0
  }

  /// No call; a lifetime of 1 candle or more.
  init(lifetime: Int) { self.lifetime = lifetime }

  /// Takes the next candle, and what a pattern says at it.
  mutating func update(_ bar: Bar, _ made: Call?) {
    if let made {
      call = made
    } else if var standing = call {
      standing.age += 1
      let isRefuted = standing.side == .enter ? bar.close < standing.limit : bar.close > standing.limit
      call = isRefuted || standing.age > lifetime ? nil : standing
    }
  }

  /// What a strategy thinks while the call stands.
  var stance: Stance { call.map { Stance($0.side) } ?? .neutral }

  /// Which call stands, of a pattern that people call so: "bullish gap".
  func words(_ pattern: String) -> String {
    guard let call else { return "no \(pattern) stands" }
    let (kind, place) = call.side == .enter ? ("bullish", "below") : ("bearish", "above")
    let age = call.age == 0 ? "at this candle" : "\(call.age) \(call.age == 1 ? "candle" : "candles") ago"
    return "a \(kind) \(pattern) \(age) holds; a close \(place) \(Reading("", call.limit).valueText) refutes it"
  }
}
