// SPDX-License-Identifier: Apache-2.0

import Ports
import Synchronization
import Testing
import TradingModel

@testable import BinanceExchange
@testable import TestKit

private let position = """
  {"subscriptionId":0,"event":{"e":"outboundAccountPosition","E":1,"u":1,"B":[{"a":"BTC","f":"1","l":"0.5"},\
  {"a":"USDT","f":"7","l":"0"}]}}
  """

@Suite(.timeLimit(.minutes(5))) struct AccountStreamTests {
  @Test func `logs on and subscribes with an Ed25519 key`() async throws {
    try await AccountStage.run(.ed25519) { stage in
      let names = stage.venue.asked.map(\.name).filter { !$0.hasPrefix("GET") }
      #expect(names == ["session.logon", "userDataStream.subscribe"])
      #expect(stage.account.isConnected)
    }
  }

  @Test func `subscribes with a signature with an HMAC key`() async throws {
    try await AccountStage.run(.hmac) { stage in
      let names = stage.venue.asked.map(\.name).filter { !$0.hasPrefix("GET") }
      #expect(names == ["userDataStream.subscribe.signature"])
    }
  }

  @Test func `hands on what happens, in order`() async throws {
    try await AccountStage.run { stage in
      for text in [
        orderEvent().replacing("BTCUSDT", with: "ETHUSDT"),
        orderEvent("TRADE", status: "PARTIALLY_FILLED", symbol: "ETHUSDT", filled: "0.2", trade: "77"), position,
        #"{"subscriptionId":0,"event":{"e":"balanceUpdate","E":1,"a":"BTC","d":"-0.25","T":1}}"#,
        #"{"subscriptionId":0,"event":{"e":"externalLockUpdate","E":1,"a":"BTC","d":"1","T":1}}"#,
        #"{"subscriptionId":0,"event":{"e":"brandNew","E":1}}"#,
        orderEvent("EXPIRED", status: "EXPIRED", symbol: "ETHUSDT"),
      ] {
        stage.venue.send(text)
      }
      await stage.sink.recorder.until("order", count: 3)
      #expect(
        stage.seen == [
          "connected", "order \(orderID) ETH/USDT open 0",
          "order \(orderID) ETH/USDT partiallyFilled 0.2 fill 77 0.001 BNB true",
          "balances BTC 1+0.5,USDT 7+0", "moved BTC -0.25", "moved BTC 0", "order \(orderID) ETH/USDT expired 0",
        ])
    }
  }

  @Test(arguments: AccountStage.Key.allCases)
  func `subscribes anew whenever it connects anew`(key: AccountStage.Key) async throws {
    try await AccountStage.run(key) { stage in
      for count in 2...4 {
        stage.venue.cut()
        await stage.sink.recorder.until("disconnected", count: count - 1)
        #expect(!stage.account.isConnected)
        await stage.reconnect(count: count)
      }
      let subscriptions = stage.venue.asked.filter { $0.name.hasPrefix("userDataStream") }
      #expect(subscriptions.count == 4)
      stage.venue.send(orderEvent(symbol: "ETHUSDT"))
      await stage.sink.recorder.until("order")
    }
  }

  @Test func `is not connected before the subscription is acknowledged`() async throws {
    let prepare: (AccountVenue) -> Void = { venue in
      venue.script(
        "userDataStream.subscribe.signature", .error(status: 400, code: -2015, "Invalid API-key"),
        .after([orderEvent(symbol: "ETHUSDT")], #"{"subscriptionId":0}"#))
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      let venue = AccountVenue()
      prepare(venue)
      try await venue.run { endpoints in
        let manual = ManualTime()
        let rest = BinanceREST(endpoints, time: manual.time, wall: { Instant(milliseconds: 1_700_000_010_000) })
        let signer = Signer(
          try AccountStage.Key.hmac.credentials, grant: LiveGrant(account: .default, reason: "a test"))
        let account = BinanceAccount(
          signer, rest: rest, clock: TestClock(), log: silentLog, time: manual.time, random: { 0 })
        let sink = RecordingSink()
        group.addTask { await account.run(sink) }
        await sink.recorder.until("disconnected")
        let refusal = "disconnected userDataStream.subscribe.signature refused: -2015 Invalid API-key"
        #expect(sink.recorder.seen == [refusal])
        await manual.untilSleeping { $0 == .milliseconds(500) }
        manual.advance(by: .milliseconds(500))
        await sink.recorder.until("connected")
        #expect(sink.recorder.seen.count == 2, "what came before belongs to no subscription")
        group.cancelAll()
        try await group.waitForAll()
      }
    }
  }

  @Test func `reconnects at once when the server is about to go`() async throws {
    try await AccountStage.run { stage in
      stage.venue.send(#"{"event":{"e":"serverShutdown","E":1}}"#)
      stage.venue.send(position)
      await stage.sink.recorder.until("balances")
      await stage.manual.untilSleeping { $0 == ApiConnection.tick }
      stage.manual.advance(by: ApiConnection.tick)
      await stage.sink.recorder.until("connected", count: 2)
      #expect(stage.seen.contains("disconnected the server is shutting down"))
    }
  }

  @Test func `lets what is under way be answered before it goes`() async throws {
    try await AccountStage.run { stage in
      stage.venue.script("order.status", .silence)
      async let lookup = stage.account.order(orderID, of: tradedPair)
      await stage.venue.until("order.status")
      stage.venue.send(#"{"event":{"e":"serverShutdown","E":1}}"#)
      stage.venue.send(position)
      await stage.sink.recorder.until("balances")
      await stage.manual.untilSleeping { $0 == ApiConnection.tick }
      stage.manual.advance(by: ApiConnection.tick)
      await stage.manual.untilSleeping { $0 == .milliseconds(50) }
      #expect(!stage.account.isConnected)
      let id = try #require(stage.venue.asked.last { $0.name == "order.status" }?.text.split(separator: ",").first)
      stage.venue.send("\(id),\"status\":200,\"result\":\(orderAnswer())}")
      guard case .found = await lookup else {
        Issue.record("the answer came in time")
        return
      }
    }
  }

  @Test(arguments: [
    (#"{"subscriptionId":0,"event":{"e":"eventStreamTerminated","E":1}}"#, "the venue ended the subscription"),
    (#"{"subscriptionId":0,"event":{"e":"executionReport","E":1}}"#, "a message can't be read"),
    ("{", "a message can't be read"),
    (#"{"id":null,"status":401,"error":{"code":-2015,"msg":"revoked"}}"#, "the venue refuses the connection"),
  ])
  func `begins anew where something can't be trusted any more`(text: String, reason: String) async throws {
    try await AccountStage.run { stage in
      stage.venue.send(text)
      await stage.sink.recorder.until("disconnected \(reason)")
      await stage.reconnect(count: 2)
    }
  }

  @Test func `asks for the venue's pairs when an order of an unknown one comes`() async throws {
    try await AccountStage.run { stage in
      #expect(stage.venue.count("GET /api/v3/exchangeInfo") == 1)
      stage.venue.send(orderEvent(symbol: "NEWUSDT"))
      await stage.sink.recorder.until("disconnected an order of the symbol NEWUSDT")
      await stage.reconnect(count: 2)
      #expect(stage.venue.count("GET /api/v3/exchangeInfo") == 2)
      // The venue does not list it: it is left alone from now on.
      stage.venue.send(orderEvent(symbol: "NEWUSDT"))
      stage.venue.send(position)
      await stage.sink.recorder.until("balances")
      #expect(stage.account.isConnected)
    }
  }

  @Test(arguments: [true, false])
  func `gives a connection up on which nothing comes any more`(isSilent: Bool) async throws {
    try await AccountStage.run { stage in
      stage.venue.script("order.status", .silence)
      await stage.manual.untilSleeping { $0 == ApiConnection.tick }
      stage.manual.advance(by: .milliseconds(10))
      async let lookup = stage.account.order(orderID, of: tradedPair)
      await stage.venue.until("order.status")
      if !isSilent {
        stage.manual.advance(by: .milliseconds(10))
        stage.venue.send(position)
        await stage.sink.recorder.until("balances")
      }
      await stage.manual.untilSleeping { $0 == ApiConnection.tick }
      stage.manual.advance(by: .seconds(12))
      #expect(await lookup == .failed(reason: "no answer within 11.0 seconds"))
      if isSilent {
        await stage.sink.recorder.until("disconnected silent although it stands")
      } else {
        #expect(stage.account.isConnected)
      }
    }
  }

  @Test func `replaces a connection before the venue ends it`() async throws {
    try await AccountStage.run { stage in
      await stage.manual.untilSleeping { $0 == ApiConnection.tick }
      stage.manual.advance(by: ApiConnection.ageMax)
      await stage.sink.recorder.until("connected", count: 2)
      #expect(stage.seen == ["connected", "disconnected replaced before the venue ends it", "connected"])
    }
  }

  @Test func `corrects the clock when a subscription is refused for its time`() async throws {
    try await AccountStage.run(
      prepare: { venue in
        venue.script(
          "userDataStream.subscribe.signature", .error(status: 400, code: -1021, "Timestamp"),
          .result(#"{"subscriptionId":0}"#))
      },
      { stage in
        #expect(stage.clock.corrections.withLock { $0 } == 1)
        #expect(stage.seen == ["connected"])
      })
  }
}
