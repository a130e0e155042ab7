// SPDX-License-Identifier: Apache-2.0
import Foundation
import Indicators
import Testing

/// Indicators for which TA-Lib has no function, beside their formulas, worked out anew at every candle.
@Suite struct `The plain definition` {
  static let series: [CandleSeries] = [.lively, .cheap]

  @Test(arguments: series)
  func `of Ichimoku`(candles: CandleSeries) throws {
    func middle(_ row: Int, _ count: Int) -> Double {
      (candles.highs(row, count).max()! + candles.lows(row, count).min()!) / 2
    }
    try expect("ichimoku", [3, 7, 12, 5], on: candles, from: 17) { row in
      let old = row - 5
      return [middle(row, 3), middle(row, 7), (middle(old, 3) + middle(old, 7)) / 2, middle(old, 12)]
    }
  }

  @Test(arguments: series)
  func `of choppiness`(candles: CandleSeries) throws {
    try expect("choppiness", [14], on: candles, from: 15) { row in
      let ranges = (row - 13...row).map { at in
        max(candles[.high, at], candles[.close, at - 1]) - min(candles[.low, at], candles[.close, at - 1])
      }
      let width = candles.highs(row, 14).max()! - candles.lows(row, 14).min()!
      let sum = ranges.reduce(0, +)
      return [width <= 0 || sum <= 0 ? 100 : 100 * log10(sum / width) / log10(14)]
    }
  }

  @Test(arguments: series)
  func `of the Fisher transform`(candles: CandleSeries) throws {
    let medians = (0..<candles.count).map { (candles[.high, $0] + candles[.low, $0]) / 2 }
    var (value, transform) = (0.0, [Double]())
    for row in 9..<candles.count {
      let window = medians[row - 9...row]
      let width = window.max()! - window.min()!
      let place = width <= 1e-12 * medians[row] ? 0.5 : (medians[row] - window.min()!) / width
      value = min(0.999, max(-0.999, 0.33 * 2 * (place - 0.5) + 0.67 * value))
      transform.append(0.5 * log((1 + value) / (1 - value)) + 0.5 * (transform.last ?? 0))
    }
    try expect("fisher", [10], on: candles, from: 11) { [transform[$0 - 9], transform[$0 - 10]] }
  }

  @Test(arguments: series)
  func `of historical volatility`(candles: CandleSeries) throws {
    try expect("historical_volatility", [20, 365], on: candles, from: 21, within: 1e-8) { row in
      let returns = (row - 19...row).map { log(candles[.close, $0] / candles[.close, $0 - 1]) }
      let mean = returns.reduce(0, +) / 20
      let variance = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 19
      return [100 * (variance * 365).squareRoot()]
    }
  }

  @Test(arguments: series)
  func `of a value's place between Bollinger's bands`(candles: CandleSeries) throws {
    try expect("bollinger", [20, 2], on: candles, from: 20, within: 1e-7) { row in
      let closes = (row - 19...row).map { candles[.close, $0] }
      let mean = closes.reduce(0, +) / 20
      let deviation = (closes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20).squareRoot()
      let (lower, upper) = (mean - 2 * deviation, mean + 2 * deviation)
      let isFlat = Set(closes).count == 1
      let share = isFlat ? 0.5 : (closes[19] - lower) / (upper - lower)
      return [lower, mean, upper, share, isFlat ? 0 : (upper - lower) / mean]
    }
  }

  @Test(arguments: series)
  func `of swings, which exist only once they are confirmed`(candles: CandleSeries) throws {
    try expectSwings("swing_high", on: candles, sign: 1, .high)
    try expectSwings("swing_low", on: candles, sign: -1, .low)
  }

  private func expectSwings(_ name: String, on candles: CandleSeries, sign: Double, _ column: CandleColumn) throws {
    var expected: [[Double]] = []
    for row in 0..<candles.count {
      var found = [Double.nan, .nan]
      for middle in stride(from: row - 4, through: 4, by: -1) {
        let price = sign * candles[column, middle]
        let before = (middle - 4..<middle).allSatisfy { sign * candles[column, $0] <= price }
        if before, (middle + 1...middle + 4).allSatisfy({ sign * candles[column, $0] < price }) {
          found = [sign * price, Double(row - middle)]
          break
        }
      }
      expected.append(found)
    }
    try expect(name, [4], on: candles, from: 1) { expected[$0] }
  }

  @Test(arguments: ["pivots", "fibonacci_pivots", "camarilla_pivots"])
  func `of pivots`(name: String) throws {
    // Three days of four candles; the second one is known when the third begins, the first wasn't seen from its beginning.
    let hour: Int64 = 3_600_000
    let start: Int64 = 1_772_409_600_000
    let bars = (1..<12).map { number in
      let price = Double([3, 9, 5, 4, 100, 140, 90, 120, 7, 7, 7][number - 1])
      return Bar(
        openTime: start + Int64(number) * 6 * hour, open: price, high: price + 2, low: price - 1, close: price,
        volume: 1)
    }
    let candles = CandleSeries("three days", bars)
    let (high, low, close) = (142.0, 3.0, 90.0)
    let (pivot, range) = ((high + low + close) / 3, high - low)
    let lines: [Double] =
      switch name {
      case "pivots":
        [
          pivot, 2 * pivot - low, pivot + range, high + 2 * (pivot - low), 2 * pivot - high, pivot - range,
          low - 2 * (high - pivot),
        ]
      case "fibonacci_pivots": [pivot] + [0.382, 0.618, 1, -0.382, -0.618, -1].map { pivot + $0 * range }
      default: [pivot] + [1, 2, 3, -1, -2, -3].map { close + $0 * 1.1 * range / 12 }
      }
    try expect(name, [], on: candles, from: 1) { row in
      row < 7 ? Array(repeating: .nan, count: 7) : lines
    }
  }

  /// Compares an indicator with what it should say at each row, from a candle number on; before it is undefined.
  private func expect(
    _ name: String, _ arguments: [Double], on candles: CandleSeries, from first: Int, within tolerance: Double = 1e-9,
    _ formula: (Int) -> [Double]
  ) throws {
    let found = try IndicatorCall(#require(IndicatorCatalog.byName[name]), arguments).results(on: candles)
    for row in 0..<candles.count {
      let ours = found.map { $0[row] }
      let theirs = row < first - 1 ? found.map { _ in Double.nan } : formula(row)
      let areSame = zip(ours, theirs).allSatisfy {
        $0.isNaN && $1.isNaN || ($0 - $1).magnitude <= max(tolerance * $1.magnitude, 1e-9 * tolerance)
      }
      #expect(areSame, "\(name) at row \(row): \(ours), not \(theirs)")
      if !areSame { return }
    }
  }
}

extension CandleSeries {
  fileprivate subscript(column: CandleColumn, row: Int) -> Double { columns[column.rawValue][row] }

  fileprivate func highs(_ row: Int, _ count: Int) -> ArraySlice<Double> { columns[2][(row - count + 1)...row] }

  fileprivate func lows(_ row: Int, _ count: Int) -> ArraySlice<Double> { columns[3][(row - count + 1)...row] }
}
