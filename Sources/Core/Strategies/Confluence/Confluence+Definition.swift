// SPDX-License-Identifier: Apache-2.0

import Indicators
public import StrategyKit
import TradingModel

extension Confluence {
  /// The public face of `confluence`, with the strategies that can vote in it; one that is called confluence itself is
  /// left out.
  public static func definition(members all: [StrategyDefinition]) -> StrategyDefinition {
    let known = all.filter { $0.name != name }
    let list = MemberList(known: known)
    let usual = known.map(\.name).filter(["adx", "ema-crossover", "macd"].contains)
    return StrategyDefinition(
      name: name,
      summary: "Lets several strategies vote: buys when they agree that it is time.",
      rules: """
        Each member votes enter, exit or neither, with a strength. ALL: every one that answers has the side; ANY: at \
        least one has it and none the opposite; MAJORITY: more than half have it; WEIGHTED: the mean of strength times \
        weight, negative for exit, reaches threshold. Enter and exit where the side turns.
        """,
      parameters: [
        .choice(
          "mode", default: ConfluenceMode.majority.rawValue, of: ConfluenceMode.allCases.map(\.rawValue),
          summary: "How votes are counted."),
        .list(
          "of", default: usual.isEmpty ? known.prefix(1).map(\.name) : usual,
          summary: """
            Who votes, at most \(MemberList.countMax): names, with parameters and a weight where they are not the usual \
            ones: ema-crossover, rsi-mean-reversion(period=7, oversold=25)*2. Weights count in mode WEIGHTED.
            """,
          read: { text throws(ParameterFault) in try list.members(of: text).map(\.text) }),
        .decimal(
          "threshold", default: Fixed(units: Fixed.unitsPerOne / 2), in: Fixed(units: Fixed.unitsPerOne / 100)...1,
          summary: "What the score must reach in mode WEIGHTED."),
      ],
      identify: { identity(of: $0, list) }, build: { build($0, list) })
  }

  /// What it decides by: its mode, and what its members decide by, which may stand in files that change.
  private static func identity(of values: ParameterValues, _ list: MemberList) -> String {
    let members = try? list.members(of: values.list("of").joined(separator: ", "))
    let texts = (members ?? []).map { "\($0.label)*\($0.weight): \($0.definition.identity($0.values))" }
    return "\(name) \(values.text("mode")) \(values.decimal("threshold")) [\(texts.joined(separator: "; "))]"
  }

  /// The confluence of values; where a strategy that votes is gone since they were checked, one that always fails.
  private static func build(_ values: ParameterValues, _ list: MemberList) -> any Strategy {
    let mode = ConfluenceMode(rawValue: values.text("mode")) ?? .majority
    do {
      let members = try list.members(of: values.list("of").joined(separator: ", "))
      return Confluence(mode: mode, threshold: values.number("threshold"), members: members)
    } catch {
      return UnableConfluence(reason: error.description)
    }
  }
}

/// A confluence whose members can't be had: it fails at every candle, and says why.
struct UnableConfluence: Strategy {
  let reason: String
  let warmUp = 1
  let stance: Stance? = nil

  func update(_ bar: Bar) throws(StrategyFailure) -> Signal? {
    throw StrategyFailure(at: Instant(milliseconds: bar.openTime), reason: reason)
  }
}
