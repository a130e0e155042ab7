// SPDX-License-Identifier: Apache-2.0

/// What an answer proves of a request that changes something.
public enum RequestVerdict: String, Hashable, Sendable, CaseIterable {
  /// It was done.
  case accepted
  /// It was not done, and will not be.
  case refused
  /// Of a cancel only: the venue has no such order open. It may be filled, or gone, or never have been.
  case notOpen
  /// Nothing: it may have been done, or be done yet. It has to be asked.
  case unknown
}

/// The one table from what the venue answered to what that proves. What is not in it proves nothing.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/errors
public enum VerdictTable {
  /// What the venue says where an open order has the client order id already: our own first attempt, maybe.
  public static let duplicateOrder = "Duplicate order sent."
  /// The request's time was outside of what the venue takes; nothing was done.
  public static let timestampCode: Int64 = -1021

  /// What an answer proves of a placement.
  ///
  /// - Parameters:
  ///   - status: the status of HTTP, or the one in the WebSocket API's answer.
  ///   - error: the error's body, or nil where there is none that can be read.
  public static func placement(status: Int, error: VenueErrorBody?) -> RequestVerdict {
    if (200...299).contains(status), error == nil { return .accepted }
    // A failure on the venue's side proves nothing, whatever its text says.
    guard (400...499).contains(status) else { return .unknown }
    guard let error else { return bare(status) }
    if error.code == -2010, error.message.contains(duplicateOrder) { return .unknown }
    return refusing.contains(error.code) ? .refused : .unknown
  }

  /// What an answer proves of a cancel.
  public static func cancel(status: Int, error: VenueErrorBody?) -> RequestVerdict {
    switch placement(status: status, error: error) {
    case .accepted: .accepted
    case .refused where error?.code == -2011: isLeftOpen(error) ? .refused : .notOpen
    case .refused: .refused
    case .notOpen, .unknown: .unknown
    }
  }

  /// Whether a cancel was refused for a reason that leaves the order where it is.
  private static func isLeftOpen(_ error: VenueErrorBody?) -> Bool {
    let reasons = ["Market is closed.", "cancel restrictions", "may not place or cancel orders"]
    return reasons.contains { error?.message.contains($0) == true }
  }

  /// Whether a query's answer says that there is no such order.
  public static func isNotFound(_ error: VenueErrorBody?) -> Bool { error?.code == -2013 }

  /// Whether the answer says that the time was wrong: nothing was done, and with the right time it may be asked again.
  public static func isWrongTime(_ error: VenueErrorBody?) -> Bool { error?.code == timestampCode }

  /// Without a body only these statuses say that the venue's gate kept the request out.
  private static func bare(_ status: Int) -> RequestVerdict {
    [403, 418, 429].contains(status) ? .refused : .unknown
  }

  /// The codes that prove that nothing was done. Not among them, for they prove nothing: -1000 UNKNOWN, -1001
  /// DISCONNECTED, -1006 UNEXPECTED_RESP, -1007 TIMEOUT, -1008 SERVER_BUSY, -2021 (partly done), and all that belong to
  /// queries or to other protocols.
  public static let refusing: Set<Int64> = [
    -1002,  // not authorised
    -1003,  // too many requests
    -1010,  // the engine says no
    -1013,  // never reached the engine: filters and their like
    -1014,  // a combination that there isn't
    -1015,  // too many orders
    -1016,  // the service is gone
    -1020,  // not supported
    -1021,  // the time is wrong
    -1022,  // the signature is wrong
    -1033, -1034, -1035,  // sessions of FIX: too many, or logged out
    -1100, -1101, -1102, -1103, -1104, -1105, -1106, -1108,  // parameters: letters, count, names
    -1111,  // too much precision
    -1112,  // nothing on the book
    -1114, -1115, -1116, -1117, -1118, -1119,  // time in force, type, side, empty identities
    -1121,  // no such symbol
    -1127, -1128, -1130, -1131,  // hours, combinations, values, recvWindow
    -1134, -1135, -1139, -1145, -1151,  // strategy type, JSON, ticker type, cancel restrictions, symbols
    -1158, -1160, -1165, -1166, -1168, -1196, -1197, -1198, -1199,  // legs of lists
    -1194,  // time unit
    -1210, -1211,  // pegs
    -1222, -1223, -1224, -1225,  // lists by proceeds
    -2010,  // the engine refused the order
    -2011,  // the engine refused the cancel
    -2014, -2015,  // the key
    -2022,  // cancel-replace: neither half
    -2038,  // the amendment
  ]
}
