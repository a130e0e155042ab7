// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Documents
import ExchangeModel
import Foundation
import MarketData
import NIOCore
import NIOHTTP1
import Ports
import ServiceLifecycle
import SimServer
import Testing
import TradingModel

@testable import BinanceExchange
@testable import RiskRules

/// An account at `botsim`, whose time stands still.
struct SimStage {
  private static let start = Instant("2026-03-04T05:06:30Z") ?? .epoch

  let account: BinanceAccount
  let rest: BinanceREST
  let sink: RecordingSink
  let address: String

  func price() async throws -> Price {
    try #require(try await rest.book(of: tradedPair, limit: 5, lane: .account).depth.bids.first).price
  }

  func post(_ path: String, _ body: String) async throws {
    var request = HTTPClientRequest(url: "http://\(address)\(path)")
    request.method = .POST
    request.body = .bytes(ByteBuffer(string: body))
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
    #expect(response.status == .ok)
  }

  /// Everything that the venue knows of the account.
  func truth() async throws -> Node {
    let request = HTTPClientRequest(url: "http://\(address)/sim/accounts?account=default")
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
    let bytes = try await response.body.collect(upTo: 1 << 24)
    return try #require(try JSONParser().parse(String(buffer: bytes))["accounts"]?[0])
  }

  private static func simKey(_ key: AccountStage.Key) throws -> SimKey {
    switch key {
    case .hmac: return SimKey(AccountVenue.apiKey, secret: AccountVenue.secret)
    case .ed25519:
      let bytes = Ed25519Vector.bytes("302a300506032b6570032100") + Ed25519Vector.publicKey
      let pem = "-----BEGIN PUBLIC KEY-----\n\(Data(bytes).base64EncodedString())\n-----END PUBLIC KEY-----\n"
      return try #require(SimKey(AccountVenue.apiKey, publicKey: pem))
    }
  }

  /// Runs a venue whose time stands still, with an account of 10,000 USDT and a bitcoin.
  static func run(
    _ key: AccountStage.Key, isConnected: Bool, faults: Node = [],
    _ body: @escaping @Sendable (SimStage) async throws -> Void
  ) async throws {
    let owner = SimAccount(balances: [Asset("USDT")!: 10_000, Asset("BTC")!: 1], keys: [try simKey(key)])
    let server = SimServer(
      configuration: SimConfiguration(
        market: SeededMarket(seed: 7, pairs: [tradedPair]), start: start, anchor: start, isPaused: true,
        faults: try FaultPlan(script: faults, pairs: [tradedPair], seed: 3), accounts: [owner]),
      logger: silentLog)
    let services = ServiceGroup(
      configuration: .init(services: [server], gracefulShutdownSignals: [], logger: silentLog))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await services.run() }
      let address = "127.0.0.1:\(await server.waitForPort() ?? 0)"
      let rest = BinanceREST(
        try VenueEndpoints(
          of: .sim, restURL: "http://\(address)", streamURL: "ws://\(address)",
          webSocketAPIURL: "ws://\(address)/ws-api/v3"))
      let clock = SimVenueClock(rest: rest, log: silentLog)
      try await clock.refresh()
      let signer = Signer(try key.credentials, grant: LiveGrant(account: .default, reason: "a test"))
      let account = BinanceAccount(signer, rest: rest, clock: clock, log: silentLog)
      let stage = SimStage(account: account, rest: rest, sink: RecordingSink(), address: address)
      let running = isConnected ? Task { await account.run(stage.sink) } : nil
      if isConnected { await stage.sink.recorder.until("connected") }
      let outcome: Result<Void, any Error>
      do { outcome = .success(try await body(stage)) } catch { outcome = .failure(error) }
      running?.cancel()
      await running?.value
      await services.triggerGracefulShutdown()
      try await group.waitForAll()
      try outcome.get()
    }
  }

  static func id(_ sequence: Int64) -> ClientOrderID {
    ClientOrderID(epoch: 1, bot: BotNumber(7), sequence: sequence)
  }

  static func order(_ kind: OrderKind, _ side: Side, _ quantity: String) -> ApprovedOrder {
    ApprovedOrder(
      terms: OrderTerms(pair: tradedPair, side: side, kind: kind, quantity: Quantity(Fixed(quantity)!)),
      purpose: side == .buy ? .entry : .exit)
  }
}
