// SPDX-License-Identifier: Apache-2.0

/// How votes are counted.
public enum ConfluenceMode: String, Hashable, Sendable, CaseIterable {
  /// Every member that answers must agree.
  case all = "ALL"
  /// One member is enough, where none says the opposite.
  case any = "ANY"
  /// More than half of the members that answer.
  case majority = "MAJORITY"
  /// The weighted mean of the votes must reach a threshold.
  case weighted = "WEIGHTED"
}

/// What one member of a confluence says.
public struct Vote: Hashable, Sendable {
  /// The member: its strategy's name, with the parameters that differ from their defaults: `adx(period=7)`.
  public let strategy: String
  /// How much its vote counts; 1 where votes count alike.
  public let weight: Double
  /// What it thinks, or nil where it does not answer: during its warm-up, or because it failed.
  public let stance: Stance?
  /// Why, in words; for one that failed, what it said.
  public let reason: String
  /// Whether it failed at this candle.
  public let hasFailed: Bool

  /// A member's vote.
  public init(strategy: String, weight: Double = 1, stance: Stance?, reason: String, hasFailed: Bool = false) {
    self.strategy = strategy
    self.weight = weight
    self.stance = stance
    self.reason = reason
    self.hasFailed = hasFailed
  }
}

/// Votes and what they come to.
public struct Poll: Hashable, Sendable {
  /// How they are counted.
  public let mode: ConfluenceMode
  /// What they come to: a side, or nil where they don't agree on one.
  public let side: SignalAction?
  /// The weighted mean of the votes, from -1 (all exit) to 1 (all enter).
  public let score: Double
  /// What the score must reach, in mode WEIGHTED; else nil.
  public let threshold: Double?
  /// The votes, in the order of the members.
  public let votes: [Vote]
  /// What they come to, in words: "3 of 5 enter, more than half".
  public let summary: String

  /// Votes and what they come to.
  public init(
    mode: ConfluenceMode, side: SignalAction?, score: Double, threshold: Double? = nil, votes: [Vote], summary: String
  ) {
    self.mode = mode
    self.side = side
    self.score = score
    self.threshold = threshold
    self.votes = votes
    self.summary = summary
  }
}
