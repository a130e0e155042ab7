// SPDX-License-Identifier: Apache-2.0

import Crypto
import Documents
import Foundation
import Testing
import TradingModel

@testable import SimServer

/// Who may ask, by REST.
@Suite(.timeLimit(.minutes(5))) struct AccessTests {
  private static func text(_ answer: VenueHarness.Answer) throws -> String {
    "\(answer.status) \(try answer.json["code"]?.int64 ?? 0) \(try answer.json["msg"]?.string ?? "")"
  }

  @Test func `refuses keys, times and signatures with the venue's codes and texts`() async throws {
    try await AccountClient.run { client in
      let venue = client.venue
      let now = try await client.now()
      let key = ["X-MBX-APIKEY": AccountClient.key]
      func asked(
        _ payload: String, headers: [String: String]? = nil, secret: String = AccountClient.secret
      ) async throws
        -> String
      {
        let signature = AccountClient.signature(of: payload, secret: secret)
        return try Self.text(
          try await venue.get("/api/v3/account?\(payload)&signature=\(signature)", headers: headers ?? key))
      }
      #expect(try await asked("timestamp=\(now)", headers: [:]) == "401 -2014 API-key format invalid.")
      #expect(
        try await asked("timestamp=\(now)", headers: ["X-MBX-APIKEY": "unknown"])
          == "401 -2015 Invalid API-key, IP, or permissions for action.")
      #expect(
        try await asked("timestamp=\(now)", secret: "wrong") == "400 -1022 Signature for this request is not valid.")
      #expect(
        try await asked("timestamp=\(now - 5001)")
          == "400 -1021 Timestamp for this request is outside of the recvWindow.")
      #expect(
        try await asked("timestamp=\(now + 1000)")
          == "400 -1021 Timestamp for this request was 1000ms ahead of the server's time.")
      #expect(try await asked("timestamp=\(now - 5001)&recvWindow=5001.000") == "200 0 ")
      #expect(try await asked("recvWindow=60000.001&timestamp=\(now * 1000)").hasPrefix("400 -1131"))
      #expect(try await asked("timestamp=\(now * 1000)") == "200 0 ")
      #expect(
        try Self.text(try await venue.get("/api/v3/account?timestamp=\(now)", headers: key))
          == "400 -1102 Mandatory parameter 'signature' was not sent, was empty/null, or malformed.")
      #expect(
        try await asked("recvWindow=5000")
          == "400 -1102 Mandatory parameter 'timestamp' was not sent, was empty/null, or malformed.")
      #expect(
        try await asked("timestamp=\(now)&color=red")
          == "400 -1104 Not all sent parameters were read; read '2' parameter(s) but was sent '3'.")
      let limits = try await venue.get("/api/v3/account?timestamp=\(now)", headers: key)
      #expect(Int(limits.headers["x-mbx-used-weight-1m"] ?? "") ?? 0 >= 200)
    }
  }

  @Test func `takes parameters from query and body, in any order and mixed, the query first`() async throws {
    try await AccountClient.run { client in
      let now = try await client.now()
      func post(_ query: String, _ body: String) async throws -> VenueHarness.Answer {
        let signature = AccountClient.signature(of: query + body)
        return try await client.venue.get(
          "/api/v3/order/test?\(query)", method: "POST", body: "\(body)&signature=\(signature)",
          headers: ["X-MBX-APIKEY": AccountClient.key, "Content-Type": "application/x-www-form-urlencoded"])
      }
      let order = "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01"
      #expect(try await post("", "timestamp=\(now)&\(order)").text == "{}")
      #expect(try await post("type=MARKET&symbol=BTCUSDT", "quantity=0.01&side=BUY&timestamp=\(now)").text == "{}")
      // The side of the query holds.
      #expect(try await post(order, "side=NEITHER&timestamp=\(now)").text == "{}")
      #expect(try await post("side=NEITHER", "\(order)&timestamp=\(now)").text.contains("-1117"))
      #expect(try await post("", "\(order)&side=SELL&timestamp=\(now)").text.contains("-1101"))
    }
  }

  @Test(arguments: [
    (
      "quantity=1e-3",
      "-1100 Illegal characters found in parameter 'quantity'; legal range is "
        + #"'^([0-9]{1,20})(\.[0-9]{1,20})?$'."#
    ),
    (
      "quantity=-1",
      "-1100 Illegal characters found in parameter 'quantity'; legal range is "
        + #"'^([0-9]{1,20})(\.[0-9]{1,20})?$'."#
    ),
    ("quantity=0.0000000000001", "-1111 Parameter 'quantity' has too much precision."),
    ("quantity=", "-1105 Parameter 'quantity' was empty."),
    ("", "-1102 Mandatory parameter 'quantity' was not sent, was empty/null, or malformed."),
    (
      "quantity=0.01&newClientOrderId=a.b",
      "-1100 Illegal characters found in parameter 'newClientOrderId'; legal range "
        + "is '^[a-zA-Z0-9-_]{1,36}$'."
    ),
    ("quantity=0.01&timeInForce=GTX", "-1115 Invalid timeInForce."),
    ("quantity=0.01&newOrderRespType=LONG", "-1130 Data sent for parameter 'newOrderRespType' is not valid."),
    ("quantity=0.01&strategyType=7", "-1134 strategyType was less than 1000000."),
    ("quantity=0.01&quoteOrderQty=5", "-1128 Combination of optional parameters invalid."),
    ("quantity=0.000011", "-1013 Filter failure: LOT_SIZE"),
    ("quantity=0.01&timeInForce=GTC", "-1106 Parameter 'timeInForce' sent when not required."),
  ])
  func `refuses parameters with the venue's codes and texts`(parameters: String, refusal: String) async throws {
    try await AccountClient.run { client in
      let answer = try await client.refusal(
        "POST", "order/test", "symbol=BTCUSDT&side=BUY&type=MARKET&\(parameters)")
      #expect(answer == "400 \(refusal)")
    }
  }

  @Test func `refuses sides, types and symbols that there aren't`() async throws {
    try await AccountClient.run { client in
      func refusal(_ query: String) async throws -> String { try await client.refusal("POST", "order", query) }
      #expect(try await refusal("symbol=NOPE&side=BUY&type=MARKET&quantity=1") == "400 -1121 Invalid symbol.")
      #expect(try await refusal("symbol=BTCUSDT&side=HOLD&type=MARKET&quantity=1") == "400 -1117 Invalid side.")
      #expect(try await refusal("symbol=BTCUSDT&side=BUY&type=MAGIC&quantity=1") == "400 -1116 Invalid orderType.")
      #expect(
        try await client.refusal("GET", "order", "symbol=BTCUSDT")
          == "400 -1102 Param 'orderId' or 'origClientOrderId' must be sent, but both were empty/null!")
      let patched = try await client.send("PATCH", "order", "symbol=BTCUSDT")
      #expect(patched.status == 405 && patched.headers["allow"] == "DELETE, GET, POST")
      #expect(try await client.send("POST", "userDataStream").status == 410)
    }
  }

  @Test func `takes Ed25519 keys, and a key without the right to trade only for reading`() async throws {
    let signer = Curve25519.Signing.PrivateKey()
    let der =
      [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00] + signer.publicKey.rawRepresentation
    let pem = "-----BEGIN PUBLIC KEY-----\n\(Data(der).base64EncodedString())\n-----END PUBLIC KEY-----"
    var account = AccountClient.accounts[0]
    account.keys = [
      try #require(SimKey("ed", publicKey: pem)),
      SimKey(
        AccountClient.key, secret: AccountClient.secret,
        rights: try #require(KeyRights(words: "no-trade,withdraw,no-ip"))),
    ]
    try await AccountClient.run(accounts: [account]) { client in
      let payload = "timestamp=\(try await client.now())"
      let signature = try signer.signature(for: Array(payload.utf8)).base64EncodedString()
      let encoded = signature.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
      for text in [encoded, signature] {
        let answer = try await client.venue.get(
          "/api/v3/account?\(payload)&signature=\(text)", headers: ["X-MBX-APIKEY": "ed"])
        #expect(answer.status == 200, "\(answer.text)")
      }
      #expect(
        try await client.refusal("POST", "order", "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01")
          == "401 -2015 Invalid API-key, IP, or permissions for action.")
      _ = try await client.ask("GET", "account")
      let rights = try await client.ask("GET", "/sapi/v1/account/apiRestrictions")
      #expect(rights["enableWithdrawals"]?.bool == true)
      #expect(rights["ipRestrict"]?.bool == false)
      #expect(rights["enableSpotAndMarginTrading"]?.bool == false)
      #expect(rights["enableInternalTransfer"]?.bool == false)
      #expect(try await client.ask("GET", "/sapi/v1/capital/config/getall") == [])
      #expect(try await client.ask("GET", "/sapi/v1/margin/allPairs") == [])
      #expect(try await client.venue.get("/sapi/v1/system/status").text == #"{"status":0,"msg":"normal"}"#)
      let fees = try await client.ask("GET", "/sapi/v1/asset/tradeFee", "symbol=BTCUSDT")
      #expect(fees == [["symbol": "BTCUSDT", "makerCommission": "0.001", "takerCommission": "0.001"]])
    }
  }
}
