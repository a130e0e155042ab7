// SPDX-License-Identifier: Apache-2.0

import BotModel
import MarketData
import RiskRules
import StrategyKit
import Testing
import TradeEngine
import TradingModel

@testable import TestKit

/// What a journal keeps: a fold over what an engine wants to be kept, and nothing else.
struct FoldedJournal {
  var ledger: BotLedger?
  var trades: [TradeID: Trade] = [:]
  var closed: [TradeID: Trade] = [:]
  var orders: [OrderID: Order] = [:]
  var fills: [Fill] = []

  mutating func take(_ changes: [BotChange]) throws {
    for change in changes {
      switch change {
      case .order(let order): orders[order.id] = order
      case .fill(let fill):
        try #require(orders[fill.order] != nil, "a fill of an order that was not kept before")
        try #require(!fills.contains { $0.order == fill.order && $0.id == fill.id }, "a fill that was kept twice")
        fills.append(fill)
      case .trade(let trade):
        try #require(closed[trade.id] == nil, "a closed trade changed")
        trades[trade.id] = trade.isOpen ? trade : nil
        if !trade.isOpen { closed[trade.id] = trade }
      case .ledger(let ledger): self.ledger = ledger
      case .signal, .decision, .notice: break
      }
    }
  }

  /// The engine that a start would make of it.
  func engine(like engine: TradeEngine) -> TradeEngine {
    let open = orders.values.filter { !$0.status.isFinal }
    var rebuilt = TradeEngine(
      bot: engine.bot, settings: engine.settings, permission: engine.permission,
      ledger: ledger ?? BotLedger(initial: engine.settings.dryRunWallet, at: start), openTrades: Array(trades.values),
      openOrders: open, fills: fills.filter { fill in open.contains { $0.id == fill.order } }, epoch: 1,
      feeRate: ratio("0.001"), instruments: engine.instruments, now: engine.now)
    for (pair, market) in engine.markets {
      rebuilt.watch(pair)
      if let price = market.lastPrice { rebuilt.refresh(price, of: pair) }
    }
    return rebuilt
  }

  /// Cash as the fills alone say it.
  func cash(from initial: Money) throws -> Money {
    try fills.reduce(initial) { cash, fill in
      let value = try fill.price.times(fill.quantity, rounding: .halfEven)
      let isBuy = orders[fill.order]?.terms.side == .buy
      return (isBuy ? cash - value : cash + value) - fill.fee
    }
  }
}

/// An exchange that answers in its own time: what it is asked waits until the test lets it answer.
struct RandomWorld {
  var bot: EngineDriver
  var journal = FoldedJournal()
  var random: SplitMix
  /// Orders that the exchange has, with what is left of them.
  var resting: [ClientOrderID: (terms: OrderTerms, left: Quantity)] = [:]
  /// Orders that it ever had.
  var arrived: Set<ClientOrderID> = []
  /// What its fills have made of the wallet.
  var cash = money("1000")
  /// Reports that are under way, in no certain order.
  var underWay: [OrderEvent] = []
  var fillCount = 0
  var prices: [Pair: Int] = [bitcoin: 10_000, ether: 10_000]

  init(seed: UInt64) throws {
    random = SplitMix(seed: seed)
    let trailing = ExitRules.Trailing(positive: ratio("0.01"), positiveOffset: ratio("0.02"))
    let rules = try ExitRules(
      minimalROI: [ExitRules.ROIStep(afterMinutes: 0, ratio: ratio("0.05"))], stoploss: ratio("-0.03"),
      trailing: trailing)
    bot = EngineDriver(
      try makeSettings {
        $0.exits = rules
        $0.risk.maxExposure = money("180")
      })
  }

  mutating func carryOut(_ step: EngineStep) throws {
    try journal.take(step.changes)
    for request in step.requests { answer(request) }
  }

  private mutating func answer(_ request: OrderRequest) {
    switch request {
    case .place(let order, let id):
      let fate = Int.random(in: 0..<10, using: &random)
      if fate == 0 { return report(id, .refused(reason: "chance")) }
      if fate == 1 { return report(id, .replyLost(reason: "never arrived")) }
      resting[id] = (order.terms, order.terms.quantity)
      arrived.insert(id)
      report(id, fate == 2 ? .replyLost(reason: "arrived") : .accepted(exchangeOrderID: "\(id.sequence)"))
    case .cancel(let id, _):
      if resting.removeValue(forKey: id) != nil { report(id, .canceled(reason: "asked")) }
    case .query(let id, _):
      // What became of an order that it had and has no more is under way already.
      if resting[id] != nil { return report(id, .accepted(exchangeOrderID: "\(id.sequence)")) }
      if !arrived.contains(id) { report(id, .refused(reason: "unknown")) }
    }
  }

  private mutating func report(_ id: ClientOrderID, _ report: OrderEvent.Report) {
    let event = OrderEvent(order: id, report: report, time: bot.time)
    underWay.append(event)
    if Int.random(in: 0..<5, using: &random) == 0 { underWay.append(event) }
  }

  /// Fills part of an order, or all of it.
  private mutating func fillSomething() {
    guard let id = resting.keys.min(by: { $0.sequence < $1.sequence }), let (terms, left) = resting[id] else { return }
    let half = Quantity(
      (try? left.value.divided(by: 2, rounding: .down))?.rounded(toMultipleOf: fixed("0.001"), .down) ?? .zero)
    let amount = Bool.random(using: &random) && half > .zero ? half : left
    let at = terms.kind.limitPrice ?? price(of: terms.pair)
    fillCount += 1
    let value = (try? at.times(amount, rounding: .halfEven)) ?? .zero
    let fee = (try? value.times(ratio("0.001"), rounding: .up)) ?? .zero
    cash = (terms.side == .buy ? cash - value : cash + value) - fee
    resting[id] = amount == left ? nil : (terms, left - amount)
    report(id, .filled(id: FillID("f\(fillCount)"), price: at, quantity: amount, fee: fee))
  }

  private func price(of pair: Pair) -> Price {
    Price(Fixed(units: Int128(prices[pair] ?? 1) * Fixed.unitsPerOne / 100))
  }

  mutating func act() throws {
    let pair = Bool.random(using: &random) ? bitcoin : ether
    bot.time = bot.time.advanced(byMilliseconds: Int64.random(in: 0...30_000, using: &random))
    switch Int.random(in: 0..<12, using: &random) {
    case 0...3:
      prices[pair] = max(5000, (prices[pair] ?? 1) + Int.random(in: -200...200, using: &random))
      try carryOut(bot.trade(price(of: pair).description, of: pair))
    case 4, 5:
      let line = ScriptedStrategy.Line(rawValue: Int.random(in: 0...3, using: &random)) ?? .nothing
      try carryOut(bot.candle(price(of: pair).description, line, of: pair))
    case 6, 7: fillSomething()
    case 8: try carryOut(bot.command(randomCommand(pair)))
    default:
      guard !underWay.isEmpty else { return }
      let event = underWay.remove(at: Int.random(in: 0..<min(2, underWay.count), using: &random))
      try carryOut(bot.apply(.order(event)))
    }
  }

  private mutating func randomCommand(_ pair: Pair) -> EngineCommand {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: .enter(pair, stake: money("60"), limit: price(of: pair))
    case 1: .exit(bot.engine.trades.keys.min(), limit: price(of: pair))
    case 2: .exit(nil, limit: nil)
    case 3: .permit(.managing)
    case 4: .permit(.closing)
    default: .permit(.trading)
    }
  }

  /// Lets the exchange answer everything, closing what is open, until nothing moves.
  mutating func settle() throws {
    try carryOut(bot.command(.permit(.closing)))
    for _ in 0..<200 where !(bot.engine.isFlat && underWay.isEmpty) {
      while !underWay.isEmpty { try carryOut(bot.apply(.order(underWay.removeFirst()))) }
      while !resting.isEmpty { fillSomething() }
      while !underWay.isEmpty { try carryOut(bot.apply(.order(underWay.removeFirst()))) }
      for pair in [bitcoin, ether] { try carryOut(bot.candle(price(of: pair).description, of: pair)) }
    }
  }
}

@Suite struct RecoveryTests {
  /// 40 seeds of 400 events, with a crash looked at after each.
  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `an engine that is made of its journal is the engine that wrote it`(seed: UInt64) throws {
    var world = try RandomWorld(seed: seed)
    for round in 0..<400 {
      try world.act()
      let engine = world.bot.engine
      let rebuilt = world.journal.engine(like: engine)
      let message = Comment(rawValue: "seed \(seed) round \(round)")
      try #require(rebuilt.trades.mapValues(\.withoutExtremes) == engine.trades.mapValues(\.withoutExtremes), message)
      try #require(rebuilt.orders == engine.orders, message)
      try #require(rebuilt.ledger == engine.ledger, message)
      try #require(rebuilt.free == engine.free, message)
      try #require(rebuilt.exposure() == engine.exposure(), message)
      try #require(rebuilt.tradeCount == engine.tradeCount, message)
      try #require(try world.journal.cash(from: money("1000")) == engine.ledger.cash, message)
      try #require(engine.orders.values.allSatisfy { !$0.status.isFinal }, message)
      try #require(engine.trades.values.allSatisfy { $0.held > .zero }, message)
    }
    try world.settle()
    #expect(world.bot.engine.ledger.cash == world.cash, "seed \(seed): each fill is booked, and once")
    #expect(world.bot.engine.isFlat, "seed \(seed): nothing is reserved or held for ever")
    #expect(world.bot.engine.free == world.bot.engine.ledger.cash)
    #expect(world.bot.engine.ledger.cash == world.bot.engine.ledger.equity, "seed \(seed)")
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `the same events give the same changes in the same order`(seed: UInt64) throws {
    func changes() throws -> [BotChange] {
      var world = try RandomWorld(seed: seed)
      for _ in 0..<400 { try world.act() }
      return world.bot.changes
    }
    #expect(try changes() == changes())
  }
}

extension Trade {
  /// The trade but for the extremes of its price, which are kept with its next change only.
  fileprivate var withoutExtremes: Trade {
    var trade = self
    trade.highestPrice = entered.rate ?? .zero
    trade.lowestPrice = entered.rate ?? .zero
    return trade
  }
}
