// SPDX-License-Identifier: Apache-2.0

public import MarketData

/// A strategy file's expressions for one set of parameters, compiled: what is to be computed at each candle, every equal
/// part once. It is a value without state; ``start(rows:largerCandles:)`` makes a run.
public struct StrategyPlan: Sendable {
  /// The timeframe of the bot's own candles.
  public let timeframe: Timeframe
  /// The candles that are needed beside the bot's own.
  public let inputs: [PlanInput]
  /// How many of the bot's own candles it takes at least until every rule can be defined.
  public let warmUp: Int
  /// How many candles of each of ``inputs`` it takes besides, by their places; 0 where no rule needs one.
  public let inputWarmUps: [Int]
  /// How many candles of each series it takes at least: the largest of all these.
  public var startupCandles: Int { inputWarmUps.reduce(warmUp, max) }
  /// What the file names under `indicators`, with one name for each result: `rsi`, `bb.lower`. A row's values begin with
  /// these.
  public let values: [PlanValue]
  /// The rules under `enter`, in order.
  public let enter: [PlanRule]
  /// The rules under `exit`, in order.
  public let exit: [PlanRule]
  /// The rules that look at a trade.
  public let trade: TradeRules
  /// Equal for plans that compute the same in the same order: those can share a run.
  public let identity: PlanIdentity

  let series: [SeriesSteps]
  let latchCount: Int
  /// The base's columns that a row shows.
  let slots: [Int]
  let enterColumns: [Int]
  let exitColumns: [Int]
}

/// A named value of a plan.
public struct PlanValue: Hashable, Sendable {
  /// `rsi`, or `bb.lower` for one of several results.
  public let name: String
  /// Whether it is 1 or 0 for true or false.
  public let isCondition: Bool
}

/// A rule under `enter` or `exit`.
public struct PlanRule: Hashable, Sendable {
  /// Its tag; empty where the file gives none.
  public let tag: String
  /// Its condition as it is written.
  public let text: String
  /// What is joined by `and` in it, for people who ask why it did or didn't act.
  public let parts: [PlanPart]
}

/// A part of a rule's condition.
public struct PlanPart: Hashable, Sendable {
  /// As it is written.
  public let text: String
  /// Where a row's ``PlanRow/values`` have it: 1 for true, 0 for false, not a number for undefined.
  public let slot: Int
}

/// What a plan computes, as a text: plans of equal text compute the same.
public struct PlanIdentity: Hashable, Sendable, CustomStringConvertible {
  /// The text.
  public let text: String

  /// Sixteen hexadecimal digits of the text, for display (FNV-1a).
  public var description: String {
    let hash = text.utf8.reduce(into: 0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}

/// What a plan says at the close of a candle.
public struct PlanRow: Hashable, Sendable {
  /// The first rule under `enter` that is true, by its place.
  public let enterRule: Int?
  /// The first rule under `exit` that is true, by its place.
  public let exitRule: Int?
  /// The plan's named values, then what its rules need. What is undefined is not a number.
  public let values: [Double]

  /// The rule under `enter` that acts: none where a rule under `exit` is true too.
  public var acting: (enter: Int?, exit: Int?) {
    enterRule != nil && exitRule != nil ? (nil, nil) : (enterRule, exitRule)
  }

  /// A row before the first candle: nothing is defined, nothing acts.
  static func empty(slots: Int) -> PlanRow {
    PlanRow(enterRule: nil, exitRule: nil, values: Array(repeating: .nan, count: slots))
  }
}

extension PlanRow {
  /// Compares the values by their bits, so that what is undefined equals itself.
  public static func == (left: PlanRow, right: PlanRow) -> Bool {
    left.enterRule == right.enterRule && left.exitRule == right.exitRule
      && left.values.map(\.bitPattern) == right.values.map(\.bitPattern)
  }

  /// Feeds rules and bits to the hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(enterRule)
    hasher.combine(exitRule)
    for value in values { hasher.combine(value.bitPattern) }
  }
}
