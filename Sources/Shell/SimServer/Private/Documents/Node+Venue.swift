// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// Values as the venue writes them.
extension Node {
  /// A decimal with eight places at least; 0 for none.
  static func amount(_ value: Fixed?) -> Node { .string((value ?? .zero).text(minimumPlaces: 8)) }

  /// A time as a number.
  static func time(_ instant: Instant, _ unit: VenueTimeUnit) -> Node { .number(unit.number(instant)) }

  /// A time as a number, or -1 for none.
  static func time(_ instant: Instant?, _ unit: VenueTimeUnit) -> Node { instant.map { time($0, unit) } ?? -1 }

  /// `BUY` or `SELL`.
  static func side(_ side: Side) -> Node { side == .buy ? "BUY" : "SELL" }

  /// An object of members in their order.
  static func members(_ members: [(String, Node)]) -> Node {
    .object(members.map { Node.Member(key: $0.0, value: $0.1) })
  }
}
