// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import Foundation
import Testing
import TradingModel

@testable import SimServer

/// What the venue takes for signed.
@Suite struct SignatureTests {
  private static let secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"

  /// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security
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
  func `takes the documented signatures of requests by REST`(query: String, signature: String) {
    let verifier = SignatureVerifier(secret: Self.secret)
    let text = SignedText(query: "\(query)&signature=\(signature)", body: "")
    #expect(text.payload == query)
    #expect(verifier.accepts(text.signature ?? "", of: text.payload))
    #expect(verifier.accepts(signature.uppercased(), of: text.payload))
    #expect(!verifier.accepts(signature, of: text.payload + "&"))
    #expect(!verifier.accepts(String(signature.dropLast()), of: text.payload))
  }

  @Test(arguments: [
    (
      [
        ("symbol", "BTCUSDT"), ("side", "SELL"), ("type", "LIMIT"), ("timeInForce", "GTC"), ("quantity", "0.01000000"),
        ("price", "52000.00"), ("recvWindow", "100"), ("timestamp", "1645423376532"),
      ],
      "aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24"
    )
  ])
  func `takes the documented signature of a request to the WebSocket API`(
    parameters: [(String, String)], signature: String
  ) {
    let key = ("apiKey", "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A")
    let text = SignedText(
      parameters: (parameters + [key, ("signature", signature)]).map { QueryText.Parameter(name: $0, value: $1) })
    #expect(SignatureVerifier(secret: Self.secret).accepts(text.signature ?? "", of: text.payload))
  }

  @Test(arguments: [
    ("a=1&b=2&signature=s", "", "a=1&b=2", "s"),
    ("signature=s&a=1&b=2", "", "a=1&b=2", "s"),
    ("a=1", "b=2&signature=s", "a=1b=2", "s"),
    ("", "b=2&signature=s%2Bt%3D", "b=2", "s+t="),
    ("a=1&signature=s+t%3d", "b=2", "a=1b=2", "s+t="),
    ("a=%20&b=+", "", "a=%20&b=+", nil),
  ])
  func `signs the text as it came, query and body, without the signature`(
    query: String, body: String, payload: String, signature: String?
  ) {
    let text = SignedText(query: query, body: body)
    #expect(text.payload == payload)
    #expect(text.signature == signature)
  }

  @Test func `takes signatures by Ed25519 and RSA`() throws {
    let payload = "symbol=BTCUSDT&timestamp=1645423376532"
    let ed25519 = Curve25519.Signing.PrivateKey()
    let pem = Self.pem(
      [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
        + Array(ed25519.publicKey.rawRepresentation))
    let first = try #require(SignatureVerifier(publicKey: pem))
    #expect(first.kind == "Ed25519")
    let right = try ed25519.signature(for: Array(payload.utf8)).base64EncodedString()
    let wrong = try ed25519.signature(for: Array("x".utf8)).base64EncodedString()
    #expect(first.accepts(right, of: payload))
    #expect(!first.accepts(wrong, of: payload))

    let rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    let second = try #require(SignatureVerifier(publicKey: rsa.publicKey.pemRepresentation))
    #expect(second.kind == "RSA")
    let digest = SHA256.hash(data: Array(payload.utf8))
    let signature = try rsa.signature(for: digest, padding: .insecurePKCS1v1_5).rawRepresentation
    let other = try rsa.signature(for: digest, padding: .PSS).rawRepresentation
    #expect(second.accepts(signature.base64EncodedString(), of: payload))
    #expect(!second.accepts(other.base64EncodedString(), of: payload))
    #expect(SignatureVerifier(publicKey: "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----") == nil)
    #expect(SignatureVerifier(publicKey: "no key") == nil)
  }

  @Test func `says nothing of a secret`() {
    let key = SimKey("vmPUZE6mv9", secret: Self.secret)
    #expect(!"\(key)".contains("Nhq") && "\(key)" == "HMAC key vmPU…")
    #expect(!"\(key.verifier)".contains("Nhq"))
  }

  private static func pem(_ bytes: [UInt8]) -> String {
    "-----BEGIN PUBLIC KEY-----\n\(Data(bytes).base64EncodedString())\n-----END PUBLIC KEY-----\n"
  }

  @Test(arguments: [
    ("timestamp=1000000", nil), ("timestamp=1000999", nil), ("timestamp=1001000", "ahead"),
    ("timestamp=995000", nil), ("timestamp=994999", "outside"), ("timestamp=1000000000001000", "ahead"),
    ("timestamp=990000&recvWindow=10000", nil), ("timestamp=989999&recvWindow=10000.5", "outside"),
    ("timestamp=990000&recvWindow=9999.999", "outside"), ("timestamp=1000000&recvWindow=60000.001", "-1131"),
    ("timestamp=1000000&recvWindow=60000", nil), ("timestamp=1000000&recvWindow=1.2345", "-1100"),
    ("timestamp=1000000&recvWindow=-1", "-1100"), ("recvWindow=5000", "-1102"), ("timestamp=1e6", "-1100"),
    ("timestamp=", "-1105"),
  ])
  func `takes what comes in time by the venue's clock`(query: String, refusal: String?) throws {
    let outcome = Result { () throws(RestRefusal) in
      try RequestTime(try RestParameters(QueryText(query))).check(at: Instant(milliseconds: 1_000_000))
    }
    let expected: RestRefusal? = ["ahead": .ahead, "outside": .outsideWindow][refusal ?? ""]
    switch outcome {
    case .success: #expect(refusal == nil)
    case .failure(let error):
      if let expected { #expect(error == expected) } else { #expect(String(error.code) == refusal) }
    }
  }
}
