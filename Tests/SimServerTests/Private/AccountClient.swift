// SPDX-License-Identifier: Apache-2.0

import Crypto
import Documents
import ExchangeModel
import Foundation
import Testing
import TradingModel

@testable import SimServer

/// Sends signed requests to a venue whose time stands still.
struct AccountClient {
  let venue: VenueHarness
  var apiKey = AccountClient.key
  var secret = AccountClient.secret

  static let key = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
  static let secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"

  /// An account with 10,000 USDT and a bitcoin.
  static let accounts = [
    SimAccount(
      balances: ["USDT": "10000", "BTC": "1"].amounts, keys: [SimKey(AccountClient.key, secret: AccountClient.secret)])
  ]

  /// Runs a venue with the account around the body.
  static func run(
    market: any MarketRecord = SeededMarket(seed: 7, pairs: ["BTC/USDT", "ETH/USDT"].compactMap(Pair.init)),
    accounts: [SimAccount] = AccountClient.accounts, faults: FaultPlan = .none,
    body: (AccountClient) async throws -> Void
  ) async throws {
    try await VenueHarness.run(market: market, faults: faults, accounts: accounts) { venue in
      try await body(AccountClient(venue: venue))
    }
  }

  static func signature(of payload: String, secret: String = AccountClient.secret) -> String {
    HMAC<SHA256>.authenticationCode(for: Array(payload.utf8), using: SymmetricKey(data: Array(secret.utf8)))
      .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  /// The venue's time in milliseconds.
  func now() async throws -> Int64 { try await venue.get("/sim/time").json["now"]?.int64 ?? 0 }

  /// Sends a request: `POST order symbol=BTCUSDT&side=BUY`.
  func send(_ method: String, _ path: String, _ query: String = "") async throws -> VenueHarness.Answer {
    let payload = "\(query.isEmpty ? "" : query + "&")timestamp=\(try await now())"
    let target =
      "\(path.hasPrefix("/") ? path : "/api/v3/" + path)?\(payload)"
      + "&signature=\(Self.signature(of: payload, secret: secret))"
    return try await venue.get(target, method: method, headers: ["X-MBX-APIKEY": apiKey])
  }

  /// Sends a request that is to succeed, and returns its answer.
  @discardableResult
  func ask(_ method: String, _ path: String, _ query: String = "") async throws -> Node {
    let answer = try await send(method, path, query)
    #expect(answer.status == 200, "\(method) \(path) \(query): \(answer.text)")
    return try answer.json
  }

  /// Sends a request that is to be refused, and returns its code and text.
  func refusal(_ method: String, _ path: String, _ query: String = "") async throws -> String {
    let answer = try await send(method, path, query)
    return "\(answer.status) \(try answer.json["code"]?.int64 ?? 0) \(try answer.json["msg"]?.string ?? "")"
  }

  /// What is free and locked of an asset, such as `9000.00000000 + 1000.00000000`.
  func balance(_ asset: String) async throws -> String {
    let rows = try await ask("GET", "account")["balances"]?.array ?? []
    let row = rows.first { $0["asset"]?.string == asset }
    return "\(row?["free"]?.string ?? "nothing") + \(row?["locked"]?.string ?? "nothing")"
  }

  /// The best prices: bid and ask.
  func quote(_ symbol: String = "BTCUSDT") async throws -> (bid: Fixed, ask: Fixed) {
    let book = try await venue.get("/api/v3/ticker/bookTicker?symbol=\(symbol)").json
    return (
      try #require(Fixed(book["bidPrice"]?.string ?? "")), try #require(Fixed(book["askPrice"]?.string ?? ""))
    )
  }

  /// A request to the WebSocket API with key and signature.
  func signed(_ method: String, id: String, _ parameters: [String: String] = [:]) async throws -> String {
    var parameters = parameters
    parameters["apiKey"] = apiKey
    parameters["timestamp"] = String(try await now())
    let payload = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
    parameters["signature"] = Self.signature(of: payload, secret: secret)
    let members = parameters.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }
    return "{\"id\":\"\(id)\",\"method\":\"\(method)\",\"params\":{\(members.joined(separator: ","))}}"
  }
}

extension [String: String] {
  /// Amounts by asset.
  var amounts: [Asset: Fixed] {
    var amounts: [Asset: Fixed] = [:]
    for (name, text) in self {
      if let asset = Asset(name), let amount = Fixed(text) { amounts[asset] = amount }
    }
    return amounts
  }
}
