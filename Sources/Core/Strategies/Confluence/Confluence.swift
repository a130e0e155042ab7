// SPDX-License-Identifier: Apache-2.0

public import Indicators
import MarketData
public import StrategyKit
import TradingModel

/// `confluence`: several strategies vote with what they think.
///
/// - Votes: each member's stance after the candle, its side and strength. A member in its warm-up does not answer. One
///   that fails at a candle is left out of it, counted, and shown; the others decide. If all of them fail, the confluence
///   fails, and names them.
/// - Side, by mode. `ALL`: every member that answers has it. `ANY`: at least one has it, and none the opposite.
///   `MAJORITY`: more than half of those that answer have it. `WEIGHTED`: the score is at least `threshold` (enter), or
///   at most -`threshold` (exit). Without an answer there is no side.
/// - Score: the mean of the votes, each its strength, negative for exit, 0 without a side; in mode WEIGHTED with the
///   members' weights, else each counts alike.
/// - Stance: the side, with the size of the score for strength.
/// - Enter, tag `confluence_enter`: the stance turns to enter. Exit, tag `confluence_exit`: it turns to exit.
/// - Warm-up: the longest of its members'; its residue is theirs.
public struct Confluence: Strategy {
  /// Its name.
  static let name = "confluence"

  /// How votes are counted.
  let mode: ConfluenceMode
  /// What the score must reach in mode WEIGHTED.
  let threshold: Double
  private(set) var voters: [Voter]
  private(set) var opinion: Opinion
  /// The votes at the last candle.
  private(set) var count = VoteCount()
  /// The other series that its members read, each once.
  public let inputs: [StrategyInput]

  /// A member at work.
  struct Voter: Sendable {
    let label: String
    let weight: Double
    var strategy: any Strategy
    /// Which of the confluence's inputs each of its own is.
    let inputs: [Int]
    /// Why it failed at the last candle, or nil.
    var failure: StrategyFailure?
    /// At how many candles it has failed.
    var failures = 0
  }

  /// A confluence of members that were checked; at least one. Weights count in mode WEIGHTED alone.
  init(mode: ConfluenceMode, threshold: Double, members: [ConfluenceMember]) {
    precondition(!members.isEmpty, "somebody votes")
    self.mode = mode
    self.threshold = threshold
    var series: [StrategyInput] = []
    voters = members.map { member in
      let strategy = member.definition.make(member.values)
      let places = strategy.inputs.map { input in
        if let place = series.firstIndex(of: input) { return place }
        series.append(input)
        return series.count - 1
      }
      return Voter(
        label: member.label, weight: mode == .weighted ? member.weight.approximated : 1, strategy: strategy,
        inputs: places)
    }
    inputs = series
    opinion = Opinion(warmUp: voters.map(\.strategy.warmUp).reduce(1, max))
  }

  /// Candles until every member has warmed up.
  public var warmUp: Int { opinion.warmUp }

  /// At how many candles each member has failed, in their order.
  public var failures: [Int] { voters.map(\.failures) }

  /// Hands a candle of another series to the members that read it.
  public mutating func take(_ bar: Bar, of input: Int) {
    for index in voters.indices {
      for (own, place) in voters[index].inputs.enumerated() where place == input {
        voters[index].strategy.take(bar, of: own)
      }
    }
  }

  /// Lets the members vote; enters and exits where the side turns.
  public mutating func update(_ bar: Bar) throws(StrategyFailure) -> Signal? {
    try bar.requireFinite()
    try askAll(bar)
    count = VoteCount()
    for voter in voters where voter.failure == nil {
      if let stance = voter.strategy.stance { count.add(stance, weight: voter.weight) }
    }
    let now = Stance(count.side(mode, threshold: threshold), strength: count.score.magnitude)
    return opinion.turn(to: now).map {
      let tag = $0 == .enter ? "confluence_enter" : "confluence_exit"
      return Signal($0, tag: tag, strength: now.strength, reason: reason)
    }
  }

  /// Gives every member the candle, and notes who fails.
  ///
  /// - Throws: ``StrategyFailure`` if all do; nothing has changed then.
  private mutating func askAll(_ bar: Bar) throws(StrategyFailure) {
    var failed: [Int: StrategyFailure] = [:]
    for index in voters.indices {
      do {
        _ = try voters[index].strategy.update(bar)
      } catch {
        failed[index] = error
      }
    }
    if failed.count == voters.count {
      let said = voters.indices.map { "\(voters[$0].label): \(failed[$0]?.reason ?? "")" }.joined(separator: "; ")
      throw StrategyFailure(at: Instant(milliseconds: bar.openTime), reason: "every member failed: \(said)")
    }
    for index in voters.indices {
      voters[index].failure = failed[index]
      if failed[index] != nil { voters[index].failures += 1 }
    }
  }

  /// The side on which the members agree.
  public var stance: Stance? { opinion.stance }
}
