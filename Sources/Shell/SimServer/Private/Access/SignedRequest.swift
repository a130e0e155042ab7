// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// A request that says who asks: checked, except for what the time until it is carried out brings.
struct SignedRequest: Sendable {
  let holder: KeyRing.Holder
  /// What was asked, without what was only needed for the signature.
  let parameters: RestParameters
  private let time: RequestTime

  /// What every signed request may carry.
  static let names: Set<String> = ["timestamp", "recvWindow", "signature"]

  /// Checks a request in the order of the venue: the key, the time, the signature.
  ///
  /// - Parameters:
  ///   - apiKey: the header's, or the parameter's.
  ///   - now: by the venue's clock, when the request came.
  init(
    apiKey: String?, text: SignedText, parameters: RestParameters, keys: KeyRing, now: Instant,
    revoked: (String) -> Bool
  ) throws(RestRefusal) {
    holder = try keys.holder(of: apiKey, revoked: revoked)
    self.parameters = parameters
    let time = try RequestTime(parameters)
    guard let signature = text.signature, !signature.isEmpty else { throw .missing("signature") }
    try time.check(at: now)
    guard holder.key.verifier.accepts(signature, of: text.payload) else { throw .badSignature }
    self.time = time
  }

  /// A request of a session that is logged on, which needs no signature, and a timestamp all the same.
  init(of holder: KeyRing.Holder, parameters: RestParameters, now: Instant) throws(RestRefusal) {
    self.holder = holder
    self.parameters = parameters
    let time = try RequestTime(parameters)
    try time.check(at: now)
    self.time = time
  }

  /// Refuses what has waited too long by now.
  func check(at now: Instant) throws(RestRefusal) { try time.check(at: now) }
}
