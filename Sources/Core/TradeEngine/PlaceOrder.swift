// SPDX-License-Identifier: Apache-2.0

import BotModel
public import RiskRules
public import TradingModel

extension TradeEngine {
  /// Opens a trade, or adds to one: asks the rules, and places what they approve.
  ///
  /// - Returns: why nothing was placed, or nil.
  mutating func enter(
    _ pair: Pair, _ kind: OrderKind, stake: Money?, tag: String, cause: Decision.Cause,
    addingTo trade: TradeID? = nil, into step: inout EngineStep, _ identifiers: IdentifierSource
  ) -> CommandRefusal? {
    let intent = EntryIntent(
      pair: pair, kind: kind, stake: stake ?? stakeOfNextEntry(), isAddition: trade != nil)
    do {
      var situation = situation(of: pair)
      // A person may enter all the same.
      if cause == .signal { situation.lock = protectionBook.lock(of: pair, at: now) }
      let approved = try RiskGate.approve(intent, in: situation)
      place(
        approved, for: trade ?? TradeID(identifiers.next()), reason: tag, cause: cause,
        detail: "\(approved.terms.quantity) \(pair.base) for a stake of \(intent.stake)", into: &step, identifiers)
      return nil
    } catch {
      return .risk(error)
    }
  }

  /// Closes a trade: asks the rules, takes back what rests of it, and places what they approve once that is gone.
  ///
  /// What rests is not taken back for an exit that would be refused; an entry is, for it must not buy more.
  mutating func exit(
    _ id: TradeID, _ kind: OrderKind, _ reason: ExitReason, into step: inout EngineStep, _ identifiers: IdentifierSource
  ) {
    guard let trade = trades[id], trade.held > .zero else { return }
    let resting = orders(of: id)
    if kind == .market, resting.contains(where: \.isMarketExit) { return }
    let market = markets[trade.pair]
    do {
      let intent = ExitIntent(pair: trade.pair, kind: kind, quantity: trade.held)
      let isBuying = resting.contains(where: \.purpose.isBuying)
      let approved =
        isBuying
        ? nil : try RiskGate.approve(intent, instrument: instruments[intent.pair], referencePrice: market?.lastPrice)
      guard resting.isEmpty, let approved else {
        // What is to be sold at the market does not wait for a price after all, unless a person says so.
        if pendingExits[id]?.kind != .market || reason.cause == .manual {
          pendingExits[id] = PendingExit(kind: kind, reason: reason)
        }
        for order in resting { cancel(order, into: &step) }
        return
      }
      place(
        approved, for: id, reason: reason.name, cause: reason.cause, detail: reason.detail(of: approved), into: &step,
        identifiers)
    } catch {
      decide(trade.pair, .sell, reason.cause, .refused, rule: error.rule, detail: error.description, into: &step)
      if resting.isEmpty, isDust(error) { return writeOff(trade, reason: reason.name, error, into: &step) }
      refuse(kind, of: id)
      step.refusal = .risk(error)
    }
  }

  /// Such an exit of a trade is not tried again before the next closed candle.
  mutating func refuse(_ kind: OrderKind, of trade: TradeID) {
    if kind == .market { refusedExits.insert(trade) } else { refusedLimitExits.insert(trade) }
  }

  /// Sells so much of a trade that has no orders, or says why not.
  mutating func sell(
    _ quantity: Quantity, of trade: Trade, _ kind: OrderKind, _ reason: ExitReason, into step: inout EngineStep,
    _ identifiers: IdentifierSource
  ) {
    let intent = ExitIntent(pair: trade.pair, kind: kind, quantity: quantity, rest: trade.held - quantity)
    do {
      let approved = try RiskGate.approve(
        intent, instrument: instruments[trade.pair], referencePrice: markets[trade.pair]?.lastPrice)
      place(
        approved, for: trade.id, reason: reason.name, cause: reason.cause, detail: reason.detail(of: approved),
        into: &step, identifiers)
    } catch {
      decide(trade.pair, .sell, reason.cause, .refused, rule: error.rule, detail: error.description, into: &step)
    }
  }

  /// Whether what was refused is too little to be sold: for its quantity at any price, for its value while the bot is
  /// to be emptied.
  private func isDust(_ refusal: RiskRefusal) -> Bool {
    switch refusal {
    case .filter(.quantityTooSmall): true
    case .filter(.valueTooSmall): permission == .closing
    default: false
    }
  }

  /// Closes a trade whose rest the venue does not buy: it stays on the account, belongs to no trade, and counts as lost.
  private mutating func writeOff(
    _ trade: Trade, reason: String, _ refusal: RiskRefusal, into step: inout EngineStep
  ) {
    note(
      .warning, "\(trade.held) \(trade.pair.base) of trade \(trade.id.value) can't be sold and stay behind: \(refusal)",
      into: &step)
    let closed = close(trade, reason: reason, at: now, into: &step)
    step.changes.append(.trade(closed))
    step.changes.append(.ledger(ledger))
  }

  /// The only place where an order comes into being: its intent is kept before it is asked of the exchange.
  private mutating func place(
    _ approved: ApprovedOrder, for trade: TradeID, reason: String, cause: Decision.Cause, detail: String,
    into step: inout EngineStep, _ identifiers: IdentifierSource
  ) {
    let id = OrderID(identifiers.next())
    let order = Order(
      id: id, clientOrderID: ClientOrderID(epoch: epoch, bot: bot, sequence: id.value), trade: trade,
      purpose: approved.purpose, terms: approved.terms, reason: reason, createdAt: now)
    orders[id] = order
    decide(
      approved.terms.pair, approved.terms.side, cause, .ordered, rule: reason, detail: detail, order: id, into: &step)
    step.changes.append(.order(order))
    step.requests.append(.place(approved, as: order.clientOrderID))
    step.placed.append(id)
  }

  /// What the rules look at when a trade of a pair is to be opened.
  public func situation(of pair: Pair) -> RiskSituation {
    RiskSituation(
      settings: settings, entriesHeld: entriesHeld, holds: holds, instrument: instruments[pair],
      referencePrice: markets[pair]?.lastPrice, feeRate: feeRate, openTrades: tradeCount,
      hasTradeOfPair: !trades(of: pair).isEmpty || orders.values.contains { $0.terms.pair == pair },
      openOrders: orders.count, free: free, exposure: exposure(), exposureOfPair: exposure(of: pair),
      lossToday: ledger.loss(on: now.day), drawdown: ledger.drawdown)
  }

  private var entriesHeld: String? {
    switch permission {
    case .trading: ledger.hold
    case .managing: "it is paused"
    case .closing: "it is closing its positions"
    case .halting: "it is being stopped"
    }
  }
}

extension Order {
  var isMarketExit: Bool { purpose == .exit && terms.kind == .market }
}
