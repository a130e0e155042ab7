// SPDX-License-Identifier: Apache-2.0

import BotModel
public import TradingModel

/// The one place where an intent becomes an ``ApprovedOrder`` or a refusal.
public enum RiskGate {
  /// Approves what a bot wants to open. Rules are asked in a fixed order; the first that is broken refuses.
  ///
  /// The quantity is the stake at the price, down to the venue's step.
  public static func approve(
    _ intent: EntryIntent, in situation: RiskSituation
  ) throws(RiskRefusal) -> ApprovedOrder {
    try checkPermission(intent, situation)
    try checkCounts(intent, situation)
    try checkLosses(situation)
    guard let instrument = situation.instrument else { throw .unknownPair(intent.pair) }
    guard let price = intent.kind.limitPrice ?? situation.referencePrice else { throw .noPrice(intent.pair) }
    guard intent.stake > .zero else { throw .stakeNotPositive(intent.stake) }
    guard price > .zero else { throw .filter(.priceTooLow(minimum: instrument.price.minimum, price: price)) }
    let quantity = try exactly { () throws(ArithmeticError) in try intent.stake.quantity(at: price, rounding: .down) }
    let terms = OrderTerms(
      pair: intent.pair, side: .buy, kind: intent.kind,
      quantity: instrument.quantityRoundedDown(quantity, for: intent.kind))
    if let violation = instrument.violation(of: terms, reference: situation.referencePrice) {
      throw .filter(violation)
    }
    let value = try exactly { () throws(ArithmeticError) in try price.times(terms.quantity, rounding: .up) }
    try checkValue(value, situation)
    return ApprovedOrder(terms: terms, purpose: intent.isAddition ? .addition : .entry)
  }

  /// Approves what a bot wants to sell: only the venue's own rules are asked, for caps never hold back an exit.
  ///
  /// - Parameters:
  ///   - intent: what is to be sold; the quantity is taken down to the venue's step and to its largest order. A part of
  ///     a position is refused where the rest of it could not be sold.
  ///   - instrument: the venue's rules, or nil where it has no such pair.
  ///   - referencePrice: the market's price, by which the venue judges an order, or nil where none is known.
  public static func approve(
    _ intent: ExitIntent, instrument: InstrumentRules?, referencePrice: Price?
  ) throws(RiskRefusal) -> ApprovedOrder {
    guard let instrument else { throw .unknownPair(intent.pair) }
    guard (intent.kind.limitPrice ?? referencePrice) != nil else { throw .noPrice(intent.pair) }
    let terms = OrderTerms(
      pair: intent.pair, side: .sell, kind: intent.kind,
      quantity: instrument.quantityRoundedDown(
        min(intent.quantity, instrument.largestQuantity(for: intent.kind) ?? intent.quantity), for: intent.kind))
    if let violation = instrument.violation(of: terms, reference: referencePrice) { throw .filter(violation) }
    guard intent.rest > .zero else { return ApprovedOrder(terms: terms, purpose: .exit) }
    let left = intent.quantity + intent.rest - terms.quantity
    let rest = OrderTerms(
      pair: intent.pair, side: .sell, kind: .market,
      quantity: instrument.quantityRoundedDown(
        min(left, instrument.largestQuantity(for: .market) ?? left), for: .market))
    if let violation = instrument.violation(of: rest, reference: referencePrice) { throw .restTooSmall(violation) }
    return ApprovedOrder(terms: terms, purpose: .partialExit)
  }

  private static func checkPermission(_ intent: EntryIntent, _ situation: RiskSituation) throws(RiskRefusal) {
    let pair = intent.pair
    if let refusal = situation.holds.refusal(of: pair) { throw refusal }
    if let reason = situation.entriesHeld { throw .entriesHeld(reason: reason) }
    guard situation.settings.pairs.contains(pair) else { throw .notWhitelisted(pair) }
    guard !situation.settings.pairBlacklist.contains(pair) else { throw .blacklisted(pair) }
    guard !intent.isAddition else { return }
    guard !situation.hasTradeOfPair else { throw .alreadyInMarket(pair) }
    if let lock = situation.lock { throw .locked(pair, lock) }
  }

  private static func checkCounts(_ intent: EntryIntent, _ situation: RiskSituation) throws(RiskRefusal) {
    let slots = situation.settings.maxOpenTrades
    guard intent.isAddition || situation.openTrades < slots else {
      throw .slotsFull(limit: slots, open: situation.openTrades)
    }
    if let limit = situation.settings.risk.maxOpenOrders, situation.openOrders >= limit {
      throw .openOrders(limit: limit, open: situation.openOrders)
    }
  }

  private static func checkLosses(_ situation: RiskSituation) throws(RiskRefusal) {
    let limits = situation.settings.risk
    if let limit = limits.maxDailyLoss, situation.lossToday >= limit {
      throw .dailyLoss(limit: limit, loss: situation.lossToday)
    }
    if let limit = limits.maxDrawdown, situation.drawdown >= limit {
      throw .drawdown(limit: limit, drawdown: situation.drawdown)
    }
  }

  private static func checkValue(_ value: Money, _ situation: RiskSituation) throws(RiskRefusal) {
    let limits = situation.settings.risk
    if let limit = limits.maxTradeValue, value > limit { throw .tradeValue(limit: limit, value: value) }
    if let limit = limits.maxExposurePerPair, situation.exposureOfPair + value > limit {
      throw .exposureOfPair(limit: limit, value: situation.exposureOfPair + value)
    }
    if let limit = limits.maxExposure, situation.exposure + value > limit {
      throw .exposure(limit: limit, value: situation.exposure + value)
    }
    let fee = try exactly { () throws(ArithmeticError) in try value.times(situation.feeRate, rounding: .up) }
    guard value + fee <= situation.free else { throw .wallet(free: situation.free, needed: value + fee) }
  }

  private static func exactly<Result>(
    _ compute: () throws(ArithmeticError) -> Result
  ) throws(RiskRefusal) -> Result {
    do { return try compute() } catch { throw .arithmetic(error) }
  }
}

extension InstrumentRules {
  /// The most that one order may be for, or nil where there is no bound.
  fileprivate func largestQuantity(for kind: OrderKind) -> Quantity? {
    let bounds = kind == .market ? [lot.maximum, marketLot.maximum] : [lot.maximum]
    return bounds.filter { $0 > .zero }.min()
  }
}
