// SPDX-License-Identifier: Apache-2.0
import Indicators
import Testing

/// What holds for every indicator of the catalog, whatever it computes.
@Suite struct `Every indicator` {
  static let ordinary: [CandleSeries] = [.lively, .cheap] + CandleSeries.real

  @Test(arguments: PropertyCalls.all)
  func `is defined exactly from its warm-up on`(call: IndicatorCall) {
    let isAlwaysDefined = PropertyCalls.undefinedAtTimes[call.definition.name] == nil
    for candles in Self.ordinary + CandleSeries.hostile {
      let warmUp = call.make().warmUp
      for (number, column) in call.results(on: candles).enumerated() {
        let first = column.firstIndex { !$0.isNaN } ?? column.count
        #expect(first >= min(warmUp - 1, column.count), "output \(number) on \(candles.name)")
        guard isAlwaysDefined else { continue }
        #expect(first == min(warmUp - 1, column.count), "output \(number) on \(candles.name)")
        let gap = column[first...].firstIndex { $0.isNaN }
        #expect(gap == nil, "output \(number) on \(candles.name)")
      }
    }
  }

  @Test(arguments: PropertyCalls.all)
  func `is finite or undefined, whatever the candles are`(call: IndicatorCall) {
    for candles in Self.ordinary + CandleSeries.hostile {
      for (number, column) in call.results(on: candles).enumerated() {
        let infinite = column.firstIndex { $0.isInfinite }
        #expect(infinite == nil, "output \(number) on \(candles.name)")
      }
    }
  }

  @Test(arguments: PropertyCalls.all)
  func `says the same however its input is split`(call: IndicatorCall) {
    var dice = SplitMix(seed: 7)
    for candles in Self.ordinary {
      let whole = call.results(on: candles)
      for chunks in [[1], [1024], (0..<40).map { _ in Int(dice.next() % 90) + 1 }] {
        var process = call.make()
        #expect(
          areSame(call.results(of: &process, on: candles, chunks: chunks), whole), "\(candles.name) by \(chunks)")
      }
    }
  }

  @Test(arguments: PropertyCalls.all)
  func `says the same after a reset, and a copy goes on by itself`(call: IndicatorCall) {
    let fresh = call.make()
    let whole = call.results(on: .lively)
    var used = fresh
    #expect(areSame(call.results(of: &used, on: .lively, chunks: [100]), whole))
    // A copy of what was never used, and one taken on the way, while the original goes another way.
    var again = fresh
    let half = CandleSeries.lively.prefix(700)
    _ = call.results(of: &again, on: half, chunks: [64])
    var copy = again
    _ = call.results(of: &copy, on: .cheap, chunks: [64])
    let rest = CandleSeries("the rest", columns: CandleSeries.lively.columns.map { Array($0[700...]) })
    let expected = whole.map { Array($0[700...]) }
    #expect(areSame(call.results(of: &again, on: rest, chunks: [64]), expected))
  }

  @Test(arguments: PropertyCalls.all)
  func `leaves out what is undefined`(call: IndicatorCall) {
    let candles = CandleSeries.lively.prefix(400)
    var holes = candles.columns.map { _ in [Double]() }
    for row in 0..<candles.count {
      for column in holes.indices { holes[column].append(candles.columns[column][row]) }
      if row % 3 == 1 { for column in holes.indices { holes[column].append(.nan) } }
    }
    let found = call.results(on: CandleSeries("with holes", columns: holes))
    let isHole = holes[0].map(\.isNaN)
    for (column, expected) in zip(found, call.results(on: candles)) {
      let filled = zip(column, isHole).filter { !$0.1 }.map(\.0)
      let left = zip(column, isHole).filter(\.1).map(\.0)
      #expect(areSame([filled], [expected]))
      #expect(left.allSatisfy { $0.isNaN })
    }
  }

  @Test(arguments: PropertyCalls.all)
  func `takes one candle`(call: IndicatorCall) {
    for candles in Self.ordinary + CandleSeries.hostile {
      let isDefined = call.results(on: candles.prefix(1)).allSatisfy { !$0[0].isNaN }
      #expect(isDefined == (call.make().warmUp == 1) || PropertyCalls.undefinedAtTimes[call.definition.name] != nil)
    }
  }

  @Test(arguments: PropertyCalls.all)
  func `keeps a bounded number of values`(call: IndicatorCall) {
    let bound = 200 + 8 * (call.make().warmUp + Int(call.arguments.values.filter { $0 <= 2000 }.reduce(0, +)))
    for candles in [CandleSeries.lively, CandleSeries.hostile[0], CandleSeries.hostile[7], CandleSeries.hostile[8]] {
      var process = call.make()
      for _ in 0..<3 { _ = call.results(of: &process, on: candles, chunks: [500]) }
      #expect(valueCount(of: process) <= bound, "\(candles.name)")
    }
  }

  @Test(.enabled(if: ReferenceRun.isPossible, "TA-Lib, whose script reads the real candles, or they are missing"))
  func `is tried on real candles`() {
    #expect(CandleSeries.real.map(\.count) == [700, 700])
  }

  @Test func `there are calls of every indicator`() {
    #expect(Set(PropertyCalls.all.map(\.definition.name)) == Set(IndicatorCatalog.byName.keys))
  }

  /// How many values something keeps, those of its parts included.
  private func valueCount(of value: Any) -> Int {
    let children = Mirror(reflecting: value).children
    return children.isEmpty ? 1 : children.reduce(0) { $0 + valueCount(of: $1.value) }
  }

  /// Whether all numbers are the same to the last bit; undefined ones are.
  private func areSame(_ left: [[Double]], _ right: [[Double]]) -> Bool {
    left.count == right.count
      && zip(left, right).allSatisfy { one, other in
        one.count == other.count
          && zip(one, other).allSatisfy { $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN }
      }
  }
}
