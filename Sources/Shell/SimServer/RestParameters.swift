// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// Reads the parameters of a market data request by Binance's rules.
struct RestParameters: Sendable {
  let query: QueryText

  static let symbolRange = "^[A-Z0-9-_.]{1,20}$"
  static let numberRange = "^[0-9]{1,20}$"
  static let symbolsRange = #"^\[("[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}){0,1}\]$"#

  /// The parameters of a query; a name may come once.
  init(_ query: QueryText) throws(RestRefusal) {
    guard Set(query.parameters.map(\.name)).count == query.parameters.count else { throw .duplicateParameter }
    self.query = query
  }

  /// Refuses what is not among the names.
  func allow(_ names: Set<String>) throws(RestRefusal) {
    let read = query.parameters.count { names.contains($0.name) }
    guard read == query.parameters.count else {
      if names.isEmpty { throw .tooManyParameters(expected: 0, received: query.parameters.count) }
      throw .unread(read: read, sent: query.parameters.count)
    }
  }

  /// A parameter's text, or nil where it was not sent.
  func text(_ name: String) throws(RestRefusal) -> String? {
    guard let text = query[name] else { return nil }
    guard !text.isEmpty else { throw .empty(name) }
    return text
  }

  func required(_ name: String) throws(RestRefusal) -> String {
    guard let text = query[name] else { throw .missing(name) }
    guard !text.isEmpty else { throw .empty(name) }
    return text
  }

  /// A whole number of up to 20 digits; what doesn't fit is as large as can be.
  func number(_ name: String) throws(RestRefusal) -> Int64? {
    guard let text = try text(name) else { return nil }
    guard (1...20).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw .illegalCharacters(name, Self.numberRange)
    }
    return Int64(text) ?? .max
  }

  func flag(_ name: String) throws(RestRefusal) -> Bool? {
    switch try text(name) {
    case nil: nil
    case "true": true
    case "false": false
    default: throw .illegalCharacters(name, "^true$|^false$")
    }
  }

  /// A JSON array of strings.
  func list(_ name: String, range: String) throws(RestRefusal) -> [String]? {
    guard let text = try text(name) else { return nil }
    guard let items = (try? JSONParser().parse(text))?.array else { throw .illegalCharacters(name, range) }
    var list: [String] = []
    for item in items {
      guard let item = item.string else { throw .illegalCharacters(name, range) }
      list.append(item)
    }
    return list
  }

  /// Whether a text could be a symbol.
  static func isSymbolText(_ text: String) -> Bool {
    (1...20).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
          UInt8(ascii: "_"), UInt8(ascii: "."):
          true
        default: false
        }
      }
  }
}
