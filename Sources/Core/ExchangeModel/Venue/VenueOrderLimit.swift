// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// How many orders an account may place in a window of time: a row of `rateLimit/order`. Windows begin at multiples
/// of their length.
public struct VenueOrderLimit: Hashable, Sendable {
  /// The unit of a window, by its word on the wire.
  public enum Unit: String, Hashable, Sendable {
    /// Seconds.
    case second = "SECOND"
    /// Minutes.
    case minute = "MINUTE"
    /// UTC days.
    case day = "DAY"

    var milliseconds: Int64 {
      switch self {
      case .second: 1000
      case .minute: 60_000
      case .day: 86_400_000
      }
    }
  }

  /// The unit.
  public let unit: Unit
  /// How many units a window has, above 0.
  public let count: Int
  /// The most that may be placed and not filled in a window.
  public let maximum: Int

  /// A limit of its fields.
  public init(_ maximum: Int, per count: Int, _ unit: Unit) {
    precondition(count > 0, "a window has a length")
    self.unit = unit
    self.count = count
    self.maximum = maximum
  }

  /// What holds on Binance: 100 in 10 seconds, 200,000 in a day.
  ///
  /// Source: `exchangeInfo` of 2026-09.
  public static let usual = [VenueOrderLimit(100, per: 10, .second), VenueOrderLimit(200_000, per: 1, .day)]

  /// The number of the window that a time is in.
  func window(at time: Instant) -> Int64 {
    time.milliseconds.flooredQuotient(dividingBy: unit.milliseconds * Int64(count))
  }

  var text: String { "\(count) \(unit.rawValue)" }
}

/// How many orders an account has placed in the current window of a limit that haven't been filled.
public struct VenueOrderCount: Hashable, Sendable {
  /// The limit.
  public let limit: VenueOrderLimit
  /// How many; 0 or above.
  public let count: Int
}
