// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Crypto
import Foundation
import Ports
import Testing
import TradingModel

@testable import BinanceExchange

/// The secret of the documentation's examples.
private let documentedSecret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
private let documentedKey = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
private let grant = LiveGrant(account: .default, reason: "a test")

/// The key of RFC 8032, section 7.1, test 2.
enum Ed25519Vector {
  static let secret = bytes("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
  static let publicKey = bytes("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
  static let signature = bytes(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
      + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")

  static func pem(_ secret: [UInt8] = secret, prefix: String = "302e020100300506032b657004220420") -> String {
    let body = Data(bytes(prefix) + secret).base64EncodedString()
    return "-----BEGIN PRIVATE KEY-----\n\(body)\n-----END PRIVATE KEY-----\n"
  }

  static func bytes(_ hex: String) -> [UInt8] {
    let digits = Array(hex)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...($0 + 1)]), radix: 16)! }
  }
}

@Suite struct SignerTests {
  private func signer() throws -> Signer {
    Signer(try Credentials(apiKey: documentedKey, secret: documentedSecret), grant: grant)
  }

  @Test(arguments: [
    (
      "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559",
      "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71"
    ),
    (
      "symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1"
        + "&price=0.1&recvWindow=5000&timestamp=1499827319559",
      "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3"
    ),
  ])
  func `signs the documented queries`(query: String, signature: String) throws {
    #expect(try signer().signature(of: query) == signature)
  }

  @Test(arguments: [
    (
      "BTCUSDT", "SELL", "52000.00", "0.01000000", 100,
      "aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24"
    ),
    (
      "１２３４５６", "BUY", "0.10000000", "1.00000000", 5000,
      "b33892ae8e687c939f4468c6268ddd4c40ac1af18ad19a064864c47bae0752cd"
    ),
  ])
  func `signs the documented parameters of the WebSocket API`(
    symbol: String, side: String, price: String, quantity: String, recvWindow: Int, signature: String
  ) throws {
    var parameters = RequestParameters()
    parameters.add("symbol", symbol)
    parameters.add("side", side)
    parameters.add("type", "LIMIT")
    parameters.add("timeInForce", "GTC")
    parameters.add("quantity", quantity)
    parameters.add("price", price)
    parameters.add("apiKey", documentedKey)
    parameters.add("recvWindow", recvWindow)
    parameters.add("timestamp", 1_645_423_376_532)
    #expect(try signer().signature(of: parameters.webSocketPayload) == signature)
  }

  @Test func `signs with Ed25519 as RFC 8032 says`() throws {
    let signer = Signer(try Credentials(apiKey: "k", ed25519PEM: Ed25519Vector.pem()), grant: grant)
    #expect(try signer.signature(of: "r") == Data(Ed25519Vector.signature).base64EncodedString())
    #expect(signer.canLogOn)
    let key = try Curve25519.Signing.PublicKey(rawRepresentation: Ed25519Vector.publicKey)
    let signed = try signer.query(.account, at: Instant(milliseconds: 9))
    let parts = signed.split(separator: "&signature=").map(String.init)
    let signature = try #require(parts.last?.removingPercentEncoding.flatMap { Data(base64Encoded: $0) })
    #expect(key.isValidSignature(signature, for: Data(parts[0].utf8)))
    #expect(parts[0] == "omitZeroBalances=true&recvWindow=5000&timestamp=9")
    #expect(parts[1].allSatisfy { $0.isLetter || $0.isNumber || $0 == "%" })
  }

  @Test func `stamps and signs what goes over the WebSocket API`() throws {
    let signer = try signer()
    let parameters = try signer.parameters(.openOrders(), at: Instant(milliseconds: 9))
    #expect(parameters.items.map(\.name) == ["apiKey", "recvWindow", "timestamp", "signature"])
    #expect(
      try parameters["signature"]
        == .text(signer.signature(of: "apiKey=\(documentedKey)&recvWindow=5000&timestamp=9")))
    let stamped = signer.sessionParameters(.openOrders(), at: Instant(milliseconds: 9))
    #expect(stamped.query == "recvWindow=5000&timestamp=9")
  }

  @Test func `keeps the window within what the venue takes`() throws {
    let credentials = try Credentials(apiKey: documentedKey, secret: documentedSecret)
    #expect(Signer(credentials, grant: grant, recvWindowMilliseconds: 90_000).recvWindowMilliseconds == 60_000)
    #expect(Signer(credentials, grant: grant, recvWindowMilliseconds: 0).recvWindowMilliseconds == 1)
  }
}

@Suite struct CredentialsTests {
  @Test func `takes keys with line ends around them`() throws {
    let credentials = try Credentials(apiKey: " \(documentedKey)\n", secret: "\(documentedSecret)\r\n")
    #expect(credentials.apiKey == documentedKey)
    #expect(
      try Signer(credentials, grant: grant).signature(of: "a")
        == Signer(try Credentials(apiKey: documentedKey, secret: documentedSecret), grant: grant).signature(of: "a"))
  }

  @Test(arguments: [
    ("", "s", CredentialsError.emptyKey), ("k k", "s", .keyHasOtherCharacters), ("k", " \n", .emptySecret),
    ("k", "a\nb", .secretHasOtherCharacters), ("ключ", "s", .keyHasOtherCharacters),
  ])
  func `says what is wrong with a key and its secret`(key: String, secret: String, error: CredentialsError) {
    #expect(throws: error) { try Credentials(apiKey: key, secret: secret) }
  }

  @Test(arguments: [
    ("", CredentialsError.notPEM), ("hello", .notPEM),
    ("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----", .notPEM),
    ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", .otherPEM),
    ("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----", .otherPEM),
    ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----", .encrypted),
    ("-----BEGIN PRIVATE KEY-----\n*\n-----END PRIVATE KEY-----", .notBase64),
    ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", .notEd25519),
    (Ed25519Vector.pem(Array(repeating: 1, count: 31)), .notEd25519),
    (Ed25519Vector.pem(Array(repeating: 1, count: 33)), .notEd25519),
    // X25519, which can't sign.
    (Ed25519Vector.pem(prefix: "302e020100300506032b656e04220420"), .notEd25519),
  ])
  func `says what is wrong with a private key`(pem: String, error: CredentialsError) {
    #expect(throws: error) { try Credentials(apiKey: "k", ed25519PEM: pem) }
  }

  @Test func `prints nothing of a key or a secret`() throws {
    let all = [
      try Credentials(apiKey: documentedKey, secret: documentedSecret),
      try Credentials(apiKey: documentedKey, ed25519PEM: Ed25519Vector.pem()),
    ]
    let secrets = [
      documentedKey, documentedSecret, Data(Ed25519Vector.secret).base64EncodedString(),
      "4ccd089b28ff96da", "\(Ed25519Vector.secret[0]), \(Ed25519Vector.secret[1])",
    ]
    for credentials in all {
      let signer = Signer(credentials, grant: grant)
      var texts = ["\(credentials)", "\(signer)", String(reflecting: credentials), String(reflecting: signer)]
      var dumped = ""
      dump(credentials, to: &dumped)
      dump([signer], to: &dumped)
      dump(Holder(signer: signer), to: &dumped)
      texts += [dumped, "\(Holder(signer: signer))", "\(Mirror(reflecting: credentials).children.map { "\($0)" })"]
      for text in texts {
        for secret in secrets { #expect(!text.contains(secret), "\(text)") }
      }
      #expect(Mirror(reflecting: signer).children.isEmpty)
    }
    for error in CredentialsError.allCases {
      for secret in secrets { #expect(!error.description.contains(secret)) }
    }
  }

  private struct Holder {
    let signer: Signer
  }
}
