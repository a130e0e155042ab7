// SPDX-License-Identifier: Apache-2.0

public import Documents

/// Why bytes are no message that Binance documents.
public enum WireError: Error, Hashable, Sendable {
  /// Not JSON, or a value of the wrong type or beyond what can be represented.
  case malformed(JSONError)
  /// A field that the message needs is not there, or not of its type.
  case missing(field: String)
  /// A symbol that was never asked for.
  case unknownSymbol(String)
  /// An interval that is none of the sixteen.
  case unknownInterval(String)
}

extension WireError: CustomStringConvertible {
  /// A sentence for the log.
  public var description: String {
    switch self {
    case .malformed(let error): "malformed: \(error)"
    case .missing(let field): "the field '\(field)' is missing or of another type"
    case .unknownSymbol(let symbol): "the symbol '\(symbol)' was not asked for"
    case .unknownInterval(let text): "'\(text)' is no interval"
    }
  }
}
