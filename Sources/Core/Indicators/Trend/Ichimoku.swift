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
public struct Ichimoku: CandleIndicator {
  private var ranges: (conversion: RecentRange, base: RecentRange, span: RecentRange)
  private var spans: Window<Spans>
  public let warmUp: Int

  /// All numbers of candles are 1 or above.
  public init(conversion: Int, base: Int, span: Int, displacement: Int) {
    ranges = (RecentRange(of: conversion), RecentRange(of: base), RecentRange(of: span))
    spans = Window(capacity: displacement, filler: Spans(first: 0, second: 0))
    warmUp = max(conversion, base, span) + displacement
  }

  public mutating func update(_ bar: Bar) -> Lines? {
    let conversion = ranges.conversion.update(high: bar.high, low: bar.low)?.middle
    let base = ranges.base.update(high: bar.high, low: bar.low)?.middle
    let span = ranges.span.update(high: bar.high, low: bar.low)?.middle
    guard let conversion, let base, let span else { return nil }
    let displaced = spans.push(Spans(first: (conversion + base) / 2, second: span))
    return displaced.map { Lines(conversion: conversion, base: base, spanA: $0.first, spanB: $0.second) }
  }

  /// The edges of the cloud.
  private struct Spans: Sendable {
    let first: Double
    let second: Double
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
