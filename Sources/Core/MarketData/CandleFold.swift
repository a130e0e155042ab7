// SPDX-License-Identifier: Apache-2.0

public import TradingModel

extension Timeframe {
  /// Whether each candle of this timeframe is made of whole candles of another.
  ///
  /// Weeks begin on Mondays and months on their first, so both are made of days or less; weeks and months are of
  /// neither, nor are three days, which are counted from 1970-01-01.
  public func isMade(of smaller: Timeframe) -> Bool {
    guard smaller < self else { return false }
    switch self {
    case .oneWeek, .oneMonth: return smaller <= .oneDay
    default: return milliseconds.isMultiple(of: smaller.milliseconds)
    }
  }

  /// The largest of some timeframes of whose candles each candle of this one is made, or nil where there is none.
  public func base(in offered: Set<Timeframe>) -> Timeframe? {
    offered.filter { isMade(of: $0) }.max()
  }

  /// How many candles of a smaller timeframe one candle has at most.
  public func countMax(of smaller: Timeframe) -> Int {
    let longest = self == .oneMonth ? 31 * Timeframe.oneDay.milliseconds : milliseconds
    return Int((longest + smaller.milliseconds - 1) / smaller.milliseconds)
  }
}

/// A candle that is made of smaller ones.
public struct FoldedCandle: Hashable, Sendable {
  /// What they make together.
  public private(set) var candle: Candle
  /// The open time of the first of them.
  public let first: Instant
  /// The open time of the last of them.
  public private(set) var last: Instant

  /// A candle of a timeframe, made of a single smaller one.
  public init(_ small: Candle, timeframe: Timeframe) {
    candle = Candle(
      openTime: timeframe.openTime(containing: small.openTime), open: small.open, high: small.high, low: small.low,
      close: small.close, volume: small.volume)
    first = small.openTime
    last = small.openTime
  }

  /// Adds the next of the smaller ones.
  public mutating func add(_ small: Candle) {
    candle.high = max(candle.high, small.high)
    candle.low = min(candle.low, small.low)
    candle.close = small.close
    candle.volume = candle.volume + small.volume
    last = small.openTime
  }

  /// Whether it has the smaller candle with which it begins.
  public var beginsWhole: Bool { first == candle.openTime }

  /// Whether it has the smaller candle with which it ends.
  public func endsWhole(timeframe: Timeframe, base: Timeframe) -> Bool {
    base.openTime(after: last) == timeframe.openTime(after: candle.openTime)
  }

  /// Makes candles of smaller ones, oldest first; between the first and the last, what is missing is taken for missing
  /// at the venue.
  public static func fold(_ small: some Sequence<Candle>, into timeframe: Timeframe) -> [FoldedCandle] {
    var folded: [FoldedCandle] = []
    for candle in small {
      if let last = folded.last, last.candle.openTime == timeframe.openTime(containing: candle.openTime) {
        folded[folded.count - 1].add(candle)
      } else {
        folded.append(FoldedCandle(candle, timeframe: timeframe))
      }
    }
    return folded
  }
}

/// Makes candles of smaller ones as they come, in progress and closed.
///
/// It answers only what it is sure of: a candle of which any smaller one was missed is left out, and whoever follows
/// the candles sees a gap with the next one.
public struct CandleFold: Hashable, Sendable {
  /// How long the candles are that are made.
  public let timeframe: Timeframe
  /// How long those are of which they are made.
  public let base: Timeframe
  private var sequence: CandleSequence
  /// What the closed ones make so far; nil where one was missed.
  private var folded: FoldedCandle?

  /// A fold that has seen nothing. The timeframe must be made of the base.
  public init(into timeframe: Timeframe, of base: Timeframe) {
    precondition(timeframe.isMade(of: base), "A candle is made of whole smaller ones.")
    self.timeframe = timeframe
    self.base = base
    sequence = CandleSequence(timeframe: base)
  }

  /// Takes a smaller candle. Answers the candle that it belongs to as it stands now and whether that is closed; nil
  /// where it came before, or the candle is not known from its beginning.
  public mutating func take(_ small: Candle, isClosed: Bool) -> (candle: Candle, isClosed: Bool)? {
    switch sequence.judge(small.openTime) {
    case .duplicate, .late, .misaligned: return nil
    case .gap:
      // One in progress may be ahead of the one that closes before it.
      guard isClosed else { return nil }
      folded = nil
    case .next: break
    }
    let isFirst = timeframe.openTime(containing: small.openTime) == small.openTime
    var next = isFirst ? FoldedCandle(small, timeframe: timeframe) : folded
    if !isFirst { next?.add(small) }
    guard isClosed else { return next.map { ($0.candle, false) } }
    sequence.skip(to: small.openTime)
    folded = next
    guard let next else { return nil }
    let isEnd = next.endsWhole(timeframe: timeframe, base: base)
    if isEnd { folded = nil }
    return (next.candle, isEnd)
  }

  /// The smaller candles were interrupted: what comes next is the first.
  public mutating func startOver() {
    self = CandleFold(into: timeframe, of: base)
  }
}
