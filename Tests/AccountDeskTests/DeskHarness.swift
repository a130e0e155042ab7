// SPDX-License-Identifier: Apache-2.0

import AccountDesk
import BotModel
import MarketData
import Ports
import RiskRules
import StrategyKit
import Synchronization
import TradingModel

@testable import TestKit

/// A desk at a scripted venue, on clocks that are moved by hand.
final class DeskHarness: Sendable {
  static let pair = Pair("BTC/USDT")!

  let venue = ScriptedVenue()
  let killSwitch = KillSwitch()
  let time = ManualTime()
  let clock = HandClock()
  let desk: AccountDesk
  private let told = Mutex<[String]>([])

  init() {
    desk = AccountDesk(
      account: .default, venue: venue, feeRate: .zero, clock: clock, time: time.time, killSwitch: killSwitch
    ) { Money($0.commission.amount) }
    venue.set {
      $0.balances = AccountBalances(assets: [:], time: .epoch, canTrade: true)
    }
    desk.open { self.take($0) }
  }

  /// Moves both clocks by a beat.
  func beat() async {
    await time.untilSleeping { _ in true }
    clock.move(by: 50)
    time.advance(by: .milliseconds(50))
    await Task.yield()
  }

  /// Moves the clocks until what was asked of the venue passes a test.
  func pass(until test: @escaping @Sendable ([String]) -> Bool, atMost beats: Int = 5_000) async {
    for _ in 0..<beats where !test(venue.asked) { await beat() }
  }

  /// Moves the clocks until what was told passes a test.
  func until(_ test: ([String]) -> Bool) async {
    for _ in 0..<20_000 where !test(told.withLock { $0 }) { await beat() }
  }

  /// Why nothing may be opened, as it was told.
  var holds: [String] { told.withLock { $0 }.filter { !Self.words.contains($0) && !$0.hasPrefix("recall") } }

  /// What was reported of orders.
  var reports: [String] { told.withLock { $0 }.filter { Self.words.contains($0) && $0 != "free" } }

  private static let words: Set = [
    "accepted", "refused", "withheld", "lost", "missing", "filled", "canceled", "expired", "free",
  ]

  private func take(_ notice: AccountNotice) {
    told.withLock { told in
      switch notice {
      case .reports(let reports): told += reports.map { Self.word($0.report) }
      case .hold(let reason): told.append(reason ?? "free")
      case .recall(let id, _, _): told.append("recall \(id.sequence)")
      case .balances, .changed: break
      }
    }
  }

  private static func word(_ report: OrderEvent.Report) -> String {
    switch report {
    case .accepted: "accepted"
    case .refused: "refused"
    case .withheld: "withheld"
    case .replyLost: "lost"
    case .missing: "missing"
    case .filled: "filled"
    case .canceled: "canceled"
    case .expired: "expired"
    }
  }

  /// Decided now, in an epoch of the kill switch.
  func decided(_ epoch: Int64) -> Decided { Decided(killEpoch: epoch, at: time.time.now()) }

  // MARK: Orders

  func id(_ sequence: Int64) -> ClientOrderID { ClientOrderID(epoch: 1, bot: BotNumber(7), sequence: sequence) }

  func order(_ sequence: Int64) -> Order {
    Order(
      id: OrderID(sequence), clientOrderID: id(sequence), trade: TradeID(1), purpose: .entry,
      terms: OrderTerms(pair: Self.pair, side: .buy, kind: .market, quantity: Quantity(1)), reason: "",
      createdAt: clock.now())
  }

  func state(_ sequence: Int64, _ status: VenueOrderState.Status) -> VenueOrderState {
    VenueOrderState(
      clientOrderID: id(sequence).description, exchangeOrderID: "77", pair: Self.pair, side: .buy, status: status,
      quantity: Quantity(1), filled: .zero, cost: .zero, time: clock.now())
  }

  func approvedExit() throws -> ApprovedOrder {
    try RiskGate.approve(
      ExitIntent(pair: Self.pair, kind: .market, quantity: Quantity(1)), instrument: InstrumentRules(pair: Self.pair),
      referencePrice: Price(100))
  }

  func approved() throws -> ApprovedOrder {
    let settings = BotSettings(
      name: BotName("tester")!, description: "", mode: .dryRun, account: .default, strategy: "scripted",
      strategyParameters: try ScriptedStrategy.definition.values(), timeframe: .fiveMinutes, pairs: [Self.pair],
      pairBlacklist: [], stakeCurrency: Asset("USDT")!, stakeAmount: .unlimited, maxOpenTrades: 3,
      dryRunWallet: Money(1000), risk: RiskLimits(), exits: .standard)
    return try RiskGate.approve(
      EntryIntent(pair: Self.pair, kind: .market, stake: Money(100)),
      in: RiskSituation(
        settings: settings, entriesHeld: nil, instrument: InstrumentRules(pair: Self.pair),
        referencePrice: Price(100), feeRate: .zero, openTrades: 0, hasTradeOfPair: false, openOrders: 0,
        free: Money(1000), exposure: .zero, exposureOfPair: .zero, lossToday: .zero, drawdown: .zero))
  }
}

/// Runs a desk for as long as a body does.
func atDesk(_ body: @Sendable @escaping (DeskHarness) async throws -> Void) async throws {
  let harness = DeskHarness()
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { await harness.desk.run() }
    await harness.venue.wait { $0.contains("run") }
    try await body(harness)
    group.cancelAll()
  }
}

/// A venue clock that is moved by hand.
final class HandClock: VenueClock {
  private let time = Mutex(Instant("2026-11-20T12:00:00Z")!)

  var rate: Double { 1 }

  func now() -> Instant { time.withLock { $0 } }

  func move(by milliseconds: Int64) { time.withLock { $0 = $0.advanced(byMilliseconds: milliseconds) } }
}
