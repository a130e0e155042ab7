// SPDX-License-Identifier: Apache-2.0

import Documents
import ExchangeModel
import MarketData
import TradingModel

/// Tells of all pairs at once: every second an array of those in which somebody traded since.
struct VenueFeed {
  private var venue: VenueMarket
  private var told: [VenueTopic: [Pair: Int64]] = [:]

  init(venue: VenueMarket) { self.venue = venue }

  /// From now on the market is another; what has been told is the same on both.
  mutating func move(to venue: VenueMarket) { self.venue = venue }

  /// Forgets what nobody listens to any more.
  mutating func watch(_ topics: some Sequence<VenueTopic>) {
    let topics = Set(topics)
    told = told.filter { topics.contains($0.key) }
  }

  /// Sends what is due after one time and up to another (inclusive): the newest state only.
  mutating func advance(
    after last: Instant, upTo now: Instant, to audience: [VenueTopic: [StreamBoard.Listener]],
    through sender: inout StreamSender
  ) {
    guard let due = StreamMark.newest(on: 1000, after: last, upTo: now) else { return }
    for (topic, listeners) in audience {
      let changed = changes(of: topic, at: due)
      guard !changed.isEmpty else { continue }
      let facts = MessageFacts(pair: nil, time: due, identity: due.milliseconds)
      let skew = sender.skew
      sender.send(facts, to: listeners) { unit in Self.frame(changed, topic, unit, at: due, skew: skew) }
    }
  }

  private mutating func changes(of topic: VenueTopic, at time: Instant) -> [TickerFigures] {
    let window: TickerWindow =
      switch topic {
      case .miniTickers: .oneDay
      case .windowTickers(let span): span.window
      }
    return venue.market.instruments(at: time).compactMap { rules in
      let figures = venue.summaries.ticker(of: rules.pair, over: window, at: time)
      guard let last = figures.trades?.numbers.upperBound, told[topic]?[rules.pair] != last else { return nil }
      told[topic, default: [:]][rules.pair] = last
      return figures
    }
  }

  private static func frame(
    _ changed: [TickerFigures], _ topic: VenueTopic, _ unit: VenueTimeUnit, at time: Instant, skew: Int64
  ) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginArray()
    for figures in changed {
      let frames = StreamFrames(pair: figures.pair, unit: unit, skew: skew)
      switch topic {
      case .miniTickers: writer.raw(frames.miniTicker(figures, at: time))
      case .windowTickers(let span): writer.raw(frames.windowTicker(figures, span, at: time))
      }
    }
    writer.endArray()
    return writer.bytes
  }
}
