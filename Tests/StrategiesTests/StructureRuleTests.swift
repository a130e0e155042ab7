// SPDX-License-Identifier: Apache-2.0

import Indicators
import Strategies
import StrategyKit
import Testing

/// Each structure strategy against its rule worked out over the array, on walks and for several parameters.
@Suite struct StructureRuleTests {
  typealias Rule = @Sendable (ArrayRules) -> [SignalAction?]

  static let cases: [(name: String, strategy: any Strategy, rule: Rule)] = {
    var all: [(String, any Strategy, Rule)] = []
    for swing in [1, 2, 5, 13] {
      all.append(("BOS \(swing)", BreakOfStructure(swing: swing), { $0.breakOfStructure(swing) }))
      all.append(("CHoCH \(swing)", ChangeOfCharacter(swing: swing), { $0.changeOfCharacter(swing) }))
      for displacement in [0.1, 1.5] {
        all.append(
          (
            "block \(swing) \(displacement)", OrderBlocks(swing: swing, displacement: displacement),
            { $0.orderBlocks(swing, displacement) }
          ))
      }
      for lookback in [swing + 1, 50] {
        all.append(
          (
            "sweep \(swing) \(lookback)", LiquiditySweep(swing: swing, lookback: lookback),
            { $0.liquiditySweep(swing, lookback) }
          ))
      }
    }
    for gap in [0, 0.001, 0.005] {
      all.append(("gap \(gap)", FairValueGap(minimumGap: gap), { $0.fairValueGap(gap) }))
    }
    return all
  }()

  @Test(arguments: cases.indices, MadeUpMarket.lively)
  func `says what the rule says over the array`(index: Int, market: MadeUpMarket) throws {
    var (name, strategy, rule) = Self.cases[index]
    let bars = Array(market.bars.prefix(1000))
    let sides = rule(ArrayRules(bars: bars))
    let said = try listen(to: &strategy, bars)
    let wrong = bars.indices.filter { index in
      let expected: SignalAction?? = index + 1 < strategy.warmUp ? nil : .some(sides[index])
      return said[index].stance.map(\.side) != expected
    }
    #expect(wrong.isEmpty, "\(name): \(wrong.prefix(5))")
    let signals = said.enumerated().compactMap { index, said in said.signal.map { "\(index) \($0.action)" } }
    #expect(signals == turns(sides, warmUp: strategy.warmUp).map { "\($0.index) \($0.side)" }, "\(name)")
  }

  @Test(arguments: ["break-of-structure", "change-of-character", "order-blocks", "fair-value-gap", "liquidity-sweep"])
  func `speaks on the walks at all, in both directions`(name: String) throws {
    let definition = try BuiltInStrategies.definition(named: name)
    let strategy = definition.make(try definition.values())
    let tags = try MadeUpMarket.lively.flatMap { try heard(of: strategy, on: $0.bars) }.map(\.tag)
    #expect(Set(tags).count == 2 && tags.count > 5, "\(tags.count)")
  }
}
