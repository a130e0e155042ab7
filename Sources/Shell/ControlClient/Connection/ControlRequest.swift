// SPDX-License-Identifier: Apache-2.0

public import Documents

/// One request to the API.
public struct ControlRequest: Hashable, Sendable {
  /// What is done with the resource.
  public enum Method: String, Hashable, Sendable {
    /// Reads.
    case get = "GET"
    /// Creates, or carries something out.
    case post = "POST"
    /// Changes by a JSON merge patch.
    case patch = "PATCH"
    /// Removes.
    case delete = "DELETE"
  }

  /// A query parameter.
  public struct Parameter: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Its value, not encoded.
    public let value: String

    /// A parameter.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// What is done.
  public let method: Method
  /// The path, encoded, beginning with a slash.
  public let path: String
  /// The query.
  public var query: [Parameter]
  /// What is sent along.
  public let body: Node?

  /// A request for a path whose parts are encoded here: `["bots", "a b"]` is `/api/v1/bots/a%20b`.
  public init(
    _ method: Method, _ parts: [String], query: [Parameter] = [], body: Node? = nil, base: String = "/api/v1"
  ) {
    self.method = method
    path = base + parts.map { "/" + PercentEncoding.encode($0) }.joined()
    self.query = query
    self.body = body
  }

  /// Whether it changes something, so that it needs an idempotency key and must not be repeated blindly.
  public var isWrite: Bool { method != .get }

  /// Path and query, encoded.
  var target: String {
    guard !query.isEmpty else { return path }
    let pairs = query.map { PercentEncoding.encode($0.name) + "=" + PercentEncoding.encode($0.value) }
    return path + "?" + pairs.joined(separator: "&")
  }
}

/// RFC 3986's percent-encoding.
enum PercentEncoding {
  /// The text with everything encoded but the unreserved characters (RFC 3986, section 2.3).
  static func encode(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    // A path whose part is "." or ".." would be another path.
    return text == "." || text == ".." ? result.replacing(".", with: "%2E") : result
  }
}
