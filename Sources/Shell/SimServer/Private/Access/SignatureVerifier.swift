// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras

/// Checks signatures by one key.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security
struct SignatureVerifier: Sendable, CustomStringConvertible {
  private enum Key {
    case hmac(SymmetricKey)
    case ed25519(Curve25519.Signing.PublicKey)
    case rsa(_RSA.Signing.PublicKey)
  }

  private let key: Key

  init(secret: String) { key = .hmac(SymmetricKey(data: Array(secret.utf8))) }

  /// A verifier by a public key in PEM; nil where it is neither Ed25519 nor RSA.
  init?(publicKey pem: String) {
    guard let der = Base64Text.decodedPEM(pem) else { return nil }
    if der.count == Self.ed25519Prefix.count + 32, der.starts(with: Self.ed25519Prefix),
      let ed25519 = try? Curve25519.Signing.PublicKey(rawRepresentation: der.dropFirst(Self.ed25519Prefix.count))
    {
      key = .ed25519(ed25519)
    } else if let rsa = try? _RSA.Signing.PublicKey(derRepresentation: der) {
      key = .rsa(rsa)
    } else {
      return nil
    }
  }

  /// What stands before the 32 bytes of an Ed25519 key in its SubjectPublicKeyInfo, RFC 8410.
  private static let ed25519Prefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]

  /// HMAC, Ed25519 or RSA.
  var kind: String {
    switch key {
    case .hmac: "HMAC"
    case .ed25519: "Ed25519"
    case .rsa: "RSA"
    }
  }

  var description: String { "\(kind) verifier" }

  /// Whether a text is signed so: hex in any case by HMAC, base64 otherwise.
  func accepts(_ signature: String, of payload: String) -> Bool {
    let bytes = Array(payload.utf8)
    switch key {
    case .hmac(let key):
      guard let code = HexText.decoded(signature) else { return false }
      return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: bytes, using: key)
    case .ed25519(let key):
      return Base64Text.decoded(signature).map { key.isValidSignature($0, for: bytes) } ?? false
    case .rsa(let key):
      guard let raw = Base64Text.decoded(signature) else { return false }
      return key.isValidSignature(
        _RSA.Signing.RSASignature(rawRepresentation: raw), for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5)
    }
  }
}
