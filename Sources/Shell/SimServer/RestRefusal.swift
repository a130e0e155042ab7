// SPDX-License-Identifier: Apache-2.0

import Documents

/// A request that the venue refuses, with Binance's code and text.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/errors
struct RestRefusal: Error, Hashable, Sendable {
  var status = 400
  let code: Int
  let message: String
  /// What some refusals tell besides.
  var data: Node?

  static func illegalCharacters(_ name: String, _ range: String) -> RestRefusal {
    RestRefusal(code: -1100, message: "Illegal characters found in parameter '\(name)'; legal range is '\(range)'.")
  }

  static func tooManyParameters(expected: Int, received: Int) -> RestRefusal {
    RestRefusal(code: -1101, message: "Too many parameters; expected '\(expected)' and received '\(received)'.")
  }

  static let duplicateParameter = RestRefusal(
    code: -1101, message: "Duplicate values for a parameter detected.")

  static func missing(_ name: String) -> RestRefusal {
    RestRefusal(
      code: -1102, message: "Mandatory parameter '\(name)' was not sent, was empty/null, or malformed.")
  }

  static func unread(read: Int, sent: Int) -> RestRefusal {
    RestRefusal(
      code: -1104,
      message: "Not all sent parameters were read; read '\(read)' parameter(s) but was sent '\(sent)'.")
  }

  static func empty(_ name: String) -> RestRefusal {
    RestRefusal(code: -1105, message: "Parameter '\(name)' was empty.")
  }

  static func missingEither(_ first: String, _ second: String) -> RestRefusal {
    RestRefusal(code: -1102, message: "Param '\(first)' or '\(second)' must be sent, but both were empty/null!")
  }

  static let tooManySymbols = RestRefusal(code: -1101, message: "Too many parameters sent for this endpoint.")
  static let badTickerType = RestRefusal(code: -1139, message: "Invalid ticker type.")
  static let badWindowSize = RestRefusal.invalid("windowSize")
  static let badTimeUnit = RestRefusal(
    code: -1194, message: "Invalid value for time unit; expected either MICROSECOND or MILLISECOND.")
  static let statusMismatch = RestRefusal(
    code: -1220, message: "The symbol's status does not match the requested symbolStatus.")
  static let noReferencePrice = RestRefusal(code: -2043, message: "This symbol doesn't have a reference price.")
  static let badInterval = RestRefusal(code: -1120, message: "Invalid interval.")
  static let badSymbol = RestRefusal(code: -1121, message: "Invalid symbol.")
  static let badSymbolStatus = RestRefusal(code: -1122, message: "Invalid symbolStatus.")
  static let badCombination = RestRefusal(code: -1128, message: "Combination of optional parameters invalid.")

  static let duplicateSymbols = RestRefusal(code: -1151, message: "Symbol is present multiple times in the list.")

  static let tooManyConnections = RestRefusal(
    status: 429, code: -1034,
    message: "Too many connection attempts from IP; current limit is \(RequestLimits.connectionsPerFiveMinutes) per "
      + "'5 MINUTE'.")

  /// That the venue itself has failed.
  static func failure(_ status: Int, code: Int = -1000) -> RestRefusal {
    RestRefusal(status: status, code: code, message: failureTexts[code] ?? "")
  }

  /// What the venue says when it fails, by code.
  static let failureTexts = [
    -1000: "Unknown error, please check your request or try again later.",
    -1001: "Internal error; unable to process your request. Please try again.",
    -1006: "An unexpected response was received from the message bus. Execution status unknown.",
    -1007: "Timeout waiting for response from backend server. Send status unknown; execution status unknown.",
    -1008: "Server is currently overloaded with other requests. Please try again in a few minutes.",
  ]

  static let badJSON = RestRefusal(code: -1135, message: "Invalid JSON Request")
  static let unknownMethod = RestRefusal(code: -1020, message: "This operation is not supported.")

  static func invalid(_ name: String) -> RestRefusal {
    RestRefusal(code: -1130, message: "Data sent for parameter '\(name)' is not valid.")
  }
}
