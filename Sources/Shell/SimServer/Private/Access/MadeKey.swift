// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation

/// A key that is made up for a simulated venue, with both of its halves.
public struct MadeKey: Sendable {
  /// The ways to sign.
  public enum Kind: String, CaseIterable, Sendable {
    /// HMAC-SHA256 by a secret.
    case hmac
    /// Ed25519 by a private key.
    case ed25519
  }

  /// What the venue knows.
  public let simKey: SimKey
  /// What whoever signs knows: the secret, or the private key in PEM.
  public let secret: String

  /// A new key.
  public init(_ kind: Kind) {
    let apiKey = Self.hexadecimal(SymmetricKey(size: .bits256))
    switch kind {
    case .hmac:
      let secret = Self.hexadecimal(SymmetricKey(size: .bits256))
      self.secret = secret
      simKey = SimKey(apiKey, secret: secret)
    case .ed25519:
      let key = Curve25519.Signing.PrivateKey()
      secret = Self.pem("PRIVATE KEY", Self.privatePrefix + key.rawRepresentation)
      let publicKey = Self.pem("PUBLIC KEY", Self.publicPrefix + key.publicKey.rawRepresentation)
      guard let made = SimKey(apiKey, publicKey: publicKey) else { preconditionFailure("a key that was just made") }
      simKey = made
    }
  }

  /// What stands before the 32 bytes of a private key in PKCS#8 and of a public key (RFC 8410, section 10).
  private static let privatePrefix: [UInt8] = [
    0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
  ]
  private static let publicPrefix: [UInt8] = [
    0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
  ]

  private static func pem(_ label: String, _ bytes: some Collection<UInt8>) -> String {
    "-----BEGIN \(label)-----\n\(Data(bytes).base64EncodedString())\n-----END \(label)-----"
  }

  private static func hexadecimal(_ key: SymmetricKey) -> String {
    key.withUnsafeBytes { bytes in
      bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
  }
}

extension MadeKey: CustomStringConvertible, CustomReflectable {
  /// Says nothing of a secret.
  public var description: String { "a made-up \(simKey)" }
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
