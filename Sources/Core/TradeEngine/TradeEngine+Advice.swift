// SPDX-License-Identifier: Apache-2.0

import BotModel
import RiskRules
import StrategyKit
import TradingModel

// What a strategy's own rules say of trades: when to leave, where the stop is, at what price, and how much more or less.

/// What a strategy said of a pair at its last closed candle, as long as that is the last one.
struct StandingOpinion: Sendable {
  /// Its rules about trades, with that candle's values.
  var advice: (any TradeAdvice)?
  /// The reason of an exit signal that waits for its profit (`exit_profit_only`).
  var waitingExit: String?
}

/// Why a trade is to be closed at a price.
struct ExitReason: Hashable {
  let cause: Decision.Cause
  /// By which the order and the closed trade are known.
  let name: String
  private let words: String?

  /// A reason, which is called like what caused it where it has no name.
  init(_ cause: Decision.Cause, name: String? = nil, detail: String? = nil) {
    self.cause = cause
    self.name = name ?? cause.rawValue
    words = detail
  }

  /// What a signal to exit is called.
  init(_ signal: Signal) { self.init(.signal, name: signal.tag.isEmpty ? "exit_signal" : signal.tag) }

  /// A sentence for the decision to place an order.
  func detail(of order: ApprovedOrder) -> String { words ?? "\(order.terms.quantity) \(order.terms.pair.base)" }

  /// Whether the price can only become worse, so that it is not waited for.
  var isStop: Bool { cause == .stopLoss || cause == .trailingStopLoss }
}

extension TradeEngine {
  /// Why a trade is to be closed at a price, or nil.
  ///
  /// - Parameter context: the trade as the strategy's rules see it; nil where they need not be asked.
  func reasonToClose(
    _ trade: Trade, at price: Price, _ exitCheck: ExitCheck, _ opinion: StandingOpinion?, _ context: TradeContext?
  ) -> ExitReason? {
    // Where an exit waits or was refused at its price, only the stop is left, and nothing may stand in its way.
    let isRefused = conduct.exitsAtMarket == false && refusedLimitExits.contains(trade.id)
    let isLeaving = isLeaving(trade) || isRefused || pendingExits[trade.id] != nil
    if !isLeaving, let reason = awaited(opinion, trade, at: price) ?? custom(opinion, context, at: price) {
      return reason
    }
    let isROIHeeded = !isLeaving && !(conduct.ignoreROIIfEntrySignal && opinion?.advice?.isEntryTrue == true)
    return exitCheck.reason(toClose: trade, at: price, now: now, isROIHeeded: isROIHeeded)
  }

  /// Whether an order to close a trade is under way that no other but a stop may take the place of: one at the market,
  /// or where the strategy wants to leave at its own price, any.
  func isLeaving(_ trade: Trade) -> Bool {
    let isAtLimit = conduct.exitsAtMarket == false
    return orders.values.contains { $0.trade == trade.id && (isAtLimit ? $0.purpose == .exit : $0.isMarketExit) }
  }

  /// An exit signal that was waiting for its profit.
  private func awaited(_ opinion: StandingOpinion?, _ trade: Trade, at price: Price) -> ExitReason? {
    guard let name = opinion?.waitingExit, profitHoldingBack(trade, at: price) == nil else { return nil }
    return ExitReason(.signal, name: name, detail: "the profit that the exit signal waited for is there at \(price)")
  }

  private func custom(_ opinion: StandingOpinion?, _ context: TradeContext?, at price: Price) -> ExitReason? {
    guard conduct.useExitSignal, let opinion, opinion.waitingExit == nil, let context,
      let tag = opinion.advice?.customExit(context)
    else { return nil }
    return ExitReason(
      .customExit, name: tag.isEmpty ? nil : tag, detail: "a rule under custom_exit is true at price \(price)")
  }

  /// The profit for whose sake an exit signal is not followed, with `exit_profit_only`; nil where it is.
  func profitHoldingBack(_ trade: Trade, at price: Price) -> Ratio? {
    guard conduct.exitProfitOnly else { return nil }
    guard let profit = try? trade.profit(at: price, fee: feeRate).ratio else { return .zero }
    return profit > conduct.exitProfitOffset ? nil : profit
  }

  /// Moves the stop of a trade by the strategy's own rule, then by trailing.
  ///
  /// - Parameter distance: how far below the price the rule wants it; the sign doesn't count.
  /// - Returns: whether it was raised.
  func raiseStop(of trade: inout Trade, at price: Price, by distance: Fixed?, _ exitCheck: ExitCheck) -> Bool {
    var isRaised = false
    if let distance {
      isRaised = exitCheck.raiseStop(of: &trade, at: price, by: Ratio(distance.magnitude))
    }
    return exitCheck.trailStop(of: &trade, at: price) || isRaised
  }

  // MARK: Orders

  /// The order by which a pair is bought at a price: `order_types.entry`, and `entry_price` where there is one.
  ///
  /// - Parameter trade: the trade that it adds to, or nil where it opens one.
  func entryKind(of pair: Pair, at price: Price?, tag: String, addingTo trade: Trade? = nil) -> OrderKind {
    guard conduct.entersAtMarket == false, let price else { return .market }
    let proposed = price.value.approximated
    var context = trade.map { self.context(of: $0, at: price) } ?? TradeContext(rate: proposed, tag: tag)
    context.proposed = proposed
    let wanted = opinions[pair]?.advice?.entryPrice(context)
    return limit(wanted.flatMap(Fixed.init(approximating:)), or: price, of: pair)
  }

  /// The order by which a trade is sold at a price: `order_types.exit`, and `exit_price` where there is one.
  func exitKind(of trade: Trade, at price: Price?) -> OrderKind {
    guard conduct.exitsAtMarket == false, let price else { return .market }
    var context = context(of: trade, at: price)
    context.proposed = price.value.approximated
    let wanted = opinions[trade.pair]?.advice?.exitPrice(context)
    return limit(wanted.flatMap(Fixed.init(approximating:)), or: price, of: trade.pair)
  }

  /// A limit order at the price that a rule wants, on the nearest tick.
  private func limit(_ wanted: Fixed?, or proposed: Price, of pair: Pair) -> OrderKind {
    let price = wanted ?? proposed.value
    guard let tick = instruments[pair]?.price.tick, tick > .zero else { return .limit(Price(price)) }
    return .limit(Price(price.rounded(toMultipleOf: tick.value, .halfAwayFromZero)))
  }

  /// A trade as its rules see it at a price.
  func context(of trade: Trade, at price: Price) -> TradeContext {
    let profit = try? trade.profit(at: price, fee: feeRate).ratio
    let share = try? trade.held.value.divided(by: trade.entered.quantity.value, rounding: .halfEven)
    let stake = share.flatMap { try? trade.entered.cost.times(Ratio($0), rounding: .halfEven) }
    func number(_ value: Fixed?) -> Double { value?.approximated ?? .nan }  // pure-ok: rules reckon as indicators do
    return TradeContext(
      rate: number(price.value), profit: number(profit?.value),
      ageMilliseconds: max(0, now.milliseconds(since: trade.openedAt)), tag: trade.enterTag,
      entries: trade.entered.orders, exits: trade.exited.orders, openRate: number(trade.entered.rate?.value),
      stake: number(stake?.value), amount: number(trade.held.value), stopLoss: number(trade.stopPrice?.value),
      maxRate: number(trade.highestPrice.value), minRate: number(trade.lowestPrice.value))
  }

  // MARK: More or less of it

  /// Adds to the trades of a pair, or sells a part of them, where `adjust_position` asks for it at a closed candle.
  mutating func adjustPositions(
    of pair: Pair, at price: Price, isFresh: Bool, into step: inout EngineStep, _ identifiers: IdentifierSource
  ) {
    guard permission == .trading || permission == .managing, let advice = opinions[pair]?.advice else { return }
    for id in trades(of: pair) {
      guard let trade = trades[id], trade.held > .zero, pendingExits[id] == nil, orders(of: id).isEmpty,
        !refusedExits.contains(id), !refusedLimitExits.contains(id),
        let adjustment = advice.adjustment(context(of: trade, at: price))
      else { continue }
      switch adjustment {
      case .add(let stake, let tag):
        guard isFresh, let stake = Fixed(approximating: stake) else { continue }
        add(Money(stake), to: trade, advice, at: price, tag: tag, into: &step, identifiers)
      case .reduce(let ratio, let tag):
        guard let ratio = Fixed(approximating: ratio) else { continue }
        reduce(trade, by: Ratio(ratio), at: price, tag: tag, into: &step, identifiers)
      }
    }
  }

  private mutating func add(
    _ stake: Money, to trade: Trade, _ advice: any TradeAdvice, at price: Price, tag: String,
    into step: inout EngineStep, _ identifiers: IdentifierSource
  ) {
    if let most = advice.entriesAddedMax, trade.entered.orders > most {
      return decide(
        trade.pair, .buy, .adjustPosition, .ignored, rule: "max_entries",
        detail: "\(trade.entered.orders - 1) entries were added and max_entries is \(most)", into: &step)
    }
    let kind = entryKind(of: trade.pair, at: price, tag: tag, addingTo: trade)
    let refusal = enter(
      trade.pair, kind, stake: stake, tag: tag, cause: .adjustPosition, addingTo: trade.id, into: &step,
      identifiers)
    if case .risk(let refusal) = refusal {
      decide(
        trade.pair, .buy, .adjustPosition, .refused, rule: refusal.rule, detail: refusal.description, into: &step)
    }
  }

  private mutating func reduce(
    _ trade: Trade, by ratio: Ratio, at price: Price, tag: String, into step: inout EngineStep,
    _ identifiers: IdentifierSource
  ) {
    guard let part = try? trade.held.value.multiplied(by: ratio.value, rounding: .down) else { return }
    sell(
      Quantity(part), of: trade, exitKind(of: trade, at: price),
      ExitReason(.adjustPosition, name: tag, detail: "\(ratio) of \(trade.held) \(trade.pair.base)"), into: &step,
      identifiers)
  }
}
