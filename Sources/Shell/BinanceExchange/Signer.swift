// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Crypto
import Foundation
public import Ports
public import TradingModel

/// Signs requests about one account. Only a live grant leads to one, and nothing else in the program can sign.
public struct Signer: Sendable {
  /// For which account.
  public let account: AccountName
  /// How long a request may be under way before the venue refuses it; 1 to 60,000 milliseconds.
  public let recvWindowMilliseconds: Int
  private let credentials: Credentials

  /// A signer for the account of the grant.
  public init(_ credentials: Credentials, grant: LiveGrant, recvWindowMilliseconds: Int = 5000) {
    self.credentials = credentials
    account = grant.account
    self.recvWindowMilliseconds = min(max(recvWindowMilliseconds, 1), 60_000)
  }

  /// Whether a connection of the WebSocket API can be put under the key.
  var canLogOn: Bool { credentials.canLogOn }

  /// What the venue knows the key by, for the one header that carries it.
  var apiKey: String { credentials.apiKey }

  /// The signature of a text: HMAC-SHA256 in hexadecimal, or Ed25519 in base64.
  ///
  /// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security
  func signature(of text: String) throws(SigningFailure) -> String {
    let bytes = Array(text.utf8)
    switch credentials.secret {
    case .hmac(let key):
      let digits = Array("0123456789abcdef".utf8)
      let code = HMAC<SHA256>.authenticationCode(for: bytes, using: key)
      return String(decoding: code.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    case .ed25519(let key):
      guard let signature = try? key.signature(for: bytes) else { throw SigningFailure() }
      return Data(signature).base64EncodedString()
    }
  }

  /// The query of a REST request, signed at a time of the venue's.
  func query(_ request: AccountRequest, at time: Instant) throws(SigningFailure) -> String {
    let query = stamped(request.parameters, at: time).query
    return query + "&signature=" + (try signature(of: query)).percentEncoded
  }

  /// The parameters of a request over the WebSocket API, signed at a time of the venue's.
  func parameters(_ request: AccountRequest, at time: Instant) throws(SigningFailure) -> RequestParameters {
    var parameters = RequestParameters()
    parameters.add("apiKey", credentials.apiKey)
    for item in request.parameters.items { parameters.add(item) }
    parameters = stamped(parameters, at: time)
    parameters.add("signature", try signature(of: parameters.webSocketPayload))
    return parameters
  }

  /// The parameters of a request over a connection that is logged on.
  func sessionParameters(_ request: AccountRequest, at time: Instant) -> RequestParameters {
    stamped(request.parameters, at: time)
  }

  private func stamped(_ parameters: RequestParameters, at time: Instant) -> RequestParameters {
    var parameters = parameters
    parameters.add("recvWindow", recvWindowMilliseconds)
    parameters.add("timestamp", time.milliseconds)
    return parameters
  }
}

extension Signer: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "a signer for the account \(account)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

/// The key could not sign.
struct SigningFailure: Error, CustomStringConvertible {
  var description: String { "the request can't be signed" }
}
