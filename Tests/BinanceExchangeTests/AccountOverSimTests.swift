// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import BinanceWire
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

/// The adapter against `botsim`: two halves of one protocol, written apart.
@Suite(.timeLimit(.minutes(5))) struct AccountOverSimTests {
  private static let start = Instant("2026-03-04T05:06:30Z") ?? .epoch
  private static let usdt = Asset("USDT")!
  private static let btc = Asset("BTC")!

  private struct Stage {
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
  private static func run(
    _ key: AccountStage.Key, isConnected: Bool, _ body: @escaping @Sendable (Stage) async throws -> Void
  ) async throws {
    let owner = SimAccount(balances: [usdt: 10_000, btc: 1], keys: [try simKey(key)])
    let server = SimServer(
      configuration: SimConfiguration(
        market: SeededMarket(seed: 7, pairs: [tradedPair]), start: start, anchor: start, isPaused: true,
        accounts: [owner]),
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
      let stage = Stage(account: account, rest: rest, sink: RecordingSink(), address: address)
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

  private static func id(_ sequence: Int64) -> ClientOrderID {
    ClientOrderID(epoch: 1, bot: BotNumber(7), sequence: sequence)
  }

  private static func order(_ kind: OrderKind, _ side: Side, _ quantity: String) -> ApprovedOrder {
    ApprovedOrder(
      terms: OrderTerms(pair: tradedPair, side: side, kind: kind, quantity: Quantity(Fixed(quantity)!)),
      purpose: side == .buy ? .entry : .exit)
  }

  @Test(arguments: AccountStage.Key.allCases, [true, false])
  func `places, finds, cancels and counts on an account`(key: AccountStage.Key, isConnected: Bool) async throws {
    try await Self.run(key, isConnected: isConnected) { stage in
      let account = stage.account
      #expect(account.isConnected == isConnected)
      #expect(try await account.balances().assets[Self.usdt]?.free == 10_000)
      let price = try await stage.price()
      let low = Price(try price.shifted(by: Ratio(Fixed("-0.05")!), rounding: .down).value.rounded(places: 2, .down))
      // One that rests, is found, and is taken back.
      guard
        case .accepted(let resting, []) = await account.place(
          Self.order(.limit(low), .buy, "0.01"), as: Self.id(1), gate: .open)
      else {
        Issue.record("not accepted")
        return
      }
      #expect(resting.status == .open)
      let open = try await account.openOrders()
      #expect(open.map(\.clientOrderID) == [Self.id(1).description])
      #expect(await account.order(Self.id(1), of: tradedPair) == .found(resting))
      #expect(await account.order(Self.id(9), of: tradedPair) == .notFound)
      guard case .canceled(let canceled) = await account.cancel(Self.id(1), of: tradedPair) else {
        Issue.record("not cancelled")
        return
      }
      #expect(canceled.clientOrderID == Self.id(1).description)
      #expect(canceled.status == .canceled)
      guard case .notOpen = await account.cancel(Self.id(1), of: tradedPair) else {
        Issue.record("it is not open any more")
        return
      }
      // One that is filled at once.
      guard
        case .accepted(let filled, let fills) = await account.place(
          Self.order(.market, .sell, "0.02"), as: Self.id(2), gate: .open)
      else {
        Issue.record("not accepted")
        return
      }
      #expect(filled.status == .filled)
      #expect(fills.reduce(Quantity.zero) { $0 + $1.quantity } == filled.filled)
      let told = try await account.fills(of: filled.exchangeOrderID, pair: tradedPair)
      #expect(told.map(\.id) == fills.map(\.id))
      #expect(told.map(\.commission) == fills.map(\.commission))
      let fees = fills.reduce(Fixed.zero) { $0 + $1.commission.amount }
      let balances = try await account.balances()
      #expect(balances.assets[Self.usdt]?.total == 10_000 + filled.cost.value - fees)
      #expect(balances.assets[Self.btc]?.total == Fixed("0.98")!)
      // What the venue refuses.
      guard case .refused = await account.place(Self.order(.market, .sell, "5"), as: Self.id(3), gate: .open) else {
        Issue.record("there are no five bitcoins")
        return
      }
    }
  }

  @Test(arguments: [OrderKind.stopLoss(trigger: .zero), .takeProfit(trigger: .zero)])
  func `lets a position's protection rest at the venue`(kind: OrderKind) async throws {
    try await Self.run(.ed25519, isConnected: true) { stage in
      let price = try await stage.price()
      func moved(_ by: String) throws -> Price {
        Price(try price.shifted(by: Ratio(Fixed(by)!), rounding: .down).value.rounded(places: 2, .down))
      }
      let kinds: [OrderKind] =
        if case .stopLoss = kind {
          [
            .stopLoss(trigger: try moved("-0.05")),
            .stopLossLimit(trigger: try moved("-0.05"), limit: try moved("-0.06")),
          ]
        } else {
          [
            .takeProfit(trigger: try moved("0.05")),
            .takeProfitLimit(trigger: try moved("0.05"), limit: try moved("0.04")), .limitMaker(try moved("0.05")),
          ]
        }
      for (number, kind) in kinds.enumerated() {
        let outcome = await stage.account.place(
          Self.order(kind, .sell, "0.01"), as: Self.id(Int64(number)), gate: .open)
        guard case .accepted(let state, []) = outcome else {
          Issue.record("\(kind): \(outcome)")
          continue
        }
        #expect(state.status == .open)
      }
      let open = try await stage.account.openOrders()
      #expect(open.count == kinds.count)
    }
  }

  @Test(arguments: AccountStage.Key.allCases)
  func `tells what happens, in order`(key: AccountStage.Key) async throws {
    try await Self.run(key, isConnected: true) { stage in
      _ = await stage.account.place(Self.order(.market, .buy, "0.01"), as: Self.id(1), gate: .open)
      await stage.sink.recorder.until("balances")
      try await stage.post("/sim/balances", #"{"deposit":{"USDT":"500"}}"#)
      await stage.sink.recorder.until("moved USDT 500")
      let seen = stage.sink.recorder.seen
      #expect(seen.first == "connected")
      let name = "order \(Self.id(1)) BTC/USDT"
      let order = seen.filter { $0.hasPrefix(name) }
      #expect(order.first == "\(name) open 0")
      #expect(order.last?.hasPrefix("\(name) filled 0.01 fill ") == true)
      let balances = try #require(seen.firstIndex { $0.hasPrefix("balances") })
      #expect(seen.lastIndex { $0.hasPrefix(name) }.map { $0 < balances } == true)
    }
  }

  @Test func `is told what its key may do`() async throws {
    try await Self.run(.hmac, isConnected: true) { stage in
      let restrictions = try #require(try await stage.account.restrictions())
      #expect(restrictions.maySpotTrade)
      #expect(restrictions.transferRights == [])
      #expect(try await stage.account.commission(of: tradedPair).standard.taker == Ratio(Fixed("0.001")!))
    }
  }
}
