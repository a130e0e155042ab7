// SPDX-License-Identifier: Apache-2.0

import Indicators
import Strategies
import StrategyKit
import Testing
import TradingModel

/// What holds for every built-in strategy, on made-up markets.
@Suite struct BuiltInPropertyTests {
  /// Every built-in strategy with its defaults and with its parameters at their bounds, where they agree.
  static let all: [(name: String, strategy: any Strategy)] = BuiltInStrategies.all.flatMap { definition in
    let bounds = definition.parameters.flatMap { parameter in
      [parameter.minimum, parameter.maximum].compactMap(\.self).map { [parameter.name: $0.description] }
    }
    return ([[:]] + bounds).compactMap { given in
      (try? definition.values(given)).map { ("\(definition.name) \(given)", definition.make($0)) }
    }
  }

  static let markets = MadeUpMarket.lively + MadeUpMarket.hostile

  @Test func `takes its bounds`() {
    #expect(Self.all.count > 2 * BuiltInStrategies.all.count)
  }

  @Test(arguments: all.indices)
  func `says at each candle what it would say if there were no more`(index: Int) throws {
    let (name, fresh) = Self.all[index]
    for (number, market) in Self.markets.enumerated() {
      var strategy = fresh
      let whole = try listen(to: &strategy, market.bars)
      var dice = SplitMix(seed: UInt64(index * 100 + number))
      for _ in 0..<2 {
        let cut = Int(dice.next() % UInt64(market.bars.count))
        var part = fresh
        #expect(
          try listen(to: &part, market.bars.prefix(cut)) == Array(whole.prefix(cut)), "\(name), \(market), \(cut)")
        // The copy is a snapshot: it goes on as the whole did, and what it is given doesn't touch the other.
        var copy = part
        _ = try listen(to: &copy, market.bars.prefix(cut / 2))
        let rest = try listen(to: &part, market.bars.dropFirst(cut))
        #expect(rest == Array(whole.dropFirst(cut)), "\(name), \(market), from \(cut)")
      }
    }
  }

  @Test(arguments: all.indices)
  func `thinks nothing before its warm-up, and something after it`(index: Int) throws {
    let (name, fresh) = Self.all[index]
    for market in Self.markets {
      var strategy = fresh
      let said = try listen(to: &strategy, market.bars)
      let warmUp = strategy.warmUp
      #expect(warmUp >= 1)
      #expect(said.prefix(warmUp - 1).allSatisfy { $0.stance == nil }, "\(name), \(market)")
      #expect(said.prefix(warmUp).allSatisfy { $0.signal == nil }, "\(name), \(market)")
      #expect(said.dropFirst(warmUp - 1).allSatisfy { $0.stance != nil }, "\(name), \(market)")
    }
  }

  @Test(arguments: all.indices)
  func `signals where its stance turns to a side, and nowhere else`(index: Int) throws {
    let (name, fresh) = Self.all[index]
    for market in Self.markets {
      var strategy = fresh
      let said = try listen(to: &strategy, market.bars)
      let wrong = zip(said, said.dropFirst()).filter { before, now in
        let turned = before.stance == nil || before.stance?.side == now.stance?.side ? nil : now.stance?.side
        return now.signal?.action != turned || now.signal.map { $0.strength != now.stance?.strength } ?? false
      }
      #expect(wrong.isEmpty, "\(name), \(market)")
    }
  }

  @Test(arguments: all.indices)
  func `gives reasons in words, with numbers, and readings that are numbers`(index: Int) throws {
    let (name, fresh) = Self.all[index]
    var strategy = fresh
    let said = try listen(to: &strategy, MadeUpMarket.lively[0].bars)
    for words in said.compactMap(\.words) {
      #expect(!words.reason.isEmpty && !words.reason.contains("nan"), "\(name): \(words.reason)")
      #expect(words.readings.allSatisfy { $0.value.isFinite && !$0.name.isEmpty }, "\(name)")
    }
    #expect(said.compactMap(\.signal).allSatisfy { $0.reason.contains { $0.isNumber } }, "\(name)")
  }

  @Test(arguments: all.indices)
  func `a candle that is no candle is refused, and leaves it as it was`(index: Int) throws {
    let (name, fresh) = Self.all[index]
    let market = MadeUpMarket.lively[1].bars
    var (whole, strategy) = (fresh, fresh)
    let expected = try listen(to: &whole, market.prefix(600))
    var said: [Said] = []
    for (number, bar) in market.prefix(600).enumerated() {
      if number % 50 == 7 {
        for spoil in Self.spoilers {
          var wrong = bar
          spoil(&wrong)
          #expect(throws: StrategyFailure.self, "\(name)") { try strategy.update(wrong) }
        }
      }
      said += try listen(to: &strategy, [bar])
    }
    #expect(said == expected, "\(name)")
  }

  static let spoilers: [@Sendable (inout Bar) -> Void] = [
    { $0.open = .nan }, { $0.high = .infinity }, { $0.low = -.infinity }, { $0.close = .nan }, { $0.volume = .nan },
  ]

  @Test func `the refusal of a candle names what is wrong with it`() {
    var strategy = BreakOfStructure(swing: 5)
    let bar = Bar(openTime: 60_000, open: 1, high: .infinity, low: 1, close: .nan, volume: 0)
    let failure = #expect(throws: StrategyFailure.self) { try strategy.update(bar) }
    #expect(
      failure?.description
        == "the candle of 1970-01-01T00:01:00.000Z can't be judged: its high is inf, its close is nan")
  }
}
