// SPDX-License-Identifier: Apache-2.0

/// What the default account signs with.
public struct Credentials: Sendable {
  /// The ways to sign.
  public enum Signer: Sendable {
    /// HMAC-SHA-256 by a secret.
    case hmac(secret: Secret)
    /// Ed25519 by a private key in PEM.
    case ed25519(privateKey: Secret)
  }

  /// The API key.
  public let key: Secret
  /// What signs.
  public let signer: Signer
  /// Where they are read from, to be shown: `environment BINANCE_API_KEY, file /run/secrets/key`.
  public let source: String

  /// Credentials of their parts.
  public init(key: Secret, signer: Signer, source: String) {
    self.key = key
    self.signer = signer
    self.source = source
  }
}

extension VariableReader {
  /// The credentials, or nil where there are none; halves of them are a fault.
  mutating func credentials() -> Credentials? {
    let before = faults.count
    let key = found(.key)
    let secret = found(.secret)
    let privateKey = found(.privateKey)
    guard faults.count == before else { return nil }
    check(key)
    check(secret)
    switch (key, secret, privateKey) {
    case (nil, nil, nil): return nil
    case (let key?, let secret?, nil):
      return Credentials(key: key, .hmac(secret: Secret(secret.value)), secret)
    case (let key?, nil, let pem?):
      guard Self.isPrivateKey(pem.value) else {
        note(
          "\(pem.source) holds no private key (it is not shown here): give Ed25519's in PEM, which begins with "
            + "-----BEGIN PRIVATE KEY-----.")
        return nil
      }
      return Credentials(key: key, .ed25519(privateKey: Secret(pem.value)), pem)
    case (_, _?, _?):
      note("BINANCE_API_SECRET and BINANCE_API_PRIVATE_KEY_FILE are both given; drop the one that isn't the key's.")
    case (_?, nil, nil):
      note(
        "BINANCE_API_KEY is given alone; give BINANCE_API_SECRET (HMAC) or BINANCE_API_PRIVATE_KEY_FILE (Ed25519) "
          + "too, or drop it.")
    case (nil, _, _):
      let given = secret == nil ? "BINANCE_API_PRIVATE_KEY_FILE" : "BINANCE_API_SECRET"
      note("\(given) is given without BINANCE_API_KEY; give the key too, or drop it.")
    }
    return nil
  }

  private mutating func check(_ found: Found?) {
    guard let found, !found.value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { return }
    note("\(found.source) can't be used (it is not shown here): it must be printable ASCII without spaces.")
  }

  private static func isPrivateKey(_ text: String) -> Bool {
    text.hasPrefix("-----BEGIN PRIVATE KEY-----\n") && text.hasSuffix("\n-----END PRIVATE KEY-----")
  }
}

extension Credentials {
  fileprivate init(key: VariableReader.Found, _ signer: Signer, _ other: VariableReader.Found) {
    self.init(key: Secret(key.value), signer: signer, source: "\(key.source), \(other.source)")
  }
}
