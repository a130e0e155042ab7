// SPDX-License-Identifier: Apache-2.0

import BotModel
import RiskRules
import Testing
import TradingModel

@testable import TestKit

/// A change to a situation in which an entry of 100 at the market would be approved, and the refusal that it brings.
struct RefusalRow: Sendable, CustomTestStringConvertible {
  let refusal: RiskRefusal
  let sentence: String
  let change: @Sendable (inout RiskSituation) -> Void

  init(_ refusal: RiskRefusal, _ sentence: String, _ change: @escaping @Sendable (inout RiskSituation) -> Void) {
    self.refusal = refusal
    self.sentence = sentence
    self.change = change
  }

  var testDescription: String { refusal.rule }

  /// One row per rule, in the order in which rules are asked.
  static let all: [RefusalRow] = [
    RefusalRow(.entriesHeld(reason: "it is paused"), "the bot opens nothing now: it is paused") {
      $0.entriesHeld = "it is paused"
    },
    RefusalRow(.notWhitelisted(bitcoin), "BTC/USDT is not one of the bot's pairs") { $0.settings.pairs = [] },
    RefusalRow(.blacklisted(bitcoin), "BTC/USDT is in the bot's pair_blacklist") {
      $0.settings.pairBlacklist = [bitcoin]
    },
    RefusalRow(.alreadyInMarket(bitcoin), "a trade of BTC/USDT is open already") { $0.hasTradeOfPair = true },
    RefusalRow(.slotsFull(limit: 3, open: 3), "3 trades are open and max_open_trades is 3") { $0.openTrades = 3 },
    RefusalRow(.openOrders(limit: 2, open: 2), "2 orders rest and max_open_orders is 2") {
      $0.settings.risk.maxOpenOrders = 2
      $0.openOrders = 2
    },
    RefusalRow(
      .dailyLoss(limit: money("50"), loss: money("50")), "50 was lost today and max_daily_loss is 50"
    ) {
      $0.settings.risk.maxDailyLoss = money("50")
      $0.lossToday = money("50")
    },
    RefusalRow(
      .drawdown(limit: ratio("0.1"), drawdown: ratio("0.1")),
      "the drawdown is 0.1 and max_drawdown is 0.1; stop and start the bot to measure anew"
    ) {
      $0.settings.risk.maxDrawdown = ratio("0.1")
      $0.drawdown = ratio("0.1")
    },
    RefusalRow(.unknownPair(bitcoin), "the venue does not trade BTC/USDT") { $0.instrument = nil },
    RefusalRow(.noPrice(bitcoin), "no price of BTC/USDT is known yet") { $0.referencePrice = nil },
    RefusalRow(
      .filter(.valueTooSmall(minimum: money("101"), value: money("100"))),
      "NOTIONAL: value 100 is below the minimum 101"
    ) { $0.instrument?.notional.minimum = money("101") },
    RefusalRow(
      .tradeValue(limit: money("99"), value: money("100")), "the entry's value is 100 and max_trade_value is 99"
    ) { $0.settings.risk.maxTradeValue = money("99") },
    RefusalRow(
      .exposureOfPair(limit: money("120"), value: money("120.5")),
      "the pair's exposure would be 120.5 and max_exposure_per_pair is 120"
    ) {
      $0.settings.risk.maxExposurePerPair = money("120")
      $0.exposureOfPair = money("20.5")
    },
    RefusalRow(
      .exposure(limit: money("300"), value: money("300.5")), "the exposure would be 300.5 and max_exposure is 300"
    ) {
      $0.settings.risk.maxExposure = money("300")
      $0.exposure = money("200.5")
    },
    RefusalRow(
      .wallet(free: money("100"), needed: money("100.1")), "the entry needs 100.1 with its fee and 100 is free"
    ) { $0.free = money("100") },
  ]
}

@Suite struct RiskGateTests {
  private let entry = EntryIntent(pair: bitcoin, kind: .market, stake: money("100"))

  @Test func `what breaks no rule is approved, down to the step`() throws {
    let approved = try RiskGate.approve(
      EntryIntent(pair: bitcoin, kind: .market, stake: money("100.0999")), in: situation())
    #expect(approved.purpose == .entry)
    #expect(approved.terms == OrderTerms(pair: bitcoin, side: .buy, kind: .market, quantity: quantity("1")))
  }

  @Test(arguments: RefusalRow.all)
  func `each rule refuses with limit and value`(row: RefusalRow) throws {
    var situation = try situation()
    row.change(&situation)
    #expect(throws: row.refusal) { try RiskGate.approve(entry, in: situation) }
    #expect(row.refusal.description == row.sentence)
  }

  @Test func `rules are asked in a fixed order: the first that is broken refuses`() throws {
    var situation = try situation()
    for row in RefusalRow.all.reversed() {
      row.change(&situation)
      // Without rules or price of the pair those that need them can't be asked.
      #expect(throws: row.refusal) { try RiskGate.approve(entry, in: situation) }
      if row.refusal == .noPrice(bitcoin) { situation.referencePrice = price("100") }
      if row.refusal == .unknownPair(bitcoin) { situation.instrument = rules() }
    }
  }

  @Test(arguments: ["0", "-5"])
  func `a stake must be above 0`(stake: String) throws {
    let intent = EntryIntent(pair: bitcoin, kind: .market, stake: money(stake))
    #expect(throws: RiskRefusal.stakeNotPositive(money(stake))) { try RiskGate.approve(intent, in: situation()) }
  }

  @Test func `a limit price is judged, not the last one`() throws {
    let approved = try RiskGate.approve(
      EntryIntent(pair: bitcoin, kind: .limit(price("50")), stake: money("100")), in: situation())
    #expect(approved.terms.quantity == quantity("2"))
    #expect(throws: RiskRefusal.filter(.priceOffTick(tick: price("0.5"), price: price("50.1")))) {
      try RiskGate.approve(
        EntryIntent(pair: bitcoin, kind: .limit(price("50.1")), stake: money("100")), in: situation())
    }
    #expect(throws: RiskRefusal.filter(.priceTooLow(minimum: price("1"), price: price("0")))) {
      try RiskGate.approve(EntryIntent(pair: bitcoin, kind: .limit(.zero), stake: money("100")), in: situation())
    }
  }

  @Test func `a limit outside the venue's band around the last price is refused, for entries and exits`() throws {
    var tight = try situation()
    tight.instrument?.percentPriceBySide = band()
    #expect(throws: RiskRefusal.filter(.priceAboveBand(maximum: price("110"), price: price("111"), filter: byside))) {
      try RiskGate.approve(EntryIntent(pair: bitcoin, kind: .limit(price("111")), stake: money("222")), in: tight)
    }
    let exit = ExitIntent(pair: bitcoin, kind: .limit(price("79.5")), quantity: quantity("1"))
    #expect(throws: RiskRefusal.filter(.priceBelowBand(minimum: price("80"), price: price("79.5"), filter: byside))) {
      try RiskGate.approve(exit, instrument: tight.instrument, referencePrice: price("100"))
    }
    // Without a price of the market the venue judges.
    let approved = try RiskGate.approve(exit, instrument: tight.instrument, referencePrice: nil)
    #expect(approved.terms.kind == .limit(price("79.5")))
  }

  private let byside = FilterName.percentPriceBySide

  private func band() -> PercentPriceBySideFilter {
    PercentPriceBySideFilter(
      bid: PriceBand(down: ratio("0.5"), up: ratio("1.1")), ask: PriceBand(down: ratio("0.8"), up: ratio("1.2")))
  }

  @Test func `a stake that no number can hold is refused`() throws {
    let intent = EntryIntent(pair: bitcoin, kind: .limit(price("0.000000000001")), stake: money("999999999999999"))
    #expect(throws: RiskRefusal.arithmetic(.overflow)) { try RiskGate.approve(intent, in: situation()) }
  }

  @Test func `an exit asks only the venue's rules`() throws {
    let exit = ExitIntent(pair: bitcoin, kind: .market, quantity: quantity("1.0009"))
    let approved = try RiskGate.approve(exit, instrument: rules(), referencePrice: price("100"))
    #expect(approved.purpose == .exit)
    #expect(approved.terms == OrderTerms(pair: bitcoin, side: .sell, kind: .market, quantity: quantity("1")))
  }

  @Test func `an exit beyond the venue's largest order is cut to it`() throws {
    func sold(_ kind: OrderKind) throws -> Quantity {
      let exit = ExitIntent(pair: bitcoin, kind: kind, quantity: quantity("1000"))
      return try RiskGate.approve(exit, instrument: rules(), referencePrice: price("100")).terms.quantity
    }
    #expect(try sold(.market) == quantity("100"))
    #expect(try sold(.limit(price("100"))) == quantity("900"))
  }

  @Test func `an exit is refused by what the venue would refuse`() {
    let small = ExitIntent(pair: bitcoin, kind: .market, quantity: quantity("0.0009"))
    #expect(throws: RiskRefusal.filter(.quantityTooSmall(minimum: quantity("0.001"), quantity: .zero))) {
      try RiskGate.approve(small, instrument: rules(), referencePrice: price("100"))
    }
    let whole = ExitIntent(pair: bitcoin, kind: .market, quantity: quantity("1"))
    #expect(throws: RiskRefusal.unknownPair(bitcoin)) {
      try RiskGate.approve(whole, instrument: nil, referencePrice: price("100"))
    }
    #expect(throws: RiskRefusal.noPrice(bitcoin)) {
      try RiskGate.approve(whole, instrument: rules(), referencePrice: nil)
    }
  }

  /// For 20,000 situations of a seed: whatever is approved keeps every limit, the wallet and the venue's filters.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func `whatever is approved keeps every limit`(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let base = try situation()
    var approvals = 0
    for round in 0..<20_000 {
      let (intent, situation) = randomCase(base, &random)
      guard let approved = try? RiskGate.approve(intent, in: situation) else { continue }
      approvals += 1
      let breach = try breach(of: approved.terms, in: situation)
      try #require(breach == nil, "seed \(seed) round \(round): \(breach ?? "")")
    }
    #expect(approvals > 1000)
  }

  private func randomCase(_ base: RiskSituation, _ random: inout SplitMix) -> (EntryIntent, RiskSituation) {
    func amount(_ most: Int) -> Fixed {
      Fixed(units: Int128.random(in: 0...Int128(most) * Fixed.unitsPerOne, using: &random))
    }
    func maybe(_ value: Money) -> Money? { Bool.random(using: &random) ? value : nil }
    var situation = base
    situation.referencePrice = Price(amount(2000))
    situation.instrument?.percentPriceBySide = Bool.random(using: &random) ? band() : nil
    situation.free = Money(amount(2000))
    situation.exposure = Money(amount(1000))
    situation.exposureOfPair = Money(amount(500))
    situation.openTrades = Int.random(in: 0...4, using: &random)
    situation.openOrders = Int.random(in: 0...3, using: &random)
    situation.settings.risk = RiskLimits(
      maxTradeValue: maybe(Money(amount(2000))), maxExposure: maybe(Money(amount(3000))),
      maxExposurePerPair: maybe(Money(amount(2000))),
      maxOpenOrders: Bool.random(using: &random) ? Int.random(in: 1...4, using: &random) : nil)
    let tick = Fixed("0.5")!
    let kind: OrderKind =
      Bool.random(using: &random) ? .market : .limit(Price(amount(2000).rounded(toMultipleOf: tick, .down)))
    return (EntryIntent(pair: bitcoin, kind: kind, stake: Money(amount(2000))), situation)
  }

  private func breach(of terms: OrderTerms, in situation: RiskSituation) throws -> String? {
    let price = try #require(terms.kind.limitPrice ?? situation.referencePrice)
    let value = try price.times(terms.quantity, rounding: .up)
    let fee = try value.times(situation.feeRate, rounding: .up)
    let limits = situation.settings.risk
    let violation = situation.instrument?.violation(of: terms, reference: situation.referencePrice)
    if let violation { return violation.description }
    if situation.openTrades >= situation.settings.maxOpenTrades { return "slots" }
    if let limit = limits.maxOpenOrders, situation.openOrders >= limit { return "orders" }
    if value + fee > situation.free { return "wallet" }
    if let limit = limits.maxTradeValue, value > limit { return "trade value" }
    if let limit = limits.maxExposure, situation.exposure + value > limit { return "exposure" }
    if let limit = limits.maxExposurePerPair, situation.exposureOfPair + value > limit { return "exposure of pair" }
    return nil
  }
}
