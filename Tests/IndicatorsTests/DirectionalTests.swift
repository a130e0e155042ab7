// SPDX-License-Identifier: Apache-2.0

import Indicators
import Testing

@Suite struct `ATR and ADX` {
  static let references = ["large prices": ReferenceCandle.large, "small prices": ReferenceCandle.small]

  private typealias Prices = (high: Double, low: Double, close: Double)

  private func bar(_ prices: Prices) -> Bar {
    Bar(openTime: 0, open: prices.close, high: prices.high, low: prices.low, close: prices.close, volume: 1)
  }

  /// ATR, ADX, +DI and -DI after each candle.
  private func results(_ period: Int, on bars: [Prices]) -> [[Double?]] {
    var atr = ATR(period: period)
    var adx = ADX(period: period)
    return bars.map { prices in
      let range = atr.update(bar(prices))
      let index = adx.update(bar(prices))
      return [range, index?.adx, adx.plus, adx.minus]
    }
  }

  @Test(arguments: references.keys.sorted(), [5, 14])
  func `equal TA-Lib's but for the rounding of their last digits`(name: String, period: Int) throws {
    let rows = try #require(Self.references[name])
    let found = results(period, on: rows.map { ($0.high, $0.low, $0.close) })
    for (number, (row, values)) in zip(rows, found).enumerated() {
      for (expected, value) in zip(period == 5 ? row.short : row.long, values) {
        #expect((expected == nil) == (value == nil), "candle \(number + 1)")
        #expect(((expected ?? 0) - (value ?? 0)).magnitude <= (expected ?? 0).magnitude * 1e-9, "candle \(number + 1)")
      }
    }
  }

  @Test func `an ATR computed by hand`() {
    // Ranges: none, 2, 4 (from the close of 10 up to 14), 3 (from 12 down to 9); mean of the first two 3, then halved.
    let bars: [Prices] = [(10, 8, 9), (10, 8, 10), (14, 11, 12), (11, 9, 10)]
    var atr = ATR(period: 2)
    #expect(bars.map { atr.update(bar($0)) } == [nil, nil, 3, 3])
    #expect(TrueRange.of(high: 5, low: 4, lastClose: 9) == 5)
  }

  @Test func `an ADX computed by hand`() {
    // Period 2. Movements: up 2, up 1, down 3, none (up 1 and down 1); ranges 3, 2, 4, 5.
    // Sums: (2, 0, 3); (1 + 1, 0, 1.5 + 2); (1, 3, 1.75 + 4); (0.5, 1.5, 2.875 + 5).
    let bars: [Prices] = [(10, 8, 9), (12, 10, 11), (13, 11, 12), (11, 8, 9), (12, 7, 10)]
    let found = results(2, on: bars)
    #expect(found.map { $0[2] } == [nil, nil, 100 * (2 / 3.5), 100 * (1 / 5.75), 100 * (0.5 / 7.875)])
    #expect(found.map { $0[3] } == [nil, nil, 0, 100 * (3 / 5.75), 100 * (1.5 / 7.875)])
    // DX: 100, 50, 50; the mean of the first two, then halfway to the third.
    #expect(found.map { $0[1] }.prefix(3) == [nil, nil, nil])
    #expect(((found[3][1] ?? 0) - 75).magnitude < 1e-12)
    #expect(((found[4][1] ?? 0) - 62.5).magnitude < 1e-12)
  }

  @Test(arguments: [2, 5, 14])
  func `first results come with the last candle of the warm-up`(period: Int) {
    let bars = ReferenceCandle.large.map { ($0.high, $0.low, $0.close) }
    for (number, values) in results(period, on: bars).enumerated() {
      #expect((values[0] != nil) == (number + 1 >= ATR(period: period).warmUp))
      #expect((values[1] != nil) == (number + 1 >= ADX(period: period).warmUp))
      #expect((values[2] != nil) == (number + 1 >= period + 1))
      #expect((values[3] != nil) == (number + 1 >= period + 1))
    }
  }

  @Test func `a result depends on nothing that comes after it, and a copy goes on by itself`() {
    let bars = ReferenceCandle.small.map { ($0.high, $0.low, $0.close) }
    let whole = results(5, on: bars)
    for count in bars.indices { #expect(results(5, on: Array(bars.prefix(count))) == Array(whole.prefix(count))) }
    var adx = ADX(period: 5)
    var atr = ATR(period: 5)
    for prices in bars.prefix(20) {
      _ = adx.update(bar(prices))
      _ = atr.update(bar(prices))
    }
    var (otherIndex, otherRange) = (adx, atr)
    _ = (otherIndex.update(bar((9, 1, 5))), otherRange.update(bar((9, 1, 5))))
    #expect(adx.value == whole[19][1])
    #expect(atr.value == whole[19][0])
  }

  @Test func `a price that never moves has no range and no direction`() {
    let found = results(3, on: Array(repeating: (7, 7, 7), count: 10))
    #expect(found.last == [0, 0, 0, 0])
    #expect(found[5] == [0, 0, 0, 0])
    #expect(found[4] == [0, nil, 0, 0])
  }

  @Test func `a price that only rises has the strongest trend`() {
    let found = results(5, on: (0..<40).map { (Double($0) + 1, Double($0), Double($0) + 1) })
    #expect(found.last?[1] == 100)
    #expect(found.last?[3] == 0)
    #expect(found.last?[0] == 1)
  }

  @Test(arguments: [3, 14, 26])
  func `the seed's residue shrinks as the documentation says`(period: Int) throws {
    let recent: [Prices] = (0..<(30 * period)).map { number in
      let close = 100 + Double(number * 37 % 11)
      return (close + Double(number % 3), close - Double(number % 5), close)
    }
    let calm = (0...period).map { (100 + Double($0), 99 + Double($0), 100 + Double($0)) }
    let wild = (0...period).map { (200 - Double($0), 99 - Double($0), 150 - Double($0)) }
    let (one, other) = (results(period, on: calm + recent), results(period, on: wild + recent))
    let short = 15 * period
    #expect(try (#require(one[short][0]) - #require(other[short][0])).magnitude < 100 * 1e-5)
    #expect(try (#require(one.last?[1]) - #require(other.last?[1])).magnitude < 100 * 1e-5)
  }
}
