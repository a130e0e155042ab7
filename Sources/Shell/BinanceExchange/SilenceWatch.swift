// SPDX-License-Identifier: Apache-2.0

import MarketData
import TradingModel

/// Notices streams that have stopped coming although the connection stands. Pure; asked about once a second.
///
/// A stream is silent where others show that its pair was traded meanwhile. Without that a pair may just be quiet: then
/// its candles are doubted once, after two of them, and not again before something came. A connection is dead where
/// that holds for all of it, or where streams stay silent however often they are asked for anew.
///
/// Time is counted as the venue counts it, so a venue that stands still is never silent; and as the wall does, so a
/// venue that races isn't asked for more than it can send.
struct SilenceWatch {
  /// Candles come every two seconds while there is trade; a stream is given thirty times as long, or two candles.
  static let venueTimeMin = Duration.seconds(60)
  /// No stream is given more, however long its candles are.
  static let venueTimeMax = Duration.seconds(900)
  /// And never less than this by the wall.
  static let wallTimeMin = Duration.seconds(15)
  /// So many messages that show trade on the pair prove that a stream is silent.
  static let proof = 10
  /// A stream that is still silent after it was asked for anew so often makes the connection dead.
  static let renewalsMax = 3

  fileprivate struct Watched {
    var frames = 0
    var activity = 0
    var venueTime = Duration.zero
    var wallTime = Duration.zero
    var wasDoubted = false
    var renewals = 0

    mutating func giveTime() {
      venueTime = .zero
      wallTime = .zero
    }

    func hasWaited(_ patience: Duration) -> Bool {
      venueTime >= patience && wallTime >= SilenceWatch.wallTimeMin
    }
  }

  /// What was found.
  struct Findings: Equatable {
    /// Streams to be asked for anew, sorted by name.
    var silent: [MarketStream] = []
    /// Whether the connection is to be given up.
    var isDead = false
  }

  private var streams: [MarketStream: Watched] = [:]
  private var connection = Watched()

  /// A new connection gives every stream its time anew.
  mutating func startOver() {
    for stream in streams.keys { streams[stream]?.giveTime() }
    for stream in streams.keys { streams[stream]?.renewals = 0 }
    connection.giveTime()
  }

  /// Some time went by.
  ///
  /// - Parameters:
  ///   - elapsed: by the wall, since the last time.
  ///   - rate: of the venue's clock.
  ///   - frames: how many messages came so far, of each stream.
  ///   - activity: how many of them showed that a pair was traded.
  ///   - wanted: the streams that should come.
  mutating func advance(
    by elapsed: Duration, rate: Double, frames: [MarketStream: Int], activity: [Pair: Int], wanted: Set<MarketStream>
  ) -> Findings {
    streams = streams.filter { wanted.contains($0.key) }
    var findings = Findings()
    for stream in wanted {
      var watched = streams[stream] ?? Watched()
      let activity = activity[stream.pair] ?? 0
      if let count = frames[stream], count != watched.frames {
        watched = Watched(frames: count, activity: activity)
      } else {
        watched.venueTime += elapsed * rate
        watched.wallTime += elapsed
        if watched.isSilent(stream, activity: activity) { findings.silent.append(stream) }
        if watched.renewals > Self.renewalsMax { findings.isDead = true }
      }
      streams[stream] = watched
    }
    findings.silent.sort { "\($0)" < "\($1)" }
    if isQuiet(after: elapsed, rate: rate, frames: frames, wanted: wanted) { findings.isDead = true }
    return findings
  }

  /// Whether nothing at all has come for so long that candles should have.
  private mutating func isQuiet(
    after elapsed: Duration, rate: Double, frames: [MarketStream: Int], wanted: Set<MarketStream>
  ) -> Bool {
    guard let patience = wanted.compactMap(\.patience).min() else { return false }
    let count = frames.values.reduce(0, +)
    guard count == connection.frames else {
      connection = Watched(frames: count)
      return false
    }
    connection.venueTime += elapsed * rate
    connection.wallTime += elapsed
    guard !connection.wasDoubted, connection.hasWaited(patience) else { return false }
    connection.wasDoubted = true
    return true
  }
}

extension SilenceWatch.Watched {
  /// Whether a stream is silent, for which it is given time anew.
  fileprivate mutating func isSilent(_ stream: MarketStream, activity now: Int) -> Bool {
    if now - activity >= SilenceWatch.proof, hasWaited(SilenceWatch.venueTimeMin) {
      renewals += 1
      activity = now
      giveTime()
      return true
    }
    guard !wasDoubted, let patience = stream.patience, hasWaited(patience) else { return false }
    wasDoubted = true
    return true
  }
}

extension MarketStream {
  /// How long candles may not come; nil for what comes only when something happens.
  fileprivate var patience: Duration? {
    guard case .candles(let key) = self else { return nil }
    let two = Duration.milliseconds(2 * key.timeframe.milliseconds)
    return min(max(two, SilenceWatch.venueTimeMin), SilenceWatch.venueTimeMax)
  }
}
