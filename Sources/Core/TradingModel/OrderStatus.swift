// SPDX-License-Identifier: Apache-2.0

/// Where an order stands.
public enum OrderStatus: String, Hashable, Sendable, CaseIterable {
  /// Its intent is on disk; no answer has come yet.
  case submitting
  /// It was sent and the answer was lost: it may or may not be at the exchange.
  case unknown
  /// It rests at the exchange and nothing of it is filled.
  case open
  /// It rests at the exchange and part of it is filled.
  case partiallyFilled = "partially_filled"
  /// All of it is filled.
  case filled
  /// It was taken back; part of it may be filled.
  case canceled
  /// The exchange ended it; part of it may be filled.
  case expired
  /// The exchange refused it; nothing of it is filled.
  case rejected

  /// Whether nothing more is expected of the order.
  public var isFinal: Bool {
    switch self {
    case .filled, .canceled, .expired, .rejected: true
    case .submitting, .unknown, .open, .partiallyFilled: false
    }
  }
}

/// What can happen to an order.
public enum OrderOccurrence: Hashable, Sendable, CaseIterable {
  /// The exchange has it.
  case accepted
  /// The exchange proved that it does not have it.
  case refused
  /// It was sent and no answer came.
  case replyLost
  /// Part of it was filled.
  case filledPartly
  /// The last of it was filled.
  case filledWhole
  /// It was taken back.
  case canceled
  /// The exchange ended it.
  case expired
}

extension OrderStatus {
  /// The one table of an order's life: what it is after something happened, or nil where that can't happen.
  ///
  /// Reports may come late and twice; a row that keeps the status is such a report. Fills of a final order are booked
  /// (a fill and a cancel can cross), which is why those rows exist. What the exchange shows of an order that was
  /// believed refused is true as well, and brings the order back.
  public func after(_ occurrence: OrderOccurrence) -> OrderStatus? {
    switch (self, occurrence) {
    case (.submitting, .accepted), (.unknown, .accepted), (.open, .accepted): .open
    case (.partiallyFilled, .accepted): .partiallyFilled  // the answer was overtaken by a fill
    case (.filled, .accepted): .filled  // likewise
    case (.canceled, .accepted): .canceled  // likewise, by a cancel
    case (.expired, .accepted): .expired
    case (.rejected, .accepted): .open  // it came after all, later than it could have

    case (.submitting, .refused), (.unknown, .refused), (.rejected, .refused): .rejected
    case (.open, .refused), (.partiallyFilled, .refused), (.filled, .refused), (.canceled, .refused),
      (.expired, .refused):
      nil

    case (.submitting, .replyLost), (.unknown, .replyLost): .unknown
    case (.open, .replyLost): .open  // the stream was faster than the reply that was lost
    case (.partiallyFilled, .replyLost): .partiallyFilled
    case (.filled, .replyLost): .filled
    case (.canceled, .replyLost): .canceled
    case (.expired, .replyLost): .expired
    case (.rejected, .replyLost): .rejected

    case (.submitting, .filledPartly), (.unknown, .filledPartly), (.open, .filledPartly),
      (.partiallyFilled, .filledPartly):
      .partiallyFilled
    case (.canceled, .filledPartly): .canceled
    case (.expired, .filledPartly): .expired
    case (.rejected, .filledPartly): .partiallyFilled
    case (.filled, .filledPartly): .filled  // more than was ordered

    case (.submitting, .filledWhole), (.unknown, .filledWhole), (.open, .filledWhole), (.partiallyFilled, .filledWhole),
      (.canceled, .filledWhole), (.expired, .filledWhole):
      .filled
    case (.filled, .filledWhole): .filled  // more than was ordered
    case (.rejected, .filledWhole): .filled

    case (.submitting, .canceled), (.unknown, .canceled), (.open, .canceled), (.partiallyFilled, .canceled),
      (.canceled, .canceled):
      .canceled
    case (.filled, .canceled): .filled  // the fill won
    case (.expired, .canceled): .expired
    case (.rejected, .canceled): .rejected

    case (.submitting, .expired), (.unknown, .expired), (.open, .expired), (.partiallyFilled, .expired),
      (.expired, .expired):
      .expired
    case (.filled, .expired): .filled
    case (.canceled, .expired): .canceled
    case (.rejected, .expired): .rejected
    }
  }
}
