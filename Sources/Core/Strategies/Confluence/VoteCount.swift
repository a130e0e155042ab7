// SPDX-License-Identifier: Apache-2.0

import StrategyKit

/// What votes come to, in numbers.
struct VoteCount: Hashable, Sendable {
  /// How many members answer.
  private(set) var answers = 0
  /// How many of them say enter.
  private(set) var enters = 0
  /// How many of them say exit.
  private(set) var exits = 0
  private var weights = 0.0
  private var weighted = 0.0

  /// Takes the answer of a member.
  mutating func add(_ stance: Stance, weight: Double) {
    answers += 1
    weights += weight
    switch stance.side {
    case .enter:
      enters += 1
      weighted += weight * stance.strength
    case .exit:
      exits += 1
      weighted -= weight * stance.strength
    case nil: break
    }
  }

  /// The weighted mean of the answers, each its strength with the sign of its side; 0 where nobody answers.
  var score: Double { weights > 0 ? weighted / weights : 0 }

  /// The side on which the votes agree, counted in a way.
  func side(_ mode: ConfluenceMode, threshold: Double) -> SignalAction? {
    guard answers > 0 else { return nil }
    switch mode {
    case .all: return enters == answers ? .enter : exits == answers ? .exit : nil
    case .any: return enters > 0 && exits == 0 ? .enter : exits > 0 && enters == 0 ? .exit : nil
    case .majority: return 2 * enters > answers ? .enter : 2 * exits > answers ? .exit : nil
    case .weighted:
      // A score that is a hair short of the threshold by the rounding of its sums has reached it.
      if score >= threshold - Self.rounding { return .enter }
      return score <= -threshold + Self.rounding ? .exit : nil
    }
  }

  private static let rounding = 1e-12
}
