// SPDX-License-Identifier: Apache-2.0

import BotModel
import Testing
public import TradingModel

@Suite struct BotStateTests {
  @Test(arguments: [
    (BotState.created, [BotAction.start: BotState.running]),
    (.running, [.start: .running, .pause: .paused, .resume: .running, .stop: .stopped]),
    (.paused, [.start: .running, .pause: .paused, .resume: .running, .stop: .stopped]),
    (.stopped, [.start: .running, .stop: .stopped]),
  ])
  func `each state allows its actions and no other`(state: BotState, allowed: [BotAction: BotState]) {
    for action in BotAction.allCases { #expect(state.after(action) == allowed[action], "\(state) \(action)") }
  }

  @Test func `a bot that is at work can't be deleted`() {
    #expect(BotState.allCases.filter(\.allowsDeletion) == [.created, .stopped])
    #expect(BotState.allCases.filter(\.isActive) == [.running, .paused])
  }
}

@Suite struct BotLedgerTests {
  private let noon = Instant("2026-11-20T12:00:00Z")!

  @Test func `buys, sales and fees move the cash`() {
    var ledger = BotLedger(initial: 1000, at: noon)
    ledger.book(.buy, cost: 100, fee: 1)
    #expect(ledger.cash == 899)
    ledger.book(.sell, cost: 120, fee: 2)
    #expect(ledger.cash == 1017)
    #expect(ledger.equity == 1000)
  }

  @Test func `a day's loss clears itself at midnight in UTC`() {
    var ledger = BotLedger(initial: 1000, at: noon)
    ledger.close(profit: -30, at: noon)
    ledger.close(profit: 10, at: noon.advanced(byMilliseconds: 43_199_999))
    #expect(ledger.loss(on: noon.day) == 20)
    let midnight = noon.advanced(byMilliseconds: 43_200_000)
    #expect(ledger.loss(on: midnight.day) == .zero)
    ledger.close(profit: -5, at: midnight)
    #expect(ledger.loss(on: midnight.day) == 5)
    #expect(ledger.realized == -25)
  }

  @Test func `a fill that comes late from yesterday leaves today's result alone`() {
    var ledger = BotLedger(initial: 1000, at: noon)
    ledger.close(profit: -30, at: noon)
    ledger.close(profit: -10, at: noon.advanced(byMilliseconds: -86_400_000))
    #expect(ledger.loss(on: noon.day) == 30)
    #expect(ledger.realized == -40)
  }

  @Test func `a gain is no loss`() {
    var ledger = BotLedger(initial: 1000, at: noon)
    ledger.close(profit: 30, at: noon)
    #expect(ledger.loss(on: noon.day) == .zero)
  }

  @Test func `the drawdown is measured from the peak until that is forgotten`() {
    var ledger = BotLedger(initial: 1000, at: noon)
    ledger.close(profit: 250, at: noon)
    ledger.close(profit: -125, at: noon)
    #expect(ledger.drawdown == Ratio(Fixed("0.1")!))
    ledger.close(profit: 25, at: noon)
    #expect(ledger.drawdown == Ratio(Fixed("0.08")!))
    ledger.beginAnew()
    #expect(ledger.drawdown == .zero)
    #expect(ledger.peakEquity == 1150)
  }
}

@Suite struct TradeTests {
  @Test func `profit is what would be left after both fees`() throws {
    let trade = Trade(
      id: TradeID(1), pair: Pair("BTC/USDT")!, enterTag: "up", openedAt: .epoch,
      entered: Trade.Turnover(quantity: 2, cost: 200, fee: 1), exited: Trade.Turnover(quantity: 1, cost: 110, fee: 1),
      highestPrice: 100, lowestPrice: 100)
    #expect(trade.held == 1)
    let profit = try trade.profit(at: 120, fee: Ratio(Fixed("0.01")!))
    #expect(profit.amount == Money(Fixed("26.8")!))
    #expect(profit.ratio == Ratio(Fixed("0.133333333333")!))
    #expect(trade.entered.rate == 100)
    #expect(trade.exited.feeRatio == Ratio(Fixed("0.009090909091")!))
    #expect(Trade.Turnover.none.rate == nil)
    #expect(Trade.Turnover.none.feeRatio == .zero)
  }
}

extension Money: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) { self.init(Fixed(value)) }
}

extension Price: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) { self.init(Fixed(value)) }
}

extension Quantity: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) { self.init(Fixed(value)) }
}
