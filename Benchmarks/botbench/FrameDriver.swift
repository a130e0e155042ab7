// SPDX-License-Identifier: Apache-2.0

import Foundation
import TradingModel

/// Sends frames from a thread of its own, as an event loop would hand them on.
enum FrameDriver {
  /// How frames follow one another.
  enum Rhythm: String, CaseIterable {
    /// One frame after the other, with a pause between them.
    case paced
    /// The candles of all pairs at once, as at the turn of a minute.
    case burst
  }

  private struct Beat {
    let time: Instant
    let frames: [[UInt8]]
  }

  /// Sends all rounds of a market; the pause follows every beat.
  static func send(
    _ market: SampleMarket, to source: FrameSource, clock: SteppedClock, rhythm: Rhythm, pauseSeconds: Double
  ) async {
    let beats = beats(of: market, rhythm)
    await withCheckedContinuation { done in
      Thread.detachNewThread {
        for beat in beats {
          clock.set(beat.time)
          for frame in beat.frames { source.receive(frame) }
          Thread.sleep(forTimeInterval: pauseSeconds)
        }
        done.resume()
      }
    }
  }

  private static func beats(of market: SampleMarket, _ rhythm: Rhythm) -> [Beat] {
    market.rounds.enumerated().flatMap { round, frames -> [Beat] in
      let close = market.closeTime(of: round).advanced(byMilliseconds: 10)
      let later = close.advanced(byMilliseconds: 1000)
      switch rhythm {
      case .burst:
        return [Beat(time: close, frames: frames.map(\.candle)), Beat(time: later, frames: frames.map(\.trade))]
      case .paced:
        return frames.map { Beat(time: close, frames: [$0.candle]) }
          + frames.map { Beat(time: later, frames: [$0.trade]) }
      }
    }
  }
}
