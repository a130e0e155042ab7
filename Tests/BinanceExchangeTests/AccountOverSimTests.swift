// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import MarketData
import Ports
import Testing
import TradingModel

@testable import BinanceExchange

/// The adapter against `botsim`: two halves of one protocol, written apart.
@Suite(.timeLimit(.minutes(5))) struct AccountOverSimTests {
  private static let usdt = Asset("USDT")!
  private static let btc = Asset("BTC")!

  @Test(arguments: AccountStage.Key.allCases, [true, false])
  func `places, finds, cancels and counts on an account`(key: AccountStage.Key, isConnected: Bool) async throws {
    try await SimStage.run(key, isConnected: isConnected) { stage in
      let account = stage.account
      #expect(account.isConnected == isConnected)
      #expect(try await account.balances().assets[Self.usdt]?.free == 10_000)
      let price = try await stage.price()
      let low = Price(try price.shifted(by: Ratio(Fixed("-0.05")!), rounding: .down).value.rounded(places: 2, .down))
      // One that rests, is found, and is taken back.
      guard
        case .accepted(let resting, []) = await account.place(
          SimStage.order(.limit(low), .buy, "0.01"), as: SimStage.id(1), gate: .open)
      else {
        Issue.record("not accepted")
        return
      }
      #expect(resting.status == .open)
      let open = try await account.openOrders()
      #expect(open.map(\.clientOrderID) == [SimStage.id(1).description])
      #expect(await account.order(SimStage.id(1), of: tradedPair) == .found(resting))
      #expect(await account.order(SimStage.id(9), of: tradedPair) == .notFound)
      guard case .canceled(let canceled) = await account.cancel(SimStage.id(1), of: tradedPair) else {
        Issue.record("not cancelled")
        return
      }
      #expect(canceled.clientOrderID == SimStage.id(1).description)
      #expect(canceled.status == .canceled)
      guard case .notOpen = await account.cancel(SimStage.id(1), of: tradedPair) else {
        Issue.record("it is not open any more")
        return
      }
      // One that is filled at once.
      guard
        case .accepted(let filled, let fills) = await account.place(
          SimStage.order(.market, .sell, "0.02"), as: SimStage.id(2), gate: .open)
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
      guard case .refused = await account.place(SimStage.order(.market, .sell, "5"), as: SimStage.id(3), gate: .open)
      else {
        Issue.record("there are no five bitcoins")
        return
      }
    }
  }

  @Test(arguments: [OrderKind.stopLoss(trigger: .zero), .takeProfit(trigger: .zero)])
  func `lets a position's protection rest at the venue`(kind: OrderKind) async throws {
    try await SimStage.run(.ed25519, isConnected: true) { stage in
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
          SimStage.order(kind, .sell, "0.01"), as: SimStage.id(Int64(number)), gate: .open)
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
    try await SimStage.run(key, isConnected: true) { stage in
      _ = await stage.account.place(SimStage.order(.market, .buy, "0.01"), as: SimStage.id(1), gate: .open)
      await stage.sink.recorder.until("balances")
      try await stage.post("/sim/balances", #"{"deposit":{"USDT":"500"}}"#)
      await stage.sink.recorder.until("moved USDT 500")
      let seen = stage.sink.recorder.seen
      #expect(seen.first == "connected")
      let name = "order \(SimStage.id(1)) BTC/USDT"
      let order = seen.filter { $0.hasPrefix(name) }
      #expect(order.first == "\(name) open 0")
      #expect(order.last?.hasPrefix("\(name) filled 0.01 fill ") == true)
      let balances = try #require(seen.firstIndex { $0.hasPrefix("balances") })
      #expect(seen.lastIndex { $0.hasPrefix(name) }.map { $0 < balances } == true)
    }
  }

  @Test func `is told what its key may do`() async throws {
    try await SimStage.run(.hmac, isConnected: true) { stage in
      let restrictions = try #require(try await stage.account.restrictions())
      #expect(restrictions.maySpotTrade)
      #expect(restrictions.transferRights == [])
      #expect(try await stage.account.commission(of: tradedPair).standard.taker == Ratio(Fixed("0.001")!))
    }
  }

  @Test(arguments: AccountStage.Key.allCases, [true, false])
  func `writes lists, replacements and amendments as the venue reads them`(
    key: AccountStage.Key, isConnected: Bool
  ) async throws {
    try await SimStage.run(key, isConnected: isConnected) { stage in
      let price = try await stage.price()
      func moved(_ by: String) throws -> Price {
        Price(try price.shifted(by: Ratio(Fixed(by)!), rounding: .down).value.rounded(places: 2, .down))
      }
      func ask<Answer>(
        _ request: AccountRequest, _ decode: (RawSpan, AnswerPlace) throws(WireError) -> Answer
      ) async throws -> Answer {
        let departure = BinanceAccount.Departure(gate: .open, isExit: true)
        let reply = await stage.account.ask(request, .exits, departure: departure)
        guard case .answered(let answer) = reply, answer.error == nil else {
          throw VenueFailure("\(request.path ?? ""): \(reply)")
        }
        return try answer.read(decode)
      }
      func list(_ request: AccountRequest) async throws -> OrderListReport {
        try await ask(request, AccountAnswers.list)
      }
      func leg(_ kind: VenueOrder.Kind, _ id: String, _ price: Price?, _ stop: Price?) -> ListLeg {
        ListLeg(kind, as: id, price: price, stopPrice: stop, strategyID: 7, strategyType: 1_000_003)
      }
      let exit = OneCancelsOther(
        pair: tradedPair, side: .sell, quantity: Quantity(Fixed("0.01")!),
        above: leg(.limitMaker, "a", try moved("0.05"), nil),
        below: leg(.stopLossLimit, "b", try moved("-0.06"), try moved("-0.05")))
      let oco = try await list(.placing(exit, as: "oco", selfTradePrevention: .expireMaker))
      #expect(oco.contingency == "OCO")
      #expect(Set(oco.reports.map(\.clientOrderID)) == ["a", "b"])
      #expect(try await list(.list(.client("oco"))).members.count == 2)
      #expect(try await list(.cancelingList(.exchange(oco.listID), of: tradedPair)).orderStatus == "ALL_DONE")
      // An entry that brings its own protection.
      var entry = VenueOrder(
        pair: tradedPair, side: .buy, kind: .limit, amount: .base(Quantity(Fixed("0.01")!)), price: try moved("-0.05"))
      var later = exit
      (later.above.clientOrderID, later.below.clientOrderID) = ("pa", "pb")
      let otoco = try await list(.placing(NewOrder(entry, as: "w"), then: later, as: "otoco"))
      #expect(otoco.members.count == 3)
      // Another price, then a smaller amount.
      _ = try await list(.cancelingList(.client("otoco"), of: tradedPair))
      _ = try await ask(.placing(NewOrder(entry, as: "first")), AccountAnswers.order)
      entry.price = try moved("-0.04")
      let replaced = try await ask(
        .replacing(.client("first"), by: NewOrder(entry, as: "second")), AccountAnswers.replaced)
      guard case .done(let canceled) = replaced.cancel, case .done(let placed) = replaced.placement else {
        Issue.record("\(replaced)")
        return
      }
      #expect((canceled.ownClientOrderID, placed.ownClientOrderID) == ("first", "second"))
      let amended = try await ask(
        .amending(.client("second"), of: tradedPair, to: Quantity(Fixed("0.005")!), as: "third")
      ) { (body, place) throws(WireError) in try AccountAnswers.amended(body, at: place) }
      #expect(amended.quantity == Quantity(Fixed("0.005")!))
      #expect(amended.clientOrderID == "third")
      let all = try await ask(.allOrders(of: tradedPair), AccountAnswers.orders)
      #expect(all.count == 7)
    }
  }
}
