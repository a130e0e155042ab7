// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// In what a client wants to have times: milliseconds, unless it asks for microseconds.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/general-api-information
enum VenueTimeUnit: Hashable, Sendable {
  case milliseconds
  case microseconds

  /// The unit by the word of a header or a query: `MICROSECOND` or `microsecond`.
  init?(word: String?) {
    switch word?.uppercased() {
    case nil, "MILLISECOND": self = .milliseconds
    case "MICROSECOND": self = .microseconds
    default: return nil
    }
  }

  /// A time as a number.
  func number(_ instant: Instant) -> Int64 {
    self == .milliseconds ? instant.milliseconds : instant.milliseconds * 1000
  }

  /// The last moment before a time as a number.
  func lastNumber(before instant: Instant) -> Int64 { number(instant) - 1 }

  /// The time that a client means: what is too large for milliseconds are microseconds.
  static func instant(_ number: Int64) -> Instant {
    // From the year 5138 on in milliseconds, from 1973 on in microseconds.
    let milliseconds = number >= 100_000_000_000_000 ? number / 1000 : number
    return Instant(milliseconds: min(milliseconds, Instant.textRange.upperBound.milliseconds))
  }
}
