// SPDX-License-Identifier: Apache-2.0

import BotModel
import Ledger
import Logging
import Ports
import RiskRules
import TradeEngine
import TradingModel

/// A live account, all of whose bots are in one shard: what is reserved and what is decided is one step.
struct LiveAccount: Sendable {
  let desk: any LiveDesk
  var ledger = AccountLedger()
  /// Why the desk opens nothing, or nil.
  var deskHold: String? = "it is not reconciled with the venue yet"
  /// Why the account may not trade with real money, or nil.
  var grantHold: String? = "what its key may do is not known yet"
  /// Why nothing may be opened with these assets.
  var assetHolds: [Asset: String] = [:]

  /// Why nothing may be opened on it, or nil.
  var hold: String? { grantHold ?? deskHold }

  /// Looks at what is missing, where it can be compared.
  mutating func judge(at now: Instant) {
    guard ledger.judge(at: now) else { return }
    assetHolds = ledger.shortfalls.reduce(into: [:]) { holds, short in
      holds[short.key] = "bots own \(short.value) \(short.key) more than there is on the account"
    }
  }

  /// Who owns what.
  var ownership: AccountOwnership {
    AccountOwnership(
      assets: ledger.assets.compactMap { ledger.ownership(of: $0) }, hold: hold, shortfalls: ledger.shortfalls,
      isUnknown: ledger.balances == nil)
  }
}

extension ShardBots {
  private static var log: Logger { Logger(label: "botyard.accounts") }

  /// Takes an account in, with what its bots own.
  mutating func open(_ desk: any LiveDesk, _ holdings: [BotNumber: BotHoldings]) {
    guard accounts[desk.account] == nil else { return }
    var account = LiveAccount(desk: desk)
    for (bot, holdings) in holdings { account.ledger.set(holdings, of: bot) }
    accounts[desk.account] = account
    let (name, mailbox) = (desk.account, mailbox)
    desk.open { mailbox.noteAccount(name, $0) }
  }

  /// Takes what happened on an account.
  mutating func handle(_ notice: AccountNotice, of name: AccountName) async {
    switch notice {
    case .reports(let reports): for report in reports { step(for: report) }
    case .balances(let balances):
      accounts[name]?.ledger.take(balances)
      judge(name)
    case .changed(let assets, let time): accounts[name]?.ledger.take(assets, at: time)
    case .hold(let reason):
      accounts[name]?.deskHold = reason
      Self.log.notice("account \(name): \(reason.map { "opens nothing: \($0)" } ?? "reconciled")")
      tell(name)
    case .recall(let id, let state, let fill): await recall(id, state, fill: fill, on: name)
    }
  }

  /// Compares what bots own with what is there. What may be missing is looked at again, a little later.
  private mutating func judge(_ name: AccountName) {
    guard var account = accounts.removeValue(forKey: name) else { return }
    let before = account.assetHolds
    account.judge(at: environment.clock.now())
    if account.ledger.isSuspicious { account.desk.lookAgain(after: .seconds(6)) }
    for (asset, reason) in account.assetHolds.sorted(by: { $0.key < $1.key }) where before[asset] != reason {
      Self.log.error("account \(name): \(reason)")
    }
    accounts[name] = account
    if account.assetHolds != before { tell(name) }
  }

  /// Holds entries back on an account, for what its key may do; nil lets them go.
  mutating func hold(_ name: AccountName, for reason: String?) {
    accounts[name]?.grantHold = reason
    tell(name)
  }

  /// Tells how an account stands.
  func tell(_ name: AccountName) {
    guard let account = accounts[name] else { return }
    let reasons = [account.hold].compactMap { $0 } + account.assetHolds.sorted { $0.key < $1.key }.map(\.value)
    let bots = slots.values.filter { $0.account == name }.map(\.bot).sorted()
    environment.observer.accountChanged(
      name, hold: reasons.isEmpty ? nil : reasons.joined(separator: "; "), bots: bots)
  }

  /// An order that the desk doesn't know, and perhaps the journal does: it goes on where that ends.
  private mutating func recall(
    _ id: ClientOrderID, _ state: VenueOrderState, fill: VenueFill?, on account: AccountName
  ) async {
    await drain()
    guard id.epoch == environment.epoch else {
      return Self.log.notice("account \(account): order \(id) is another installation's, and left alone")
    }
    do throws(JournalError) {
      guard let recalled = try await environment.journal.order(id) else {
        return Self.log.critical("account \(account): the venue has order \(id), which was never decided here")
      }
      guard let slot = slots[id.bot], slot.account == account else {
        return Self.log.error("account \(account): order \(id) changed while its bot is not up: \(state.status)")
      }
      slot.engine.recall(recalled.order, fills: recalled.fills)
      accounts[account]?.desk.restore(recalled.order, fills: recalled.fills)
      accounts[account]?.desk.follow(state, fill: fill)
    } catch {
      Self.log.error("account \(account): order \(id) can't be looked up in the journal: \(error)")
      accounts[account]?.desk.lookAgain(after: .seconds(5))
    }
  }

  // MARK: What bots own

  /// Makes so much of an account a bot's own, if that much is nobody's.
  mutating func claim(
    _ claim: CapitalClaim, of asset: Asset, on name: AccountName, for bot: BotNumber
  ) -> CapitalAnswer {
    guard var account = accounts[name] else { return .refused("there is no live account \(name)") }
    if let hold = account.grantHold { return .refused("account \(name) opens nothing: \(hold)") }
    guard let external = account.ledger.external(asset) else {
      return .refused("account \(name) is not reconciled yet")
    }
    let capital: Money
    switch claim {
    case .exactly(let amount):
      guard external >= amount.value else {
        return .refused("account \(name) has \(external) \(asset) that no bot owns, and \(amount) are asked for")
      }
      capital = amount
    case .upTo(let amount):
      guard external > .zero else { return .refused("account \(name) has no \(asset) that no bot owns") }
      capital = min(amount ?? Money(external), Money(external))
    }
    account.ledger.set(
      BotHoldings(currency: asset, cash: capital, reservedCash: .zero, trades: [], orders: [], dust: [:]), of: bot)
    accounts[name] = account
    return .given(capital)
  }

  /// Has the account know what a live bot owns after a step.
  mutating func account(for step: EngineStep, of slot: BotSlot) {
    guard let account = slot.account, !step.changes.isEmpty else { return }
    for case .trade(let trade) in step.changes where !trade.isOpen && trade.held > .zero {
      slot.dust[trade.pair.base] = (slot.dust[trade.pair.base] ?? .zero) + trade.held.value
    }
    accounts[account]?.ledger.set(BotHoldings(of: slot), of: slot.bot)
  }

  /// Has the desk forget what has ended, and is on disk.
  func settleOrders(of step: SettlingStep) {
    guard let account = step.slot.account else { return }
    for case .order(let order) in step.step.changes where order.status.isFinal {
      accounts[account]?.desk.settle(order.clientOrderID)
    }
  }

  /// Hands the orders of a bot that is brought up to its desk.
  mutating func restore(_ slot: BotSlot, _ history: BotHistory) {
    guard let account = slot.account else { return }
    slot.dust = history.dust
    let fills = Dictionary(grouping: history.fills, by: \.order)
    for order in history.openOrders {
      accounts[account]?.desk.restore(order, fills: (fills[order.id] ?? []).map(\.id))
    }
    accounts[account]?.ledger.set(BotHoldings(of: slot), of: slot.bot)
    tell(account)
  }

  // MARK: What holds back

  /// What holds a bot's entries back from outside.
  func holds(of slot: BotSlot) -> EntryHolds {
    let account = slot.account.flatMap { accounts[$0] }
    return EntryHolds(
      killSwitch: environment.killSwitch.hold, account: account?.hold, assets: account?.assetHolds ?? [:])
  }

  /// What is taken of the value of a bot's orders at most.
  func feeRate(of record: BotRecord) -> Ratio {
    record.settings.liveAccount.flatMap { accounts[$0]?.desk.feeRate } ?? exchange.feeRate
  }
}

extension BotHoldings {
  fileprivate init(of slot: BotSlot) {
    let engine = slot.engine
    self.init(
      currency: engine.settings.stakeCurrency, cash: engine.ledger.cash, reservedCash: engine.reserved,
      trades: engine.trades.values, orders: engine.orders.values, dust: slot.dust)
  }
}
