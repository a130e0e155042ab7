// SPDX-License-Identifier: Apache-2.0

import BotModel
import Ledger
import Testing
import TradingModel

@testable import TestKit

@Suite struct AccountLedgerTests {
  private let usdt = Asset("USDT")!
  private let bitcoin = Asset("BTC")!
  private let time = Instant("2026-11-20T12:00:00Z")!

  @Test func `what no bot owns is external, and the parts add up to the venue's balance`() throws {
    var ledger = AccountLedger()
    ledger.set(holdings(cash: 600, reserved: 100), of: BotNumber(1))
    ledger.set(holdings(cash: 150, bitcoin: "0.5"), of: BotNumber(2))
    #expect(ledger.ownership(of: usdt) == nil)
    ledger.take(balances(["USDT": ("900", "100"), "BTC": ("0.75", "0")]))
    let ownership = try #require(ledger.ownership(of: usdt))
    #expect(ownership.total == 1000)
    #expect(ownership.bots[BotNumber(1)]?.owned == 600)
    #expect(ownership.bots[BotNumber(1)]?.reserved == 100)
    #expect(ownership.external == 250)
    #expect(ownership.missing == 0)
    #expect(ledger.external(bitcoin) == Fixed("0.25"))
    #expect(ledger.assets == [bitcoin, usdt])
  }

  @Test func `what a person brings or takes is external`() {
    var ledger = AccountLedger()
    ledger.set(holdings(cash: 600), of: BotNumber(1))
    ledger.take(balances(["USDT": ("1000", "0")]))
    ledger.take([usdt: Balance(free: 700)], at: time.advanced(byMilliseconds: 1))
    #expect(ledger.external(usdt) == 100)
    let hasChanged = ledger.judge(at: time.advanced(byMilliseconds: 60_000))
    #expect(!hasChanged)
    #expect(ledger.shortfalls.isEmpty)
  }

  @Test func `what bots own beyond what is there is missing once two looks apart say so, and until it is back`() {
    var ledger = AccountLedger()
    ledger.set(holdings(cash: 600), of: BotNumber(1))
    ledger.take(balances(["USDT": ("590", "0")]))
    func judge(after milliseconds: Int64) -> Bool { ledger.judge(at: time.advanced(byMilliseconds: milliseconds)) }
    #expect([judge(after: 0), judge(after: 4_999)] == [false, false])
    #expect(ledger.ownership(of: usdt)?.missing == 10)
    #expect([judge(after: 5_000), judge(after: 6_000)] == [true, false])
    #expect(ledger.shortfalls == [usdt: 10])
    ledger.take([usdt: Balance(free: 600)], at: time.advanced(byMilliseconds: 7_000))
    #expect([judge(after: 8_000), judge(after: 9_000)] == [true, false])
    #expect(ledger.shortfalls.isEmpty)
  }

  @Test func `a difference that is gone at the next look was none`() {
    var ledger = AccountLedger()
    ledger.set(holdings(cash: 600), of: BotNumber(1))
    ledger.take(balances(["USDT": ("500", "0")]))
    _ = ledger.judge(at: time)
    ledger.set(holdings(cash: 500, bitcoin: "1"), of: BotNumber(1))
    ledger.take([bitcoin: Balance(free: 1)], at: time)
    _ = ledger.judge(at: time.advanced(byMilliseconds: 5_000))
    ledger.take([usdt: Balance(free: 499)], at: time.advanced(byMilliseconds: 5_001))
    let hasChanged = ledger.judge(at: time.advanced(byMilliseconds: 6_000))
    #expect(!hasChanged)
  }

  @Test func `a balance that is older than what is known is left out`() {
    var ledger = AccountLedger()
    ledger.take([usdt: Balance(free: 1)], at: time)
    #expect(ledger.balances == nil)
    ledger.take(balances(["USDT": ("1000", "0")]))
    ledger.take([usdt: Balance(free: 5)], at: time.advanced(byMilliseconds: -1))
    #expect(ledger.external(usdt) == 1000)
  }

  @Test func `dust is nobody's to sell, and is not external`() {
    var ledger = AccountLedger()
    ledger.set(
      BotHoldings(
        currency: usdt, cash: 10, reservedCash: .zero, trades: [], orders: [], dust: [bitcoin: Fixed("0.000001")!]),
      of: BotNumber(1))
    ledger.take(balances(["USDT": ("10", "0"), "BTC": ("0.000003", "0")]))
    #expect(ledger.ownership(of: bitcoin)?.dust == Fixed("0.000001"))
    #expect(ledger.external(bitcoin) == Fixed("0.000002"))
  }

  @Test(arguments: 0..<200)
  func `whatever bots do and the venue says, the parts add up`(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    var ledger = AccountLedger()
    var now = time
    var owned: [BotNumber: BotHoldings] = [:]
    for _ in 0..<60 {
      now = now.advanced(byMilliseconds: Int64.random(in: 0...4_000, using: &random))
      let bot = BotNumber(Int64.random(in: 1...4, using: &random))
      switch Int.random(in: 0..<5, using: &random) {
      case 0: ledger.take(balances(["USDT": ("\(Int.random(in: 0...3000, using: &random))", "7")]))
      case 1:
        ledger.take(
          [bitcoin: Balance(free: Fixed(units: Int128.random(in: 0...3_000_000_000_000, using: &random)))], at: now)
      case 2:
        owned[bot] = BotHoldings()
        ledger.set(BotHoldings(), of: bot)
      default:
        let holdings = holdings(
          cash: Money(Fixed(integerLiteral: Int.random(in: 0...900, using: &random))),
          bitcoin: "\(Int.random(in: 0...2, using: &random)).5")
        owned[bot] = holdings
        ledger.set(holdings, of: bot)
      }
      _ = ledger.judge(at: now)
      for asset in [usdt, bitcoin] {
        guard let ownership = ledger.ownership(of: asset) else { continue }
        let bots = owned.values.reduce(Fixed.zero) { $0 + ($1.owned[asset] ?? .zero) }
        #expect(ownership.bots.values.reduce(Fixed.zero) { $0 + $1.owned } == bots)
        #expect(bots + ownership.dust + ownership.external == ownership.total + ownership.missing)
        #expect(ownership.external == 0 || ownership.missing == 0)
        #expect(ledger.shortfalls[asset].map { $0 == ownership.missing } ?? true)
      }
    }
  }

  private func holdings(cash: Money, reserved: Money = 0, bitcoin held: String? = nil) -> BotHoldings {
    let trades = held.map { held in
      [
        Trade(
          id: TradeID(1), pair: Pair("BTC/USDT")!, enterTag: "", openedAt: time,
          entered: Trade.Turnover(quantity: Quantity(Fixed(held)!), cost: 1, fee: 0), highestPrice: 1, lowestPrice: 1)
      ]
    }
    return BotHoldings(
      currency: usdt, cash: cash, reservedCash: reserved, trades: trades ?? [], orders: [], dust: [:])
  }

  private func balances(_ texts: [String: (free: String, locked: String)]) -> AccountBalances {
    AccountBalances(
      assets: Dictionary(
        uniqueKeysWithValues: texts.map {
          (Asset($0.key)!, Balance(free: Fixed($0.value.free)!, locked: Fixed($0.value.locked)!))
        }),
      time: time, canTrade: true)
  }
}
