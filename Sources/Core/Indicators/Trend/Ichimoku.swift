// SPDX-License-Identifier: Apache-2.0

/// Ichimoku: the middle of the range over three lengths of time, the cloud of the older ones.
///
/// - Formula: the middle of a range is `(highest high + lowest low) / 2`. `conversion` and `base` are those of the last
///   `conversion` and `base` candles. `span_a` is the mean of both, `span_b` the middle over the last `span` candles, as
///   they stood `displacement` candles ago: the cloud as a chart that draws it ahead shows it at this candle. Some charts
///   count the current candle into the displacement; give it less by one to have theirs. There is no lagging line: what
///   a chart draws back in time isn't known at the time; compare the close with an older one instead.
/// - Author: Goichi Hosoda, 1969.
/// - Warm-up and first defined value: all lines at candle number `displacement` and the longest of the others. There is
///   no residue.
/// - Flat series: the price itself.
public struct Ichimoku: CandleIndicator, WindowedIndicator {
  /// The last highs and lows of each length, then the last edges of the cloud.
  public var memory: [Double]
  private var conversion: RecentRangeRing
  private var base: RecentRangeRing
  private var span: RecentRangeRing
  private var cloud: (first: DelayRing, second: DelayRing)
  /// Where the memory of each begins.
  private let places: (base: Int, span: Int)
  public let warmUp: Int

  /// All numbers of candles are 1 or above.
  public init(conversion: Int, base: Int, span: Int, displacement: Int) {
    (self.conversion, self.base) = (RecentRangeRing(of: conversion), RecentRangeRing(of: base))
    self.span = RecentRangeRing(of: span)
    memory = RecentRangeRing.memory(for: conversion + base + span)
    cloud = (
      DelayRing(count: displacement, at: memory.count), DelayRing(count: displacement, at: memory.count + displacement)
    )
    memory += Array(repeating: 0, count: 2 * displacement)
    places = (2 * conversion, 2 * (conversion + base))
    warmUp = max(conversion, base, span) + displacement
  }

  @inline(__always)
  public mutating func step(_ bar: Bar, _ memory: UnsafeMutablePointer<Double>) -> Lines? {
    let conversion = conversion.update(high: bar.high, low: bar.low, memory)?.middle
    let base = base.update(high: bar.high, low: bar.low, memory + places.base)?.middle
    let span = span.update(high: bar.high, low: bar.low, memory + places.span)?.middle
    guard let conversion, let base, let span else { return nil }
    let isDefined = cloud.first.isFull
    let (first, second) = (cloud.first.push((conversion + base) / 2, memory), cloud.second.push(span, memory))
    return isDefined ? Lines(conversion: conversion, base: base, spanA: first, spanB: second) : nil
  }

  /// All lines, which are prices.
  public struct Lines: IndicatorOutput, Hashable, Sendable {
    /// The middle of the shortest range.
    public let conversion: Double
    /// The middle of the next range.
    public let base: Double
    /// The edge of the cloud that follows both.
    public let spanA: Double
    /// The edge of the cloud that follows the longest range.
    public let spanB: Double

    public static let names = ["conversion", "base", "span_a", "span_b"]

    public func write(to place: UnsafeMutablePointer<Double>, stride: Int) {
      place[0] = conversion
      place[stride] = base
      place[2 * stride] = spanA
      place[3 * stride] = spanB
    }
  }
}
