// SPDX-License-Identifier: Apache-2.0

import MarketData
import Testing
import TradingModel

@testable import BinanceExchange

private let bitcoin = Pair("BTC/USDT")!
private let ether = Pair("ETH/USDT")!

private func candles(_ timeframe: Timeframe, of pair: Pair = bitcoin) -> MarketStream {
  .candles(SeriesKey(pair: pair, timeframe: timeframe))
}

/// A watch, and what came so far.
private struct Stage {
  var watch = SilenceWatch()
  let wanted: Set<MarketStream>
  var frames: [MarketStream: Int] = [:]
  var activity: [Pair: Int] = [:]
  var rate = 1.0

  init(_ wanted: MarketStream...) {
    self.wanted = Set(wanted)
  }

  /// Streams that bring something every second.
  mutating func seconds(_ count: Int, coming: [MarketStream] = []) -> (second: Int, found: SilenceWatch.Findings)? {
    for second in 1...count {
      for stream in coming {
        frames[stream, default: 0] += 1
        activity[stream.pair, default: 0] += 1
      }
      let found = watch.advance(
        by: .seconds(1), rate: rate, frames: frames, activity: activity, wanted: wanted)
      if found != .init() { return (second, found) }
    }
    return nil
  }
}

@Suite struct SilenceWatchTests {
  @Test func `finds a stream silent while others show that its pair is traded`() {
    var stage = Stage(candles(.oneHour), .trades(bitcoin), candles(.oneHour, of: ether))
    let coming = [MarketStream.trades(bitcoin), candles(.oneHour, of: ether)]
    let found = stage.seconds(500, coming: coming)
    #expect(found?.second == 60)
    #expect(found?.found == .init(silent: [candles(.oneHour)]))
  }

  @Test(arguments: [MarketStream.trades(bitcoin), .quotes(bitcoin)])
  func `finds trades and best prices silent too, but only where the pair is traded`(stream: MarketStream) {
    var stage = Stage(stream, candles(.oneMinute))
    #expect(stage.seconds(500, coming: [candles(.oneMinute)])?.found.silent == [stream])
    var quiet = Stage(stream)
    #expect(quiet.seconds(5000) == nil)
  }

  @Test func `gives a connection up on which a stream stays silent however often it is asked for`() {
    var stage = Stage(candles(.oneHour), .trades(bitcoin))
    for _ in 0..<SilenceWatch.renewalsMax {
      #expect(stage.seconds(60, coming: [.trades(bitcoin)])?.found == .init(silent: [candles(.oneHour)]))
    }
    #expect(stage.seconds(60, coming: [.trades(bitcoin)])?.found.isDead == true)
  }

  @Test func `doubts a quiet pair once, after two candles, and not before something came again`() {
    var stage = Stage(candles(.oneMinute), candles(.oneSecond, of: ether))
    let coming = [candles(.oneSecond, of: ether)]
    let found = stage.seconds(500, coming: coming)
    #expect(found?.second == 120)
    #expect(found?.found == .init(silent: [candles(.oneMinute)]))
    #expect(stage.seconds(5000, coming: coming) == nil)
    stage.frames[candles(.oneMinute)] = 1
    #expect(stage.seconds(500, coming: coming)?.second == 121)
  }

  @Test(arguments: [(Timeframe.oneSecond, 60), (.oneMinute, 120), (.oneMonth, 900)])
  func `gives a whole connection a minute, two candles, a quarter of an hour`(timeframe: Timeframe, second: Int) {
    var stage = Stage(candles(timeframe))
    let found = stage.seconds(5000)
    #expect(found?.second == second)
    #expect(found?.found.isDead == true)
    #expect(stage.seconds(5000) == nil)
  }

  @Test func `never finds a venue silent that stands still`() {
    var stage = Stage(candles(.oneMinute))
    stage.rate = 0
    #expect(stage.seconds(5000) == nil)
  }

  @Test func `gives a venue that races fifteen seconds by the wall`() {
    var stage = Stage(candles(.oneMinute))
    stage.rate = 3600
    #expect(stage.seconds(500)?.second == 15)
  }

  @Test func `gives its time anew on a new connection`() {
    var stage = Stage(candles(.oneMinute))
    #expect(stage.seconds(100) == nil)
    stage.watch.startOver()
    #expect(stage.seconds(500)?.second == 120)
  }
}
