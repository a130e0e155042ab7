// SPDX-License-Identifier: Apache-2.0

/// A key to an account, with what its signatures are checked by.
public struct SimKey: Sendable, CustomStringConvertible {
  /// What the header `X-MBX-APIKEY` says.
  public let apiKey: String
  let verifier: SignatureVerifier
  let rights: KeyRights

  /// A key whose requests are signed by HMAC-SHA256.
  public init(_ apiKey: String, secret: String, rights: KeyRights = KeyRights()) {
    self.apiKey = apiKey
    self.rights = rights
    verifier = SignatureVerifier(secret: secret)
  }

  /// A key whose requests are signed by Ed25519 or RSA; nil where the text is no public key of these in PEM.
  public init?(_ apiKey: String, publicKey pem: String, rights: KeyRights = KeyRights()) {
    guard let verifier = SignatureVerifier(publicKey: pem) else { return nil }
    self.apiKey = apiKey
    self.rights = rights
    self.verifier = verifier
  }

  /// Says nothing of a secret.
  public var description: String { "\(verifier.kind) key \(apiKey.prefix(4))…" }

  /// Whether sessions can be logged on with it.
  var canLogOn: Bool { verifier.kind == "Ed25519" }
}
