// SPDX-License-Identifier: Apache-2.0

/// Names, in which `*` stands for any text: `btcusdt@kline_1m`, `*@trade`.
struct NamePatterns: Hashable, Sendable {
  let texts: [String]

  static let all = NamePatterns(texts: ["*"])

  func matches(_ name: String) -> Bool {
    texts.contains { Self.matches(name.utf8[...], pattern: $0.utf8[...]) }
  }

  /// Goes back to the last star wherever the rest does not fit.
  private static func matches(_ name: Substring.UTF8View, pattern: Substring.UTF8View) -> Bool {
    var (name, pattern) = (name, pattern)
    var retry: (name: Substring.UTF8View, pattern: Substring.UTF8View)?
    while let byte = name.first {
      if pattern.first == UInt8(ascii: "*") {
        pattern = pattern.dropFirst()
        retry = (name, pattern)
      } else if pattern.first == byte {
        (name, pattern) = (name.dropFirst(), pattern.dropFirst())
      } else if let last = retry {
        name = last.name.dropFirst()
        pattern = last.pattern
        retry = (name, pattern)
      } else {
        return false
      }
    }
    return pattern.allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
