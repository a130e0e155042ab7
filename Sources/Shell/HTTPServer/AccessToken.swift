// SPDX-License-Identifier: Apache-2.0

/// The secret that a client must show. It is never printed.
public struct AccessToken: Sendable, CustomStringConvertible, CustomReflectable {
  private let secret: [UInt8]

  /// A token of its text, or nil where there is none, or one that has other than printable ASCII without spaces.
  public init?(_ text: String) {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { return nil }
    secret = Array(text.utf8)
  }

  /// Whether a text is the token. It takes as long for a near miss as for a far one.
  public func matches(_ text: some StringProtocol) -> Bool {
    let bytes = Array(text.utf8)
    var difference = UInt8(bytes.count == secret.count ? 0 : 1)
    for (index, byte) in secret.enumerated() {
      difference |= byte ^ (index < bytes.count ? bytes[index] : ~byte)
    }
    return difference == 0
  }

  /// Whether the value of an `Authorization` header shows the token: `Bearer TOKEN`.
  func isShown(in authorization: String?) -> Bool {
    guard let authorization else { return false }
    let parts = authorization.split(separator: " ", maxSplits: 1)
    return parts.count == 2 && parts[0].lowercased() == "bearer" && matches(parts[1])
  }

  public var description: String { "(secret)" }

  public var customMirror: Mirror { Mirror(self, children: []) }
}
