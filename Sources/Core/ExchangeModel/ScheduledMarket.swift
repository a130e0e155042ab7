// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import TradingModel

/// A market that something befalls: pairs are halted, come and go or get other filters, and the venue closes at times.
///
/// What was traded in a rest is left out, and the trades after it are numbered on without a gap; the price goes on where
/// the market itself is by then. A candle has exactly the trades in it that are left; one in which the pair rested and
/// nobody traded is missing, as with Binance after it was closed. Candles of all intervals, trades and best prices agree
/// to the last digit, as on the market itself.
///
/// It is a function of the market and the schedule: what the schedule says of later times changes nothing before them.
public struct ScheduledMarket: MarketRecord {
  /// The market itself.
  public let base: any MarketRecord
  /// What befalls it.
  public let schedule: MarketSchedule
  /// Of the pairs that something befalls.
  private let courses: [Pair: PairCourse]

  /// A market with a schedule.
  ///
  /// - Parameter known: the same market with the schedule so far, of which what stays the same need not be worked out
  ///   again.
  public init(_ base: any MarketRecord, schedule: MarketSchedule, known: ScheduledMarket? = nil) {
    self.base = base
    self.schedule = schedule
    var courses: [Pair: PairCourse] = [:]
    let closures = schedule.closures
    for rules in base.instruments {
      let course = schedule.courses[rules.pair]
      guard course != nil || !closures.isEmpty else { continue }
      courses[rules.pair] = PairCourse(
        course ?? MarketSchedule.Course(), closures: closures, of: rules, in: base, known: known?.courses[rules.pair])
    }
    self.courses = courses
  }

  /// Everything that is listed at any time, with the rules that hold when nothing befalls it.
  public var instruments: [InstrumentRules] { base.instruments }

  /// What is listed at a time, with the rules that hold then.
  public func instruments(at time: Instant) -> [InstrumentRules] {
    guard !schedule.courses.isEmpty else { return base.instruments }
    return base.instruments.compactMap { rules in
      guard let course = schedule.courses[rules.pair] else { return rules }
      return course.rules(rules, at: time)
    }
  }

  public func rules(of pair: Pair) -> InstrumentRules? { base.rules(of: pair) }

  public func rules(of pair: Pair, at time: Instant) -> InstrumentRules? {
    guard let rules = base.rules(of: pair), let course = schedule.courses[pair] else { return base.rules(of: pair) }
    return course.rules(rules, at: time)
  }

  public func span(of pair: Pair) -> Range<Instant>? {
    guard let span = base.span(of: pair), let course = schedule.courses[pair] else { return base.span(of: pair) }
    let absence = course.absences.first { $0.contains(span.lowerBound) }
    let start = min(absence?.upperBound.advanced(byMilliseconds: 1) ?? span.lowerBound, span.upperBound)
    return start..<span.upperBound
  }

  public func rest(of pair: Pair, at time: Instant) -> Range<Instant>? { courses[pair]?.rest(at: time) }

  public func gridEra(of pair: Pair, at time: Instant) -> Int { courses[pair]?.era(at: time) ?? 0 }

  public func levels(of pair: Pair) -> [Timeframe] { base.levels(of: pair) }

  public func spreadTicks(of pair: Pair) -> Int { base.spreadTicks(of: pair) }

  public func spreadTicks(of pair: Pair, at time: Instant) -> Int { base.spreadTicks(of: pair, at: time) }

  /// A spread of as much money on another grid.
  public func quoteModel(of pair: Pair, at time: Instant) -> QuoteModel? {
    guard let grid = courses[pair]?.grid(at: time), grid.tick.isPositive, let own = base.rules(of: pair),
      let rules = rules(of: pair, at: time.advanced(byMilliseconds: -1))
    else { return base.quoteModel(of: pair, at: time) }
    func ticks(_ count: Int) -> Int {
      Int(max(1, min(Int128(count) * own.price.tick.value.units / grid.tick.units, Int128(Int32.max))))
    }
    return QuoteModel(
      rules: rules, spreadTicks: ticks(base.spreadTicks(of: pair, at: time)),
      usualSpreadTicks: ticks(base.spreadTicks(of: pair)))
  }
}

// MARK: Trades

extension ScheduledMarket {
  public func trades(of pair: Pair, in range: Range<Instant>) -> [PublicTrade] {
    guard let course = courses[pair] else { return base.trades(of: pair, in: range) }
    return course.pieces(of: range).flatMap { piece in
      base.trades(of: pair, in: piece.range).map { piece.shown($0) }
    }
  }

  public func summary(of pair: Pair, in range: Range<Instant>) -> TradeSummary? {
    guard let course = courses[pair] else { return base.summary(of: pair, in: range) }
    var sum: TradeSummary?
    for piece in course.pieces(of: range) {
      guard let part = summary(of: pair, in: piece) else { continue }
      sum?.add(part)
      sum = sum ?? part
    }
    return sum
  }

  private func summary(of pair: Pair, in piece: PairCourse.Piece) -> TradeSummary? {
    guard piece.grid != nil else {
      return base.summary(of: pair, in: piece.range).map { $0.renumbered(by: -piece.dropped) }
    }
    var sum: TradeSummary?
    for trade in base.trades(of: pair, in: piece.range) {
      let part = TradeSummary(piece.shown(trade))
      sum?.add(part)
      sum = sum ?? part
    }
    return sum
  }

  public func openTime(ofTrade id: Int64, of pair: Pair) -> Instant? {
    base.openTime(ofTrade: id + (courses[pair]?.dropped(beforeNumber: id) ?? 0), of: pair)
  }

  public func blockTrades(of pair: Pair, in range: Range<Instant>) -> [PublicTrade] {
    let blocks = base.blockTrades(of: pair, in: range)
    guard let course = courses[pair] else { return blocks }
    // They have numbers of their own, of which some are left out.
    return blocks.filter { course.rest(at: $0.time) == nil }.map { block in
      PairCourse.Piece(range: range, dropped: 0, grid: course.grid(at: block.time)).shown(block)
    }
  }

  public func openTime(ofBlockTrade id: Int64, of pair: Pair) -> Instant? { base.openTime(ofBlockTrade: id, of: pair) }
}

// MARK: Candles

extension ScheduledMarket {
  public func levelCandles(of pair: Pair, level: Timeframe, in range: Range<Instant>) -> [Candle] {
    let candles = base.levelCandles(of: pair, level: level, in: range)
    guard let course = courses[pair] else { return candles }
    return candles.compactMap { candle in
      shown(candle, of: pair, course, in: candle.openTime..<level.openTime(after: candle.openTime))
    }
  }

  public func secondCandles(of pair: Pair, in range: Range<Instant>) -> [Candle] {
    let candles = base.secondCandles(of: pair, in: range)
    guard let course = courses[pair] else { return candles }
    return candles.compactMap { candle in
      let whole = candle.openTime..<candle.openTime.advanced(byMilliseconds: 1000)
      guard candle.volume == .zero else { return shown(candle, of: pair, course, in: whole) }
      return hasGoneOn(pair, course, at: candle.openTime) ? shown(candle, of: pair, course, in: whole) : nil
    }
  }

  public func restingPrice(of pair: Pair, at start: Instant, before end: Instant) -> Price? {
    guard let course = courses[pair] else { return base.restingPrice(of: pair, at: start, before: end) }
    guard !course.rests(in: start..<end), hasGoneOn(pair, course, at: start),
      let price = base.restingPrice(of: pair, at: start, before: end)
    else { return nil }
    return course.grid(at: start)?.nearest(price) ?? price
  }

  /// A candle of the market itself as it is here.
  private func shown(
    _ candle: Candle, of pair: Pair, _ course: PairCourse, in range: Range<Instant>
  ) -> Candle? {
    guard course.befalls(range) else { return candle }
    if let sum = summary(of: pair, in: range) {
      return Candle(
        openTime: candle.openTime, open: sum.open, high: sum.high, low: sum.low, close: sum.close, volume: sum.volume)
    }
    guard !course.rests(in: range) else { return nil }
    guard let grid = course.grid(at: candle.openTime) else { return candle }
    return Candle(
      openTime: candle.openTime, open: grid.nearest(candle.open), high: grid.nearest(candle.high),
      low: grid.nearest(candle.low), close: grid.nearest(candle.close), volume: .zero)
  }

  /// Whether somebody has traded since a rest that ended within the finest candle; before that nobody knows the price.
  private func hasGoneOn(_ pair: Pair, _ course: PairCourse, at time: Instant) -> Bool {
    let finest = levels(of: pair).last ?? .oneMinute
    guard let end = course.restEnd(upTo: time), end > finest.openTime(containing: time) else { return true }
    return !base.trades(of: pair, in: end..<time).isEmpty
  }
}
