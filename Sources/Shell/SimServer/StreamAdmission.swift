// SPDX-License-Identifier: Apache-2.0

/// What a request to open a stream connection asks for, by its path and query.
struct StreamAdmission: Hashable, Sendable {
  let isCombined: Bool
  let names: [String]
  let unit: VenueTimeUnit

  /// Reads `/ws`, `/ws/a/b`, `/stream`, `/stream?streams=a/b` and `/stream/ws[/N]`; nil for another path.
  init?(path: String, query: String?) {
    let query = QueryText(query ?? "", plusIsSpace: false)
    guard let unit = VenueTimeUnit(word: query["timeUnit"]) else { return nil }
    self.unit = unit
    let parts = path.split(separator: "/").map { QueryText.decoded(String($0), plusIsSpace: false) }
    switch parts.first {
    case "ws":
      isCombined = false
      names = Self.names(parts.dropFirst())
    case "stream" where parts.count == 1:
      isCombined = true
      names = Self.names(query["streams"]?.split(separator: "/").map(String.init) ?? [])
    case "stream" where parts[1] == "ws":
      isCombined = false
      names = Self.names(parts.dropFirst(2))
    default: return nil
    }
  }

  /// A number only tells a client's connections apart.
  private static func names(_ parts: some Sequence<String>) -> [String] {
    parts.filter { !$0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }
}
