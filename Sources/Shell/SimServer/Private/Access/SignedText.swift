// SPDX-License-Identifier: Apache-2.0

/// What a client signed, and how: the text of a request as it came, before anything of it is decoded.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security
struct SignedText: Hashable, Sendable {
  /// Query and body without the signature, one after the other.
  let payload: String
  /// Nil where there is none.
  let signature: String?

  /// The text of a REST request; the signature may stand in the query or in the body.
  init(query: String, body: String) {
    let (queryRest, inQuery) = Self.taken(from: query)
    let (bodyRest, inBody) = Self.taken(from: body)
    payload = queryRest + bodyRest
    // A plus sign that was not encoded is one of base64.
    signature = (inQuery ?? inBody).map { QueryText.decoded($0, plusIsSpace: false) }
  }

  /// The text of a request to the WebSocket API: its parameters by name, unencoded.
  init(parameters: [QueryText.Parameter]) {
    payload = parameters.filter { $0.name != Self.name }.sorted { $0.name < $1.name }
      .map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    signature = parameters.first { $0.name == Self.name }?.value
  }

  private static let name = "signature"

  private static func taken(from text: String) -> (rest: String, signature: String?) {
    var signature: String?
    let rest = text.split(separator: "&", omittingEmptySubsequences: false).filter { part in
      guard part.hasPrefix("\(name)=") else { return true }
      signature = signature ?? String(part.dropFirst(name.count + 1))
      return false
    }
    return (rest.joined(separator: "&"), signature)
  }
}
