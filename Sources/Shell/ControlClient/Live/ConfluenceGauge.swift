// SPDX-License-Identifier: Apache-2.0

import Documents

/// How far the votes of a candle are from what is needed, to either side.
struct ConfluenceGauge: Hashable, Sendable {
  /// How far towards entering, 0 to 1.
  let enter: Double
  /// How far towards exiting, 0 to 1.
  let exit: Double
  /// How far is enough, 0 to 1; nil where nothing is voted on.
  let need: Double?
  /// What the votes come to: enter, exit, or nil for neither.
  let side: String?
  /// Counts or score, and what is needed, in words.
  let words: String

  /// The gauge of a decision on a closed candle; nil where it has no votes.
  init?(_ decision: Node) {
    guard let votes = decision["votes"]?.array, !votes.isEmpty else { return nil }
    let stances = votes.map { MemberState.Stance($0) }
    guard let poll = decision["confluence"], !poll.isNull else {
      let strength = decision["stance"]?["strength"]?.number?.double ?? 0
      side = decision["stance"]?["side"]?.string
      enter = side == "enter" ? strength : 0
      exit = side == "exit" ? strength : 0
      need = nil
      let isSilent = stances.allSatisfy { $0 == .silent || $0 == .failed }
      words = isSilent ? "no answer yet" : side == nil ? "neither" : "strength \(Figure.two(strength))"
      return
    }
    side = poll["side"]?.string
    let score = poll["score"]?.number?.double ?? 0
    if let threshold = poll["threshold"]?.number?.double {
      enter = max(0, score)
      exit = max(0, -score)
      need = threshold
      words = "score \(Figure.signed(score)), \(Figure.two(threshold)) needed to either side"
      return
    }
    let answering = stances.count { $0 != .silent && $0 != .failed }
    let counts = [MemberState.Stance.enter, .exit].map { side in stances.count { $0 == side } }
    let needed = Self.needed(mode: poll["mode"]?.string, of: answering)
    enter = answering == 0 ? 0 : Double(counts[0]) / Double(answering)
    exit = answering == 0 ? 0 : Double(counts[1]) / Double(answering)
    need = needed.flatMap { answering == 0 ? nil : Double($0) / Double(answering) }
    let rule = needed.map { poll["mode"] == "ANY" ? "1 needed and none against" : "\($0) needed" } ?? "unknown mode"
    words =
      answering == 0
      ? "none of \(stances.count) answers"
      : "\(counts[0]) enter, \(counts[1]) exit of \(answering); \(rule); score \(Figure.signed(score))"
  }

  /// How many votes decide, of so many that answer; nil for a mode that is not known.
  private static func needed(mode: String?, of answering: Int) -> Int? {
    switch mode {
    case "ALL": answering
    case "ANY": 1
    case "MAJORITY": answering / 2 + 1
    default: nil
    }
  }

  /// The gauge as a bar of so many cells, with exit to the left and enter to the right, and marks at what is needed.
  func bar(width: Int) -> StyledLine {
    let half = max(1, (width - 1) / 2)
    var line = StyledLine()
    func mark(_ place: Int) -> Bool { need.map { max(1, Int(($0 * Double(half)).rounded())) == place } ?? false }
    func cell(_ place: Int, _ value: Double, _ ink: Ink) {
      let isFilled = Double(place) <= (value * Double(half)).rounded()
      if mark(place) {
        line.add("┃", isFilled ? ink : .bold)
      } else {
        line.add(isFilled ? "█" : "░", isFilled ? ink : .dim)
      }
    }
    for place in stride(from: half, through: 1, by: -1) { cell(place, exit, .red) }
    line.add("│")
    for place in 1...half { cell(place, enter, .green) }
    return line
  }
}
