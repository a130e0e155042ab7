// SPDX-License-Identifier: Apache-2.0
import Documents
import Foundation
import Testing

/// A live bot from the first command to the last, through the real binaries and sockets.
@Suite(.timeLimit(.minutes(5))) struct `Live trading` {
  private static let hmac = (key: "Kq7hmacKeyOfTheTestItself", secret: "S3hmacSecretOfTheTestItself")
  private static let ed25519Key = "Kq7ed25519KeyOfTheTestItself"
  /// A pair that `openssl genpkey -algorithm ed25519` made for this test.
  private static let privateKey = "MC4CAQAwBQYDK2VwBCIEICo3szl2iC79qjQJzTafni3RpIR7Me0n4mO4q/1BakyL"
  private static let publicKey = "MCowBQYDK2VwAyEAmx9Bao42eYhGJxsS0HMBtMGP21RdEM4teXjTc8R66PE="

  private static func pem(_ kind: String, _ body: String) -> String {
    "-----BEGIN \(kind) KEY-----\n\(body)\n-----END \(kind) KEY-----\n"
  }

  private func venue(_ folder: Folder, _ arguments: [String]) async throws -> Venue {
    try await Venue(
      ["--speed", "5", "--pairs", "BTC/USDT,ETH/USDT", "--balance", "USDT=1000"] + arguments, in: folder)
  }

  private func server(_ venue: Venue, _ folder: Folder, _ more: [String: String] = [:]) async throws -> Server {
    try await Server(
      at: venue, in: folder,
      [
        "BOTD_ALLOW_LIVE": "true", "BINANCE_API_KEY": Self.hmac.key, "BINANCE_API_SECRET": Self.hmac.secret,
        "BOTD_LOG_LEVEL": "trace",
      ].merging(more) { $1 })
  }

  private static let bot: Node = [
    "name": "real", "mode": "live_spot", "strategy": "rsi-mean-reversion", "timeframe": "1m",
    "strategy_parameters": ["period": 14, "oversold": 1, "overbought": 99], "pairs": ["BTC/USDT"],
    "stake_amount": "100", "available_capital": "400",
  ]

  private func buyAndSell(_ server: Server) async throws {
    let start: Node = ["confirm_live": "real", "reason": "the test of live trading"]
    try await server.perform("start", on: "real", start)
    try await server.wait(for: ["real"], toBe: "running")
    for (verb, side) in [("enter", "buy"), ("exit", "sell")] {
      _ = try await server.client.poll("/api/v1/markets?limit=500", for: "a price") { answer in
        answer.node["items"]?.array?.first { $0["pair"] == "BTC/USDT" }?["last_price"]?.string
      }
      let answer = try await server.client.post("/api/v1/bots/real/\(verb)", ["pair": "BTC/USDT"])
      try #require(answer.status == 200, "\(answer.text)")
      try await server.client.poll("/api/v1/bots/real/orders", for: "the order to \(side) is filled") { answer in
        let order = answer.node["items"]?[0]
        return order?["side"]?.string == side && order?["status"]?.string == "filled" ? () : nil
      }
    }
  }

  private func expectAgreement(_ server: Server, _ venue: Venue) async throws {
    var faults: [String] = []
    try? await Poll.until("both sides agree", within: .seconds(30)) { _ in
      var audit = try await AccountAudit(server.client, venue.client)
      faults = audit.isSettled ? audit.faults(external: ["USDT": "600"]) : ["not settled"]
      return faults.isEmpty
    }
    #expect(faults.isEmpty, "\(faults)")
  }

  @Test func `buys and sells with an HMAC key, signs nothing before, and keeps its secrets`() async throws {
    let folder = try Folder()
    let venue = try await venue(folder, ["--api-key", Self.hmac.key, "--api-secret", Self.hmac.secret])
    let server = try await server(venue, folder)
    try await server.create(["name": "paper", "strategy": "ema-crossover", "pairs": ["BTC/USDT"], "timeframe": "1m"])
    try await server.perform("start", on: "paper")
    try await server.wait(for: ["paper"], toBe: "running")
    #expect(try await server.metric("botyard_signed_requests_total") == 0)
    try await server.create(Self.bot)
    try await buyAndSell(server)
    #expect(try await server.metric("botyard_signed_requests_total") > 0)
    try await expectAgreement(server, venue)
    let refused = try await server.client.post("/api/v1/bots/real/enter", ["pair": "XXX/USDT"])
    var told = [server.output, refused.text, try await server.client.get("/metrics").text]
    for path in [
      "bots", "bots/real", "bots/real/orders", "bots/real/logs", "accounts", "accounts/default", "audit", "status",
    ] {
      told.append(try await server.client.get("/api/v1/\(path)").text)
    }
    told.append(try await server.client.events(types: "bot,order,trade,log").map { "\($0)" }.joined())
    try await server.kill()
    for (path, bytes) in folder.contents(of: "data") {
      for secret in [Self.hmac.key, Self.hmac.secret] {
        #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(path) has a secret")
      }
    }
    for text in told {
      #expect(!text.contains(Self.hmac.key) && !text.contains(Self.hmac.secret), "a secret is told: \(text)")
    }
  }

  @Test func `buys and sells with an Ed25519 key`() async throws {
    let folder = try Folder()
    try folder.write(Self.pem("PRIVATE", Self.privateKey), to: "private.pem")
    try folder.write(Self.pem("PUBLIC", Self.publicKey), to: "public.pem")
    let venue = try await venue(
      folder, ["--api-key", Self.ed25519Key, "--api-public-key", folder.path("public.pem")])
    let server = try await server(
      venue, folder,
      [
        "BINANCE_API_KEY": Self.ed25519Key, "BINANCE_API_SECRET": "",
        "BINANCE_API_PRIVATE_KEY_FILE": folder.path("private.pem"),
      ])
    try await server.create(Self.bot)
    try await buyAndSell(server)
    try await expectAgreement(server, venue)
    #expect(!server.output.contains(Self.ed25519Key) && !server.output.contains(Self.privateKey))
  }

  @Test func `what somebody else does on the account is external, and what they take is missing`() async throws {
    let folder = try Folder()
    let venue = try await venue(folder, ["--api-key", Self.hmac.key, "--api-secret", Self.hmac.secret])
    let server = try await server(venue, folder)
    try await server.create(Self.bot)
    try await buyAndSell(server)
    _ = try await venue.client.post("/sim/balances", ["account": "default", "deposit": ["USDT": "500"]])
    try await server.client.poll("/api/v1/accounts/default", for: "the deposit is external") { answer in
      answer.node["balances"]?.array?.first { $0["asset"] == "USDT" }?["external"]?.string == "1100" ? () : nil
    }
    _ = try await venue.client.post("/sim/balances", ["account": "default", "withdraw": ["USDT": "1200"]])
    try await server.client.poll("/api/v1/bots/real", for: "entries are held") { answer in
      let conditions = answer.node["conditions"]?.array ?? []
      return conditions.contains { $0["type"] == "Orders" && $0["message"]?.string?.contains("USDT more than") == true }
        ? () : nil
    }
    let answer = try await server.client.post("/api/v1/bots/real/enter", ["pair": "BTC/USDT"])
    #expect(answer.status == 409)
    #expect(answer.text.contains("more than there is on the account"))
  }
}
