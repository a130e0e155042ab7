// SPDX-License-Identifier: Apache-2.0

import Indicators
import Strategies
import StrategyKit
import Testing

/// Candles made by hand, one pattern each, behind a stretch that is long enough to warm up on and brings nothing.
@Suite struct StructurePatternTests {
  typealias Prices = (open: Double, high: Double, low: Double, close: Double)

  /// Signals by their distance from the last candle before the pattern, which is -1.
  private func signals(_ strategy: some Strategy, _ pattern: [Prices]) throws -> [String] {
    let quiet = Array(repeating: (open: 100.0, high: 100.0, low: 100.0, close: 100.0), count: strategy.warmUp + 5)
    return try heard(of: strategy, on: bars(quiet + pattern)).map { "\($0.index - quiet.count) \($0.tag)" }
  }

  /// A candle from one price to another, without wicks.
  private func line(_ open: Double, _ close: Double) -> Prices { (open, max(open, close), min(open, close), close) }

  /// Up to 110, down to 105, up beyond: swing 1, so that one candle on each side confirms.
  private var wave: [Prices] { [line(100, 110), line(110, 105), line(105, 109), line(109, 112)] }

  @Test func `a change of character is the first close beyond the last swing against the structure`() throws {
    // The close of 112 above the swing high of 110 begins the structure; that of 103 below the swing low of 105 turns it.
    let fall = [line(112, 106), line(106, 108), line(108, 105.5), line(105.5, 103)]
    let said = try signals(ChangeOfCharacter(swing: 1), wave + fall)
    #expect(said == ["3 choch_up", "7 choch_down"])
  }

  @Test func `a wick beyond the swing breaks nothing`() throws {
    var pattern = wave
    pattern[3] = (109, 115, 108, 110)
    #expect(try signals(ChangeOfCharacter(swing: 1), pattern).isEmpty)
  }

  @Test func `a break of structure goes on with the structure, and signals once`() throws {
    let onwards = [line(112, 108), line(108, 111), line(111, 115), line(115, 111), line(111, 114), line(114, 118)]
    let said = try signals(BreakOfStructure(swing: 1), wave + onwards)
    #expect(said == ["6 bos_up"])
    // The structure turns at the close of 110 below the swing low of 111, and goes on with that of 108 below 110.
    let fall = [line(118, 110), line(110, 112), line(112, 111), line(111, 108)]
    #expect(try signals(BreakOfStructure(swing: 1), wave + onwards + fall) == ["6 bos_up", "13 bos_down"])
  }

  @Test func `a swing is known only once it is confirmed`() throws {
    // With two candles on each side the high of 110 is confirmed at candle 2, and can be broken from then on.
    let early = [line(100, 110), line(109, 105), line(105, 112), line(112, 113)]
    #expect(try signals(ChangeOfCharacter(swing: 2), early).isEmpty)
    let late = [line(100, 110), line(109, 105), line(105, 108), line(108, 112)]
    #expect(try signals(ChangeOfCharacter(swing: 2), late) == ["3 choch_up"])
  }

  /// A gap from 101 to 103: candle 0 ends at 101, candle 2 begins at 103.
  private var gap: [Prices] { [line(100, 101), (101, 104, 100, 104), line(103, 106)] }

  /// A candle that stays above the gap, and makes none.
  private var above: Prices { (105, 106, 103.5, 105) }

  @Test(
    arguments: [
      // Back into the gap, and closed above its bottom.
      ((105.0, 105.0, 102.5, 104.0), ["4 fvg_up"]), ((105, 105, 103, 104), ["4 fvg_up"]),
      ((105, 105, 100.5, 101.1), ["4 fvg_up"]),
      // Closed at its bottom, or below it: failed. Not back at all: nothing.
      ((105, 105, 101, 101), []), ((105, 105, 99, 100), []), ((105, 106, 103.1, 105), []),
    ] as [(Prices, [String])])
  func `a return into a gap that holds`(back: Prices, said: [String]) throws {
    #expect(try signals(FairValueGap(minimumGap: 0.001), gap + [above, back]) == said)
  }

  @Test func `a gap is used up by its first return, and is as large as it must be`() throws {
    let back: Prices = (105, 105, 102, 104)
    let failed: Prices = (104, 104, 99.5, 100)
    #expect(try signals(FairValueGap(minimumGap: 0), gap + [back, failed, line(100, 104), back]) == ["3 fvg_up"])
    // The gap is 2 and the close of its second candle 104: 0.0192 of it.
    #expect(try signals(FairValueGap(minimumGap: 0.019), gap + [back]) == ["3 fvg_up"])
    #expect(try signals(FairValueGap(minimumGap: 0.02), gap + [back]).isEmpty)
  }

  @Test func `a bearish gap that holds is a reason to leave`() throws {
    let pattern = [line(100, 99), line(99, 96), line(97, 94), line(94, 95), (95, 98, 94, 95.5)]
    #expect(try signals(FairValueGap(minimumGap: 0.001), pattern) == ["4 fvg_down"])
  }

  @Test func `a gap is forgotten after 200 candles, and what it said after 50`() throws {
    let back: Prices = (105, 105, 102, 104)
    let wait = Array(repeating: above, count: 199)
    #expect(try signals(FairValueGap(minimumGap: 0.001), gap + wait + [back]) == ["202 fvg_up"])
    #expect(try signals(FairValueGap(minimumGap: 0.001), gap + wait + [above, back]).isEmpty)
    var strategy = FairValueGap(minimumGap: 0.001)
    let quiet = Array(repeating: line(100, 100), count: 300)
    let rest = Array(repeating: line(104, 104), count: 51)
    let said = try listen(to: &strategy, bars(quiet + gap + [back] + rest)).map { $0.stance?.side }
    #expect(said[303] == .enter && said[353] == .enter && said[354] == .some(nil))
  }

  @Test func `of each side the newest 32 gaps are kept`() throws {
    var strategy = FairValueGap(minimumGap: 0)
    let stairs = (0..<400).map { line(100 + Double($0) * 2, 101 + Double($0) * 2) }
    _ = try listen(to: &strategy, bars(stairs))
    #expect(strategy.reason == "no gap that held stands; 32 bullish and 0 bearish gaps wait")
  }

  /// A swing low at 95, confirmed by one candle.
  private var dip: [Prices] { [line(100, 98), (98, 98, 95, 97), line(97, 99)] }

  @Test(
    arguments: [
      ((98.0, 98.0, 94.0, 96.0), ["4 sweep_low"]), ((98, 98, 95, 96), []), ((98, 98, 94, 95), []),
      ((98, 98, 94, 94.5), []),
    ] as [(Prices, [String])])
  func `a sweep goes below a low and closes above it`(sweep: Prices, said: [String]) throws {
    #expect(try signals(LiquiditySweep(swing: 1, lookback: 10), dip + [line(99, 98), sweep]) == said)
  }

  @Test func `a low is swept once, and no more once it is old`() throws {
    let sweep: Prices = (98, 98, 94, 96)
    // Refuted by a close below the sweep's own low; a second dip below 95 meets no level there any more.
    let again = [line(96, 93.5), (93.5, 97, 93.6, 96)] as [Prices]
    #expect(try signals(LiquiditySweep(swing: 1, lookback: 10), dip + [sweep] + again) == ["3 sweep_low"])
    for (wait, said) in [(7, ["10 sweep_low"]), (8, ["11 sweep_low"]), (9, [])] {
      let pause = Array(repeating: line(98, 98), count: wait)
      #expect(try signals(LiquiditySweep(swing: 1, lookback: 10), dip + pause + [sweep]) == said, "\(wait)")
    }
  }

  @Test func `a sweep of a high is a reason to leave`() throws {
    let pattern: [Prices] = [line(100, 102), (102, 105, 102, 103), line(103, 101), (101, 106, 101, 104)]
    #expect(try signals(LiquiditySweep(swing: 1, lookback: 10), pattern) == ["3 sweep_high"])
  }

  /// A swing high at 102, a falling candle from 101 to 100, and a rise that breaks the swing.
  private var rise: [Prices] { [line(100, 102), line(102, 101), (101, 101.5, 99.5, 100), line(100, 106)] }

  @Test(
    arguments: [
      ((104.0, 104.0, 101.5, 103.0), ["5 block_up"]), ((104, 104, 99.6, 99.7), ["5 block_up"]),
      ((104, 104, 99, 99.5), []), ((104, 104, 101.6, 103), []),
    ] as [(Prices, [String])])
  func `a return into an order block that holds`(back: Prices, said: [String]) throws {
    #expect(
      try signals(OrderBlocks(swing: 1, displacement: 1.5), rise + [line(106, 104), back]) == said)
  }

  @Test func `a rise that is no displacement leaves no block`() throws {
    // The ranges so far are 2, 1 and 2 after nothing, so that the average is about a third: a body of 2.5 is ten times it.
    let weak = Array(rise.prefix(3)) + [line(100, 102.5)]
    let back: Prices = (102.5, 102.5, 101, 102)
    #expect(try signals(OrderBlocks(swing: 1, displacement: 10), weak + [back]).isEmpty)
    #expect(try signals(OrderBlocks(swing: 1, displacement: 1.5), weak + [back]) == ["4 block_up"])
    // A break by a candle that opened above the swing and fell is no displacement upwards.
    let fallen = Array(rise.prefix(3)) + [line(104, 103)]
    #expect(try signals(OrderBlocks(swing: 1, displacement: 0.1), fallen + [back]).isEmpty)
  }
}
