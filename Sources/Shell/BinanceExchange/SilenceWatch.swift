// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

/// Notices a pair whose candles have stopped coming although the connection stands. Pure; asked about once a second.
///
/// Time is counted as the venue counts it, so a venue that stands still is never silent; and as the wall does, so a
/// venue that races isn't asked for more than it can send. A pair that nobody trades may well be silent: it is found
/// silent once, and not again before something came.
struct SilenceWatch {
  /// Candles come every two seconds while there is trade; a pair is given thirty times as long, or two candles.
  static let venueTimeMin = Duration.seconds(60)
  /// No pair is given more, however long its candles are.
  static let venueTimeMax = Duration.seconds(900)
  /// And never less than this by the wall.
  static let wallTimeMin = Duration.seconds(15)

  private struct Watched {
    var frames = 0
    var venueTime = Duration.zero
    var wallTime = Duration.zero
    var wasFound = false
  }

  private var pairs: [Pair: Watched] = [:]

  /// A new connection gives every pair its time anew.
  mutating func startOver() {
    for pair in pairs.keys {
      pairs[pair]?.venueTime = .zero
      pairs[pair]?.wallTime = .zero
    }
  }

  /// Some time went by. Answers the pairs that are found silent now.
  ///
  /// - Parameters:
  ///   - elapsed: by the wall, since the last time.
  ///   - rate: of the venue's clock.
  ///   - frames: how many candle frames came so far, of each pair.
  ///   - timeframes: the shortest candles that are wanted of each pair.
  mutating func advance(
    by elapsed: Duration, rate: Double, frames: [Pair: Int], timeframes: [Pair: Timeframe]
  ) -> [Pair] {
    pairs = pairs.filter { timeframes[$0.key] != nil }
    return timeframes.keys.sorted().filter { pair in
      var watched = pairs[pair] ?? Watched()
      defer { pairs[pair] = watched }
      let count = frames[pair] ?? 0
      guard count == watched.frames else {
        watched = Watched(frames: count)
        return false
      }
      watched.venueTime += elapsed * rate
      watched.wallTime += elapsed
      let patience = timeframes[pair].map { Duration.milliseconds(2 * $0.milliseconds) } ?? Self.venueTimeMin
      let venueTime = min(max(patience, Self.venueTimeMin), Self.venueTimeMax)
      guard !watched.wasFound, watched.venueTime >= venueTime, watched.wallTime >= Self.wallTimeMin else {
        return false
      }
      watched.wasFound = true
      return true
    }
  }
}
