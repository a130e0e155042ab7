// SPDX-License-Identifier: Apache-2.0

import BotModel
import BotRuntime
import ControlAPI
import Ledger
import Logging
import Ports
import RiskRules
import Store
import Synchronization
import TradingModel

// Live accounts. One is opened when the first bot needs it: a server of dry-run bots signs nothing.

extension Fleet {
  /// The shard in which all bots of a live account are.
  func shard(of account: AccountName) -> BotShard {
    let names = configuration.accounts.map(\.view.name).sorted { $0.text < $1.text }
    return shards[(names.firstIndex(of: account) ?? 0) % shards.count]
  }

  private func setup(of account: AccountName) -> AccountSetup? {
    configuration.accounts.first { $0.view.name == account }
  }

  /// The accounts of live bots that are wanted to run, or have something open.
  func liveAccountsInUse() -> [AccountName] {
    let entries = board.entries.filter { $0.wantedPermission != nil || !$0.isFlat }
    return Set(entries.compactMap(\.record.settings.liveAccount)).sorted { $0.text < $1.text }
  }

  /// Opens a live account once, with what its bots own, and finds out what its key may do.
  ///
  /// - Returns: what is known of the key; nil where the account has no road to real money.
  @discardableResult
  func openAccount(_ name: AccountName) async throws(JournalError) -> KeyVerdict? {
    guard let live = setup(of: name)?.live else { return nil }
    return try await accountTurns.withTurn(name) { () throws(JournalError) in
      if openAccounts.withLock({ $0[name] }) == nil {
        let holdings = try await holdings(on: name)
        do { try await shard(of: name).open(live.desk, holdings: holdings) } catch { return nil }
        openAccounts.withLock { $0[name] = .pending(reason: "the venue was not asked yet") }
        signal(.runAccount(name))
      }
      return await verify(name, live)
    }
  }

  /// What every live bot of an account owns, by the journal.
  private func holdings(on account: AccountName) async throws(JournalError) -> [BotNumber: BotHoldings] {
    var holdings: [BotNumber: BotHoldings] = [:]
    for entry in board.entries where entry.record.settings.liveAccount == account {
      let number = entry.record.number
      holdings[number] = BotHoldings(
        currency: entry.record.settings.stakeCurrency, cash: entry.ledger?.cash, reservedCash: .zero,
        trades: entry.openTrades.values, orders: entry.openOrders.values, dust: try await store.dust(of: number))
    }
    return holdings
  }

  /// Asks what the key may do, unless that is known, and holds entries back where it may not trade.
  private func verify(_ name: AccountName, _ live: AccountSetup.Live) async -> KeyVerdict {
    if case .verified? = openAccounts.withLock({ $0[name] }) { return .verified(warnings: []) }
    let verdict: KeyVerdict
    do throws(VenueFailure) {
      verdict = KeyVerdict(try await live.restrictions(), accepting: live.accepted, at: clock.now())
    } catch {
      verdict = .pending(reason: "\(error)")
    }
    openAccounts.withLock { $0[name] = verdict }
    let refusal = unknownOwner ?? verdict.refusal(isRealMoney: live.isRealMoney, accepting: live.accepted)
    for remark in verdict.remarks { logger.warning("account \(name): \(remark)") }
    try? await shard(of: name).hold(name, for: refusal)
    return verdict
  }

  /// Why nothing may be opened while a live bot can't be read: what it owns must not become anybody else's.
  private var unknownOwner: String? {
    let names = unreadableLive.withLock { $0 }
    guard !names.isEmpty else { return nil }
    let list = names.map(\.text).sorted().joined(separator: ", ")
    return "live bots can't be read, and what they own is not known: \(list); mend their strategies and restart"
  }

  /// Opens an account for bots that were wanted to run when the server began, until it is known what its key may do.
  func openAccountAtStart(_ name: AccountName) async {
    var wait = Duration.seconds(1)
    while !Task.isCancelled {
      do {
        guard case .pending? = try await openAccount(name) else { return }
      } catch {
        logger.error("account \(name) can't be opened: \(error.sentence)")
      }
      guard (try? await time.sleep(wait)) != nil else { return }
      wait = min(wait * 2, .seconds(60))
    }
  }

  /// A live bot can't be brought up before its account is open: it is tried again, unless there is no road to it.
  func waitForAccount(_ account: AccountName, _ number: BotNumber) async {
    guard configuration.allowsLive, setup(of: account)?.live != nil else {
      return fail(
        number, "its account '\(account)' may not trade with real money: BOTD_ALLOW_LIVE and credentials are needed")
    }
    do {
      try await openAccount(account)
      signal(.converge(number))
    } catch {
      backOff(number, "its account '\(account)' can't be opened: \(error.sentence)")
    }
  }

  /// Keeps an account's desk at work.
  func runAccount(_ name: AccountName) async {
    await setup(of: name)?.live?.run()
  }

  // MARK: Starting a live bot

  /// Checks that a bot may trade with real money, and makes its capital its own where it begins.
  ///
  /// - Returns: that capital; nil for a dry-run bot, and for one that has begun already.
  func admitLive(_ entry: BotEntry, _ confirmation: LiveConfirmation) async throws(ControlError) -> Money? {
    let settings = entry.record.settings
    guard let account = settings.liveAccount else { return nil }
    try checkPermission(settings, confirmation)
    guard let live = setup(of: account)?.live else {
      throw .conflict("account '\(account)' has no credentials; see docs/TRADING-LIVE.md", field: "account")
    }
    let verdict: KeyVerdict?
    do {
      verdict = try await openAccount(account)
    } catch {
      throw .unavailable("account '\(account)' can't be opened: \(error.sentence)", retryAfterSeconds: 5)
    }
    guard let verdict else { throw .unavailable("the server is going down", retryAfterSeconds: 5) }
    if let refusal = verdict.refusal(isRealMoney: live.isRealMoney, accepting: live.accepted) {
      throw .conflict(refusal, field: "account")
    }
    return entry.ledger == nil ? try await claim(for: entry, on: account) : nil
  }

  private func checkPermission(_ settings: BotSettings, _ confirmation: LiveConfirmation) throws(ControlError) {
    guard configuration.allowsLive else {
      throw .conflict("this server does not trade with real money; BOTD_ALLOW_LIVE=true lets it", field: "mode")
    }
    let name = settings.name.text
    guard !confirmation.isToAsk, confirmation.name ?? name == name else {
      throw .conflict("'\(name)' trades with real money: confirm_live is its name once more", field: "confirm_live")
    }
    let hasReason = confirmation.reason?.contains { !$0.isWhitespace } ?? false
    guard confirmation.name == nil || hasReason else {
      throw .conflict("say why '\(name)' is to trade with real money: reason", field: "reason")
    }
  }

  /// How often, and how long each time, it is waited until an account that was just opened is reconciled.
  private static let (claimAttempts, claimWait) = (100, Duration.milliseconds(100))

  private func claim(for entry: BotEntry, on account: AccountName) async throws(ControlError) -> Money {
    let settings = entry.record.settings
    do {
      for _ in 0..<Self.claimAttempts {
        if let standing = try await shard(of: account).standing(of: account), !standing.isUnknown { break }
        try await time.sleep(Self.claimWait)
      }
      let claim = settings.availableCapital.map(CapitalClaim.exactly) ?? .upTo(settings.usualCapital)
      switch try await shard(of: account).claim(
        claim, of: settings.stakeCurrency, on: account, for: entry.record.number)
      {
      case .given(let capital): return capital
      case .refused(let reason): throw ControlError.conflict(reason, field: "available_capital")
      }
    } catch let error as ControlError {
      throw error
    } catch {
      throw .unavailable("the server is going down", retryAfterSeconds: 5)
    }
  }

  // MARK: Showing

  func accountViews() async -> [AccountView] {
    var views: [AccountView] = []
    for setup in configuration.accounts.sorted(by: { $0.view.name.text < $1.view.name.text }) {
      var view = setup.view
      let name = view.name
      if setup.live != nil {
        view.verdict =
          openAccounts.withLock { $0[name] } ?? .pending(reason: "no live bot has needed the account so far")
      }
      if let standing = try? await shard(of: name).standing(of: name) {
        view.hold = standing.hold
        view.assets = standing.assets
        view.bots = Dictionary(
          uniqueKeysWithValues: board.entries.map { ($0.record.number, $0.record.settings.name) })
      }
      views.append(view)
    }
    return views
  }
}

extension BotSettings {
  /// How much a live bot needs at most where that isn't said: what its slots take, with a hundredth for fees and a price
  /// that moves; nil for all that there is.
  fileprivate var usualCapital: Money? {
    guard case .fixed(let stake) = stakeAmount, let slots = Fixed("\(maxOpenTrades)"), let share = Fixed("1.01") else {
      return nil
    }
    return try? Money(stake.value.multiplied(by: slots, rounding: .up).multiplied(by: share, rounding: .up))
  }
}
