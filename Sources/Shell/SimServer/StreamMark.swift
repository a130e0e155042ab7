// SPDX-License-Identifier: Apache-2.0

import ExchangeModel
import MarketData
import TradingModel

/// Something that is due on a stream at a time, whether or not somebody trades.
struct StreamMark: Hashable {
  let time: Instant
  let topic: PairTopic
  /// Whether a candle closes.
  let closes: Bool

  /// What is due after one time and up to another (inclusive), in order.
  static func marks(of topics: Set<PairTopic>, after last: Instant, upTo now: Instant) -> [StreamMark] {
    var marks: [StreamMark] = []
    for topic in topics {
      guard let interval = topic.interval else { continue }
      if case .kline(let timeframe, let isEastern) = topic {
        let clock = ShiftedTimeframe(timeframe: timeframe, offset: isEastern ? PairTopic.easternOffset : 0)
        addCandles(of: topic, clock, after: last, upTo: now, to: &marks)
      } else if let due = newest(on: interval, after: last, upTo: now) {
        marks.append(StreamMark(time: due, topic: topic, closes: false))
      }
    }
    return marks.sorted { left, right in
      if left.time != right.time { return left.time < right.time }
      if left.closes != right.closes { return left.closes }
      return left.length < right.length
    }
  }

  private static func addCandles(
    of topic: PairTopic, _ clock: ShiftedTimeframe, after last: Instant, upTo now: Instant,
    to marks: inout [StreamMark]
  ) {
    let interval = topic.interval ?? 2000
    var openTime = clock.openTime(containing: last)
    var told = last
    while told < now {
      let close = clock.openTime(openTime, offset: 1)
      let end = min(close.advanced(byMilliseconds: -1), now)
      if let update = newest(on: interval, after: max(told, openTime), upTo: end) {
        marks.append(StreamMark(time: update, topic: topic, closes: false))
      }
      if close <= now { marks.append(StreamMark(time: close, topic: topic, closes: true)) }
      told = close
      openTime = close
    }
  }

  /// The last time on a grid after one time and up to another (inclusive).
  static func newest(on interval: Int64, after last: Instant, upTo now: Instant) -> Instant? {
    let due = now.advanced(byMilliseconds: -now.milliseconds.flooredRemainder(dividingBy: interval))
    return due > last ? due : nil
  }

  private var length: Timeframe {
    if case .kline(let timeframe, _) = topic { timeframe } else { .oneMonth }
  }
}
