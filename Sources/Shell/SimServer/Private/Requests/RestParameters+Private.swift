// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// What private requests carry besides what market requests do.
extension RestParameters {
  static let decimalRange = #"^([0-9]{1,20})(\.[0-9]{1,20})?$"#
  static let clientIDRange = "^[a-zA-Z0-9-_]{1,36}$"

  /// The parameters of a query and of a form; what is in both is taken from the query.
  init(query: QueryText, body: QueryText) throws(RestRefusal) {
    for part in [query, body] where Set(part.parameters.map(\.name)).count != part.parameters.count {
      throw .duplicateParameter
    }
    try self.init(
      QueryText(parameters: query.parameters + body.parameters.filter { query[$0.name] == nil }))
  }

  /// Refuses what is neither among the names nor belongs to the signature.
  func allowSigned(_ names: Set<String>) throws(RestRefusal) {
    try allow(names.union(SignedRequest.names).union(["apiKey"]))
  }

  /// Whether a parameter was sent.
  func has(_ name: String) -> Bool { query[name] != nil }

  /// A decimal above or equal to 0, without sign or exponent.
  func decimal(_ name: String) throws(RestRefusal) -> Fixed? {
    guard let text = try text(name) else { return nil }
    guard Self.isDecimal(text) else { throw .illegalCharacters(name, Self.decimalRange) }
    do throws(FixedTextError) {
      return try Fixed(text: text)
    } catch {
      throw error == .tooLarge ? .overflow(name) : .tooPrecise(name)
    }
  }

  private static func isDecimal(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return (1...2).contains(parts.count)
      && parts.allSatisfy { part in
        (1...20).contains(part.count) && part.allSatisfy { (0x30...0x39).contains($0) }
      }
  }

  /// An identity that a client gives to an order.
  func clientID(_ name: String) throws(RestRefusal) -> String? {
    guard let text = query[name] else { return nil }
    guard !text.isEmpty else { throw .emptyClientID(name) }
    guard text.utf8.count <= 36, text.utf8.allSatisfy(Self.isClientIDByte) else {
      throw .illegalCharacters(name, Self.clientIDRange)
    }
    return text
  }

  private static func isClientIDByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// How many rows are wanted.
  func rows(_ name: String = "limit", usual: Int64 = 500, max: Int64 = 1000) throws(RestRefusal) -> Int {
    let rows = try number(name) ?? usual
    guard rows > 0 else { throw .invalid(name) }
    return Int(min(rows, max))
  }

  /// A time that a client means, in milliseconds or microseconds.
  func instant(_ name: String) throws(RestRefusal) -> Instant? { try number(name).map(VenueTimeUnit.instant) }
}

extension RestRefusal {
  static func tooPrecise(_ name: String) -> RestRefusal {
    RestRefusal(code: -1111, message: "Parameter '\(name)' has too much precision.")
  }

  static func overflow(_ name: String) -> RestRefusal {
    RestRefusal(code: -1108, message: "Parameter '\(name)' overflowed.")
  }

  static func notRequired(_ name: String) -> RestRefusal {
    RestRefusal(code: -1106, message: "Parameter '\(name)' sent when not required.")
  }

  static func emptyClientID(_ name: String) -> RestRefusal {
    name.hasSuffix("rigClientOrderId")
      ? RestRefusal(code: -1119, message: "Original client order ID was empty.")
      : RestRefusal(code: -1118, message: "New client order ID was empty.")
  }
}
