// SPDX-License-Identifier: Apache-2.0

import Indicators
import Testing

@Suite struct IndicatorsTests {
  /// Every indicator in a few settings, with a name for messages.
  static let all: [(name: String, indicator: any Indicator<Double, Double>)] = [
    ("EMA(2)", EMA(period: 2)), ("EMA(12)", EMA(period: 12)), ("EMA(26)", EMA(period: 26)),
    ("RSI(2)", RSI(period: 2)), ("RSI(14)", RSI(period: 14)),
  ]

  static let closes = ReferenceRow.large.map(\.close)

  static let references = ["large prices": ReferenceRow.large, "small prices": ReferenceRow.small]

  @Test(arguments: references.keys.sorted())
  func `an EMA equals TA-Lib's to the last bit`(name: String) throws {
    let rows = try #require(Self.references[name])
    #expect(results(of: EMA(period: 5), on: rows.map(\.close)) == rows.map(\.ema5))
    #expect(results(of: EMA(period: 12), on: rows.map(\.close)) == rows.map(\.ema12))
  }

  @Test(arguments: references.keys.sorted(), [5, 14])
  func `an RSI equals TA-Lib's but for the rounding of its last digits`(name: String, period: Int) throws {
    let rows = try #require(Self.references[name])
    let results = results(of: RSI(period: period), on: rows.map(\.close))
    for (row, result) in zip(rows, results) {
      let expected = period == 5 ? row.rsi5 : row.rsi14
      #expect((expected == nil) == (result == nil))
      #expect(((expected ?? 0) - (result ?? 0)).magnitude < 1e-12)
    }
  }

  @Test func `an EMA computed by hand`() {
    // k = 2 / (3 + 1) = 0.5; seed (1 + 2 + 6) / 3 = 3; then halfway to each value.
    #expect(results(of: EMA(period: 3), on: [1, 2, 6, 5, 0, 2]) == [nil, nil, 3, 4, 2, 2])
  }

  @Test func `an RSI computed by hand`() {
    // Changes +1, -1: both averages 0.5. Then +1: gain (0.5 + 1) / 2 = 0.75, loss 0.25. Then 0: halves both.
    #expect(results(of: RSI(period: 2), on: [10, 11, 10, 11, 11]) == [nil, nil, 50, 75, 75])
  }

  @Test(arguments: all.indices)
  func `the first result comes with the last value of the warm-up`(index: Int) {
    let (name, indicator) = Self.all[index]
    let results = results(of: indicator, on: Self.closes)
    for (position, result) in results.enumerated() {
      #expect((result != nil) == (position + 1 >= indicator.warmUp), "\(name) at value \(position + 1)")
    }
  }

  @Test(arguments: all.indices)
  func `a result depends on nothing that comes after it`(index: Int) {
    let whole = results(of: Self.all[index].indicator, on: Self.closes)
    for count in 0...Self.closes.count {
      #expect(
        results(of: Self.all[index].indicator, on: Array(Self.closes.prefix(count))) == Array(whole.prefix(count)))
    }
  }

  @Test(arguments: all.indices)
  func `a copy goes on by itself`(index: Int) {
    var original = Self.all[index].indicator
    for close in Self.closes.prefix(30) { _ = original.update(close) }
    var copy = original
    for _ in 0..<20 { _ = copy.update(1) }
    let rest = Self.closes.dropFirst(30).map { original.update($0) }
    #expect(rest == Array(results(of: Self.all[index].indicator, on: Self.closes).dropFirst(30)))
  }

  @Test(arguments: all.indices)
  func `one value gives no result`(index: Int) {
    #expect(results(of: Self.all[index].indicator, on: [100]) == [nil])
  }

  @Test(arguments: [0.1, 100, 64_035.54, 0.00000007, 123_456_789.123])
  func `flat prices leave an EMA at the price`(price: Double) throws {
    for period in [2, 5, 12, 26, 200] {
      let last = try #require(results(of: EMA(period: period), on: Array(repeating: price, count: 1000)).last ?? nil)
      #expect((last - price).magnitude <= price * 1e-14)
    }
  }

  @Test func `an RSI is 0 where the price never moved, as TA-Lib has it`() {
    #expect(results(of: RSI(period: 2), on: [7, 7, 7, 7]) == [nil, nil, 0, 0])
  }

  @Test func `an RSI stays where it is while the price does`() throws {
    let closes = [10, 11, 10, 11] + Array(repeating: 11.0, count: 2000)
    let results = results(of: RSI(period: 14), on: closes).compactMap(\.self)
    let first = try #require(results.first)
    #expect(results.allSatisfy { ($0 - first).magnitude < 1e-9 })
  }

  @Test func `an RSI is 100 where the price only rose and 0 where it only fell`() {
    #expect(results(of: RSI(period: 3), on: [1, 2, 3, 4, 9]) == [nil, nil, nil, 100, 100])
    #expect(results(of: RSI(period: 3), on: [9, 8, 7, 6, 1]) == [nil, nil, nil, 0, 0])
  }

  @Test(arguments: [3, 14, 26, 100])
  func `the seed's residue shrinks as the documentation says`(period: Int) throws {
    // The same recent values after two very different beginnings.
    let recent = (0..<(15 * period)).map { 100 + Double($0 * 37 % 11) }
    var one = EMA(period: period)
    var other = EMA(period: period)
    for _ in 0..<period { _ = (one.update(100), other.update(1100)) }
    for value in recent.prefix(7 * period) { _ = (one.update(value), other.update(value)) }
    #expect(try (#require(one.value) - #require(other.value)).magnitude < 1000 * 1e-6)

    var calm = RSI(period: period)
    var wild = RSI(period: period)
    for count in 0...period { _ = (calm.update(100), wild.update(count.isMultiple(of: 2) ? 100 : 110)) }
    for value in recent.prefix(14 * period) { _ = (calm.update(value), wild.update(value)) }
    #expect(try (#require(calm.value) - #require(wild.value)).magnitude < 100 * 1e-5)
  }

  /// What an indicator says to each value of a series.
  private func results(of indicator: any Indicator<Double, Double>, on values: [Double]) -> [Double?] {
    var indicator = indicator
    return values.map { indicator.update($0) }
  }
}
