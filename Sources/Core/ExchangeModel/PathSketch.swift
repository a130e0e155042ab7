// SPDX-License-Identifier: Apache-2.0

/// Points that a price passes on its way through a candle: from the open to the close, within high and low.
///
/// The way is a Brownian bridge by midpoint displacement, reflected at high and low, in whole ticks.
struct PathSketch {
  private(set) var points: [Int64]
  private let low: Int64
  private let high: Int64

  /// Sketches a way of `count` points, 1 or more; the first is the open, the last the close (the close alone for 1).
  ///
  /// - Parameter touchesExtremes: whether high and low themselves are among the points, where there is room for them;
  ///   else the way only comes near.
  init(through candle: TickCandle, count: Int, touchesExtremes: Bool, noise: inout SeededNoise) {
    precondition(count >= 1, "a way has a point")
    low = candle.low
    high = candle.high
    points = Array(repeating: candle.close, count: count)
    points[0] = count == 1 ? candle.close : candle.open
    guard count > 2 else { return }
    var last = 0
    for (index, value) in Self.turns(of: candle, count: count, touchesExtremes: touchesExtremes, noise: &noise) {
      points[index] = value
      bridge(from: last, to: index, noise: &noise)
      last = index
    }
    bridge(from: last, to: count - 1, noise: &noise)
  }

  /// Where the way turns at the high and the low, by index; only those that lie beyond open and close.
  private static func turns(
    of candle: TickCandle, count: Int, touchesExtremes: Bool, noise: inout SeededNoise
  ) -> [(index: Int, value: Int64)] {
    let slack = touchesExtremes ? 0 : candle.range / 8
    func near(_ extreme: Int64, towards body: Int64, _ noise: inout SeededNoise) -> Int64 {
      let distance = min(slack, abs(body - extreme))
      let offset = Int64(noise.below(Int(distance) + 1))
      return extreme < body ? extreme + offset : extreme - offset
    }
    let isRising = candle.close > candle.open || (candle.close == candle.open && noise.next() & 1 == 0)
    // A rising candle mostly has its low first.
    let isLowFirst = (noise.below(10) < 7) == isRising
    var turns: [Int64] = []
    if candle.low < min(candle.open, candle.close) {
      turns.append(near(candle.low, towards: min(candle.open, candle.close), &noise))
    }
    if candle.high > max(candle.open, candle.close) {
      turns.append(near(candle.high, towards: max(candle.open, candle.close), &noise))
    }
    if turns.count == 2, !isLowFirst { turns.swapAt(0, 1) }
    let room = count - 2
    switch turns.count {
    case 1: return [(1 + noise.below(room), turns[0])]
    case 2 where room >= 2:
      let first = 1 + noise.below(room - 1)
      return [(first, turns[0]), (first + 1 + noise.below(room - first), turns[1])]
    case 2: return [(1, turns[0])]
    default: return []
    }
  }

  /// Fills in what lies between two points that are set.
  private mutating func bridge(from first: Int, to last: Int, noise: inout SeededNoise) {
    // Of a Brownian path the range is about 1.6 σ √n; half way, a bridge of n steps deviates by σ √n / 2.
    let share = Self.squareRoot(UInt64(last - first) << 16 / UInt64(points.count))
    let range = high - low
    let amplitude = range < 1 << 44 ? range * 5 * Int64(share) / 4096 : range >> 12 * 5 * Int64(share)
    displace(first, last, amplitude: amplitude, noise: &noise)
  }

  private mutating func displace(_ first: Int, _ last: Int, amplitude: Int64, noise: inout SeededNoise) {
    guard last - first > 1 else { return }
    let middle = (first + last) / 2
    let between = points[first] + (points[last] - points[first]) * Int64(middle - first) / Int64(last - first)
    points[middle] = reflected(between + SeededNoise.scaled(amplitude, by: noise.bellShaped()))
    let next = amplitude >= 1 << 50 ? amplitude / 256 * 181 : amplitude * 181 / 256
    displace(first, middle, amplitude: next, noise: &noise)
    displace(middle, last, amplitude: next, noise: &noise)
  }

  private func reflected(_ price: Int64) -> Int64 {
    let inside = price > high ? 2 * high - price : price < low ? 2 * low - price : price
    return min(max(inside, low), high)
  }

  /// The largest number whose square is not above the value.
  static func squareRoot(_ value: UInt64) -> UInt64 {
    var root: UInt64 = 0
    var bit: UInt64 = 1 << 31
    while bit > 0 {
      let trial = root | bit
      if trial * trial <= value { root = trial }
      bit >>= 1
    }
    return root
  }
}
