// SPDX-License-Identifier: Apache-2.0

public import StrategyKit

extension Confluence {
  /// How the members voted, and what it comes to.
  public var poll: Poll? {
    Poll(
      mode: mode, side: stance?.side, score: count.score, threshold: mode == .weighted ? threshold : nil,
      votes: voters.map(\.vote), summary: summary)
  }

  /// What the votes come to, and who says what.
  public var reason: String {
    let sides: [(name: String, side: SignalAction)] = [("enter", .enter), ("exit", .exit)]
    let said = sides.compactMap { name, side in
      let labels = voters.filter { $0.answer?.side == side }.map(\.label)
      return labels.isEmpty ? nil : "\(name): \(labels.joined(separator: ", "))"
    }
    return ([summary] + said).joined(separator: "; ")
  }

  /// The score, and what the members' indicators stand at.
  public var readings: [Reading] {
    [Reading("score", count.score)]
      + voters.flatMap { voter in
        voter.strategy.readings.map { Reading("\(voter.label) \($0.name)", $0.value) }
      }
  }

  /// "2 of 3 say enter, 0 say exit: enter, more than half".
  private var summary: String {
    guard stance != nil else { return "warming up; the members need \(warmUp) candles" }
    guard count.answers > 0 else { return "nobody answers" }
    let failed = voters.count { $0.failure != nil }
    let tally = "\(count.enters) of \(count.answers) say enter, \(count.exits) say exit"
    return tally + (failed > 0 ? ", \(failed) failed: " : ": ") + verdict
  }

  private var verdict: String {
    let side = stance?.side?.rawValue
    switch mode {
    case .all: return side.map { "\($0), all agree" } ?? "not all agree on a side"
    case .any:
      let isSplit = count.enters > 0 && count.exits > 0
      return side.map { "\($0), and none the opposite" } ?? (isSplit ? "they contradict" : "nobody has a side")
    case .majority: return side.map { "\($0), more than half" } ?? "no side has more than half"
    case .weighted:
      let (score, least) = (Reading("score", count.score).description, Reading("", threshold).valueText)
      return side.map { "\($0), \(score) reaches \(least)" } ?? "\(score) does not reach \(least) either way"
    }
  }
}

extension Confluence.Voter {
  /// What it thinks, or nil where it does not answer.
  var answer: Stance? { failure == nil ? strategy.stance : nil }

  /// Its vote in words.
  var vote: Vote {
    if let failure {
      let times = failures == 1 ? "for the first time" : "\(failures) times so far"
      return Vote(
        strategy: label, weight: weight, stance: nil, reason: "failed, \(times): \(failure.reason)", hasFailed: true)
    }
    let stance = strategy.stance
    let reason = stance == nil ? "warming up; it needs \(strategy.warmUp) candles" : strategy.reason
    return Vote(strategy: label, weight: weight, stance: stance, reason: reason)
  }
}
