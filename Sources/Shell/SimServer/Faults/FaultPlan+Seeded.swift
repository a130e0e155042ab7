// SPDX-License-Identifier: Apache-2.0

import Documents

extension FaultPlan {
  /// Faults of one venue hour, made from a seed: in every five minutes one, of a kind, at a moment and of a length that
  /// the seed chooses. The hours are all alike; no kind comes again before the others have come.
  static func script(seed: UInt64) -> [Node] {
    var deck: [Kind] = []
    return (0..<slots).map { slot in
      let dice = FaultDice(seed: seed).key(Int64(slot))
      if deck.isEmpty { deck = kinds }
      let kind = deck.remove(at: dice.key("kind").below(deck.count))
      let begin = slot * slotSeconds + dice.key("begin").below(slotSeconds / 2)
      var members: [Node.Member] = [
        .init(key: "at", value: "\(begin)s"), .init(key: "every", value: "\(slots * slotSeconds)s"),
      ]
      if kind.lasts {
        members.append(.init(key: "for", value: "\(10 + dice.key("length").below(slotSeconds / 2 - 20))s"))
      }
      members.append(.init(key: kind.name, value: kind.parameters(dice)))
      return .object(members)
    }
  }

  private static let slots = 12
  private static let slotSeconds = 300

  /// A kind of fault with parameters by chance.
  private struct Kind {
    let name: String
    var lasts = true
    let parameters: (FaultDice) -> Node

    static func share(_ dice: FaultDice) -> Node {
      ["share": .decimal("0.\(1 + dice.key("share").below(5))")]
    }
  }

  private static var kinds: [Kind] {
    [
      Kind(name: "drop_connections", lasts: false) { _ in true },
      Kind(name: "server_shutdown", lasts: false) { _ in true },
      Kind(name: "silence_streams", parameters: Kind.share),
      Kind(name: "lose_messages", parameters: Kind.share),
      Kind(name: "drop_closing_candles", parameters: Kind.share),
      Kind(name: "unknown_fields", parameters: Kind.share),
      Kind(name: "unknown_events", parameters: Kind.share),
      Kind(name: "cut_messages", parameters: Kind.share),
      Kind(name: "double_messages", parameters: Kind.share),
      Kind(name: "reorder_messages", parameters: Kind.share),
      Kind(name: "delay_messages") { dice in
        ["by": "\(1 + dice.key("by").below(10))s", "share": .decimal("0.\(1 + dice.key("share").below(5))")]
      },
      Kind(name: "halt") { dice in
        ["status": .string(["HALT", "BREAK", "CANCEL_ONLY"][dice.key("status").below(3)])]
      },
      Kind(name: "maintenance") { _ in true },
      Kind(name: "clock_skew") { dice in ["by": "\(dice.key("by").below(1001) - 500)ms"] },
      Kind(name: "slow_requests") { dice in
        ["by": "\(200 + dice.key("by").below(1000))ms", "share": .decimal("0.\(1 + dice.key("share").below(5))")]
      },
      Kind(name: "fail_requests") { dice in
        ["status": .number([500, 502, 503, 504][dice.key("status").below(4)]), "share": "0.3"]
      },
      Kind(name: "fail_requests") { dice in
        [
          "status": 429, "retry_after": "\(1 + dice.key("wait").below(3))s",
          "count": .number(1 + dice.key("count").below(2)),
        ]
      },
      Kind(name: "fail_requests") { dice in
        ["status": 418, "retry_after": "\(2 + dice.key("wait").below(3))s", "count": 1]
      },
    ]
  }
}
