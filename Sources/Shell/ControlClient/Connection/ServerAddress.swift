// SPDX-License-Identifier: Apache-2.0

/// Where the server is: `http://127.0.0.1:8080`.
public struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
  /// Scheme, host and port, without a slash at the end.
  public let text: String
  /// The host, without brackets.
  public let host: String

  /// The server where none is named.
  public static let standard = "http://127.0.0.1:8080"

  /// The address that a text gives; nil unless it is `http` or `https` with a host, an optional port, and no more.
  public init?(_ text: String) {
    let withoutSlash = text.hasSuffix("/") ? String(text.dropLast()) : text
    guard let match = withoutSlash.wholeMatch(of: #/(https?):\/\/(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:([0-9]{1,5}))?/#)
    else { return nil }
    if let port = match.4, !(1...65535).contains(Int(port) ?? 0) { return nil }
    self.text = withoutSlash
    host = match.2.hasPrefix("[") ? String(match.2.dropFirst().dropLast()) : String(match.2)
  }

  /// Whether the server is on this machine. Only such a one is offered the local token.
  public var isLocal: Bool {
    host == "localhost" || host == "::1" || host.wholeMatch(of: #/127\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}/#) != nil
  }

  public var description: String { text }
}

/// Where the token comes from.
public enum TokenSource {
  /// The option, else `BOTCTL_TOKEN`, else, for a server on this machine, what `admin.token` in the data folder holds.
  ///
  /// - Parameter read: the text of a file, or nil where it can't be read.
  public static func token(
    option: String?, environment: [String: String], server: ServerAddress, read: (String) -> String?
  ) -> String? {
    if let option { return option }
    if let token = environment["BOTCTL_TOKEN"], !token.isEmpty { return token }
    guard server.isLocal else { return nil }
    let folder = environment["BOTD_DATA_DIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "./data"
    let lines = read(folder + "/admin.token")?.split(whereSeparator: \.isNewline)
    return lines?.first.map(String.init)
  }
}
