// SPDX-License-Identifier: Apache-2.0

/// Points that a price passes on its way through a candle: from the open to the close, within high and low.
///
/// The way is a Brownian bridge by midpoint displacement, reflected at high and low, in whole ticks. A sketch can be drawn
/// again and again; it keeps its memory.
struct PathSketch {
  private(set) var points: [Int64] = []
  private var low: Int64 = 0
  private var high: Int64 = 0
  private var isUneven = false

  /// Where the way goes up to the high and down to the low.
  enum Extremes {
    /// High and low themselves are among the points, where there is room for them.
    case touched
    /// The way only comes near, and has calm and wild stretches.
    case approached
  }

  /// Draws a way of `count` points, 1 or more; the first is the open, the last the close (the close alone for 1).
  mutating func draw(through candle: TickCandle, count: Int, _ extremes: Extremes, noise: inout SeededNoise) {
    precondition(count >= 1, "a way has a point")
    low = candle.low
    high = candle.high
    isUneven = extremes == .approached
    if points.count != count { points = Array(repeating: 0, count: count) }
    points[0] = candle.open
    points[count - 1] = candle.close
    guard count > 2 else { return }
    let (first, second) = Self.turns(of: candle, count: count, extremes, noise: &noise)
    var last = 0
    if let first { turn(first, after: &last, noise: &noise) }
    if let second { turn(second, after: &last, noise: &noise) }
    bridge(from: last, to: count - 1, noise: &noise)
  }

  private typealias Turn = (index: Int, value: Int64)

  private mutating func turn(_ turn: Turn, after last: inout Int, noise: inout SeededNoise) {
    points[turn.index] = turn.value
    bridge(from: last, to: turn.index, noise: &noise)
    last = turn.index
  }

  /// Where the way turns at the high and the low; only those that lie beyond open and close.
  private static func turns(
    of candle: TickCandle, count: Int, _ extremes: Extremes, noise: inout SeededNoise
  ) -> (Turn?, Turn?) {
    let slack = extremes == .touched ? 0 : candle.range / 8
    func near(_ extreme: Int64, towards body: Int64, _ noise: inout SeededNoise) -> Int64 {
      let distance = min(slack, abs(body - extreme))
      let offset = distance == 0 ? 0 : Int64(noise.below(Int(distance) + 1))
      return extreme < body ? extreme + offset : extreme - offset
    }
    let isRising = candle.close > candle.open || (candle.close == candle.open && noise.next() & 1 == 0)
    // A rising candle mostly has its low first.
    let isLowFirst = (noise.below(10) < 7) == isRising
    let bottom = min(candle.open, candle.close)
    let top = max(candle.open, candle.close)
    let room = count - 2
    switch (candle.low < bottom, candle.high > top) {
    case (false, false): return (nil, nil)
    case (true, false): return ((1 + place(room, extremes, &noise), near(candle.low, towards: bottom, &noise)), nil)
    case (false, true): return ((1 + place(room, extremes, &noise), near(candle.high, towards: top, &noise)), nil)
    case (true, true):
      let (down, up) = (near(candle.low, towards: bottom, &noise), near(candle.high, towards: top, &noise))
      let (one, other) = isLowFirst ? (down, up) : (up, down)
      guard room >= 2 else { return ((1, one), nil) }
      let first = extremes == .touched ? 1 + noise.below(room - 1) : 1 + place(room * 2 / 3, extremes, &noise)
      return ((first, one), (first + 1 + place(room - first, extremes, &noise), other))
    }
  }

  /// A place below a bound; of a way that has time for it rather in the middle, so that the turns aren't too sharp.
  private static func place(_ bound: Int, _ extremes: Extremes, _ noise: inout SeededNoise) -> Int {
    extremes == .touched || bound < 4 ? noise.below(bound) : (noise.below(bound) + noise.below(bound)) / 2
  }

  /// Fills in what lies between two points that are set.
  private mutating func bridge(from first: Int, to last: Int, noise: inout SeededNoise) {
    guard last - first > 1 else { return }
    // Of a Brownian path the range is about 1.6 σ √n; half way, a bridge of n steps deviates by σ √n / 2.
    let share = Self.squareRoot(UInt64(last - first) << 16 / UInt64(points.count))
    let range = high - low
    let amplitude = range < 1 << 44 ? range * 5 * Int64(share) / 4096 : range >> 12 * 5 * Int64(share)
    displace(first, last, amplitude: amplitude, noise: &noise)
  }

  private mutating func displace(_ first: Int, _ last: Int, amplitude: Int64, noise: inout SeededNoise) {
    let middle = (first + last) / 2
    let length = Int64(last - first)
    let way = points[last] - points[first]
    // A division by 2 is much cheaper than one by any number.
    let half = length & 1 == 0 ? way / 2 : way * (length / 2) / length
    points[middle] = reflected(points[first] + half + SeededNoise.scaled(amplitude, by: noise.bellShaped()))
    guard length > 2 else { return }
    let next = amplitude >= 1 << 50 ? amplitude / 256 * 181 : amplitude * 181 / 256
    let lean = isUneven ? next / 512 * Int64(noise.below(256) - 128) : 0
    if middle - first > 1 { displace(first, middle, amplitude: next + lean, noise: &noise) }
    if last - middle > 1 { displace(middle, last, amplitude: next - lean, noise: &noise) }
  }

  private func reflected(_ price: Int64) -> Int64 {
    let inside = price > high ? 2 * high - price : price < low ? 2 * low - price : price
    return min(max(inside, low), high)
  }

  /// The largest number whose square is not above the value, which is below 2⁶².
  static func squareRoot(_ value: UInt64) -> UInt64 {
    guard value >= 1 << 16 else { return smallSquareRoot(value) }
    let half = UInt64(63 - value.leadingZeroBitCount) / 2
    // A straight line that is at most a tenth off, and three of Newton's steps.
    var root = ((value >> half) * 3) / 8 + (11 << half) / 16
    root = (root + value / root) / 2
    root = (root + value / root) / 2
    root = (root + value / root) / 2
    while root * root > value { root -= 1 }
    while (root + 1) * (root + 1) <= value { root += 1 }
    return root
  }

  private static func smallSquareRoot(_ value: UInt64) -> UInt64 {
    var root: UInt64 = 0
    var bit: UInt64 = 1 << 7
    while bit > 0 {
      let trial = root | bit
      if trial * trial <= value { root = trial }
      bit >>= 1
    }
    return root
  }
}
