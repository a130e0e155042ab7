// SPDX-License-Identifier: Apache-2.0

import Documents

/// What one strategy of a bot thinks of a pair, after its last closed candle.
struct MemberState: Hashable, Sendable {
  /// Where it stands.
  enum Stance: Hashable, Sendable {
    case enter
    case exit
    case neither
    /// It does not answer: its warm-up isn't over.
    case silent
    case failed
  }

  /// Since when it stands there.
  enum Since: Hashable, Sendable {
    /// The open time of the first candle after which it stood there.
    case candle(String)
    /// It stood there at the oldest candle that is known, which opened then.
    case before(String)
  }

  let name: String
  let stance: Stance
  /// From 0 to 1; nil where it doesn't answer.
  let strength: Double?
  let weight: Double
  let reason: String
  let since: Since
}

extension MemberState {
  /// The members of the newest decision on a closed candle, with what older ones tell of them.
  ///
  /// - Parameter decisions: newest first.
  static func all(in decisions: [Node]) -> [MemberState] {
    let candles = decisions.filter { $0["candle"]?.string != nil && $0["votes"]?.array?.isEmpty == false }
    return (candles.first?["votes"]?.array ?? []).compactMap { vote in
      guard let name = vote["strategy"]?.string else { return nil }
      let stance = Stance(vote)
      var since = candles.first?["candle"]?.string ?? ""
      var hasChanged = false
      for decision in candles.dropFirst() {
        guard let older = decision["votes"]?.array?.first(where: { $0["strategy"]?.string == name }),
          Stance(older) == stance
        else {
          hasChanged = true
          break
        }
        since = decision["candle"]?.string ?? since
      }
      return MemberState(
        name: name, stance: stance, strength: vote["strength"]?.number?.double,
        weight: vote["weight"]?.number?.double ?? 1, reason: vote["reason"]?.string ?? "",
        since: hasChanged ? .candle(since) : .before(since))
    }
  }
}

extension MemberState.Stance {
  init(_ vote: Node) {
    switch vote["side"]?.string {
    case "enter": self = .enter
    case "exit": self = .exit
    case _ where vote["failed"]?.bool == true: self = .failed
    case _ where vote["strength"]?.number == nil: self = .silent
    default: self = .neither
    }
  }

  /// In a word with a mark, so that no colour is needed.
  var word: String {
    switch self {
    case .enter: "▲ enter"
    case .exit: "▼ exit"
    case .neither: "· neither"
    case .silent: "○ warming up"
    case .failed: "! failed"
    }
  }

  var ink: Ink? {
    switch self {
    case .enter: .green
    case .exit, .failed: .red
    case .neither, .silent: .dim
    }
  }
}
