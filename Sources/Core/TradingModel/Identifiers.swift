// SPDX-License-Identifier: Apache-2.0

/// A bot's number for the machine: unique in the server, never used again.
public struct BotNumber: Hashable, Sendable, Comparable {
  /// The number, from 1.
  public let value: Int64

  /// A bot number of a number.
  public init(_ value: Int64) { self.value = value }

  public static func < (left: BotNumber, right: BotNumber) -> Bool { left.value < right.value }
}

/// An order's number: unique in the server.
public struct OrderID: Hashable, Sendable, Comparable {
  /// The number, from 1.
  public let value: Int64

  /// An order number of a number.
  public init(_ value: Int64) { self.value = value }

  public static func < (left: OrderID, right: OrderID) -> Bool { left.value < right.value }
}

/// A trade's number: unique in the server. A trade is a position from its first entry to its last exit.
public struct TradeID: Hashable, Sendable, Comparable {
  /// The number, from 1.
  public let value: Int64

  /// A trade number of a number.
  public init(_ value: Int64) { self.value = value }

  public static func < (left: TradeID, right: TradeID) -> Bool { left.value < right.value }
}

/// A fill's identity at its venue: unique per instrument, so that a fill is booked once however often it is reported.
public struct FillID: Hashable, Sendable {
  /// The venue's text.
  public let text: String

  /// An identity of a venue's text.
  public init(_ text: String) { self.text = text }
}
