// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// When a client says that it signed, and how long after that it wants to be served.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security
struct RequestTime: Hashable, Sendable {
  /// In microseconds since 1970.
  let timestamp: Int64
  /// In microseconds.
  let window: Int64

  static let windowMax: Int64 = 60_000
  private static let windowRange = #"^\d{1,5}(\.\d{1,3})?$"#
  /// How far ahead of the venue's clock a client's may be.
  private static let aheadMax: Int64 = 1_000_000

  init(_ parameters: RestParameters) throws(RestRefusal) {
    guard let number = try parameters.number("timestamp") else { throw .missing("timestamp") }
    // What is too large for milliseconds are microseconds.
    timestamp = number >= 100_000_000_000_000 ? number : number * 1000
    window = try parameters.text("recvWindow").map(Self.microseconds) ?? 5_000_000
  }

  private static func microseconds(_ text: String) throws(RestRefusal) -> Int64 {
    guard let value = Fixed(text), !value.isNegative, value.isMultiple(of: Fixed(units: 1_000_000_000)) else {
      throw .illegalCharacters("recvWindow", windowRange)
    }
    guard value <= Fixed(Int(windowMax)) else { throw .tooLongWindow }
    return Int64(value.units / 1_000_000_000)
  }

  /// Refuses what comes too late, or too early, by the venue's clock.
  func check(at now: Instant) throws(RestRefusal) {
    let now = now.milliseconds * 1000
    guard timestamp < now + Self.aheadMax else { throw .ahead }
    guard now - timestamp <= window else { throw .outsideWindow }
  }
}

extension RestRefusal {
  static let outsideWindow = RestRefusal(
    code: -1021, message: "Timestamp for this request is outside of the recvWindow.")
  static let ahead = RestRefusal(
    code: -1021, message: "Timestamp for this request was 1000ms ahead of the server's time.")
  static let tooLongWindow = RestRefusal(code: -1131, message: "recvWindow must be less than 60000.")
  static let malformedKey = RestRefusal(status: 401, code: -2014, message: "API-key format invalid.")
  static let rejectedKey = RestRefusal(
    status: 401, code: -2015, message: "Invalid API-key, IP, or permissions for action.")
  static let badSignature = RestRefusal(
    code: -1022, message: "Signature for this request is not valid.")
}
