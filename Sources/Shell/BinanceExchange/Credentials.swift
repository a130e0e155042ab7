// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation

/// The key to an account and the secret behind it. Nothing of either is ever printed.
public struct Credentials: Sendable {
  enum Secret: Sendable {
    case hmac(SymmetricKey)
    case ed25519(Curve25519.Signing.PrivateKey)
  }

  /// What the venue knows the key by.
  let apiKey: String
  let secret: Secret

  /// A key with an HMAC secret. Blanks and line ends around either are left out.
  public init(apiKey: String, secret: String) throws(CredentialsError) {
    self.apiKey = try Self.checked(apiKey)
    let text = secret.trimmed
    guard !text.isEmpty else { throw .emptySecret }
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .secretHasOtherCharacters }
    self.secret = .hmac(SymmetricKey(data: Array(text.utf8)))
  }

  /// A key with an Ed25519 private key: PEM, PKCS#8, as `openssl genpkey -algorithm ed25519` writes it.
  public init(apiKey: String, ed25519PEM pem: String) throws(CredentialsError) {
    self.apiKey = try Self.checked(apiKey)
    secret = .ed25519(try Ed25519PEM.read(pem))
  }

  /// Whether a connection of the WebSocket API can be put under the key.
  var canLogOn: Bool {
    switch secret {
    case .hmac: false
    case .ed25519: true
    }
  }

  private static func checked(_ apiKey: String) throws(CredentialsError) -> String {
    let key = apiKey.trimmed
    guard !key.isEmpty else { throw .emptyKey }
    guard key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .keyHasOtherCharacters }
    return key
  }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "credentials" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

/// Why a key can't be used. It says nothing of what was given.
public enum CredentialsError: String, Error, Hashable, Sendable, CaseIterable, CustomStringConvertible {
  case emptyKey = "the API key is empty"
  case keyHasOtherCharacters = "the API key has characters that no API key has"
  case emptySecret = "the secret is empty"
  case secretHasOtherCharacters = "the secret has characters that no secret has; an Ed25519 key is given as a PEM file"
  case notPEM = "the private key is no PEM text: it begins with -----BEGIN PRIVATE KEY-----"
  case encrypted = "the private key is encrypted; write it without a passphrase"
  case otherPEM = "the PEM text holds something else than a private key in PKCS#8 (-----BEGIN PRIVATE KEY-----)"
  case notBase64 = "the PEM text between the lines is not base64"
  case notEd25519 =
    "the private key is not an Ed25519 key of PKCS#8, such as `openssl genpkey -algorithm ed25519` makes"

  public var description: String { rawValue }
}

extension String {
  /// The text without blanks and line ends around it.
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}

/// Reads an Ed25519 private key of a PEM text.
enum Ed25519PEM {
  /// What stands before the 32 bytes: a sequence, version 0, the algorithm 1.3.101.112, and the key in two wrappings
  /// (RFC 8410, section 7).
  private static let prefix: [UInt8] = [
    0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
  ]

  static func read(_ pem: String) throws(CredentialsError) -> Curve25519.Signing.PrivateKey {
    let lines = pem.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
    guard let first = lines.first, let last = lines.last, lines.count > 2, first.hasPrefix("-----BEGIN "),
      last.hasPrefix("-----END ")
    else { throw .notPEM }
    guard first != "-----BEGIN ENCRYPTED PRIVATE KEY-----" else { throw .encrypted }
    guard first == "-----BEGIN PRIVATE KEY-----", last == "-----END PRIVATE KEY-----" else { throw .otherPEM }
    guard let data = Data(base64Encoded: lines.dropFirst().dropLast().joined()) else { throw .notBase64 }
    let bytes = Array(data)
    guard bytes.count == prefix.count + 32, Array(bytes.prefix(prefix.count)) == prefix,
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes.suffix(32))
    else { throw .notEd25519 }
    return key
  }
}
