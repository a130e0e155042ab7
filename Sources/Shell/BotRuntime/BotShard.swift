// SPDX-License-Identifier: Apache-2.0

public import Ledger
public import Ports
public import TradeEngine
public import TradingModel

/// What shards share.
public struct ShardEnvironment: Sendable {
  /// The venue's clock.
  public let clock: any VenueClock
  /// The market.
  public let feed: any MarketFeed
  /// What bots do is kept here.
  public let journal: any Journal
  /// Why they did nothing is kept here.
  public let diary: any Diary
  /// Numbers for orders and trades.
  public let identifiers: IdentifierSource
  /// The installation's epoch.
  public let epoch: UInt32
  /// Whether anything may be opened.
  public let killSwitch: KillSwitch
  /// Makes the exchange that a shard's dry-run bots trade at.
  public let makeExchange: @Sendable () -> any Exchange
  /// Hears what happens.
  public let observer: any ShardObserver

  /// What shards share.
  public init(
    clock: any VenueClock, feed: any MarketFeed, journal: any Journal, diary: any Diary,
    identifiers: IdentifierSource, epoch: UInt32, killSwitch: KillSwitch = KillSwitch(),
    makeExchange: @escaping @Sendable () -> any Exchange, observer: any ShardObserver
  ) {
    self.clock = clock
    self.feed = feed
    self.journal = journal
    self.diary = diary
    self.identifiers = identifiers
    self.epoch = epoch
    self.killSwitch = killSwitch
    self.makeExchange = makeExchange
    self.observer = observer
  }
}

/// Owns many bots' engines and steps them one event after the other.
public final class BotShard: MarketSink {
  private let environment: ShardEnvironment
  private let mailbox: ShardMailbox

  /// A shard without bots.
  ///
  /// - Parameter capacity: how many market events may wait.
  public init(environment: ShardEnvironment, capacity: Int = 65_536) {
    self.environment = environment
    mailbox = ShardMailbox(capacity: capacity)
  }

  /// Steps bots until the shard is closed and all that waits is done.
  public func run() async {
    var bots = ShardBots(environment: environment, mailbox: mailbox)
    while let items = await mailbox.next() {
      await bots.handle(items)
    }
    await bots.drain()
  }

  /// Takes nothing more; ``run()`` ends when all that waits is done.
  public func close() {
    mailbox.close()
  }

  public func offer(_ event: MarketEvent) {
    mailbox.offer(event)
  }

  /// How many public trades were dropped because the shard did not keep up.
  public var tradesDropped: Int { mailbox.tradesDropped }

  /// Brings a bot up.
  public func launch(_ launch: BotLaunch) async throws(ShardError) {
    try await ask { .launch(launch, $0) }
  }

  /// Asks something of a bot's engine, and answers when it is on disk and with the exchange.
  public func command(_ command: EngineCommand, of bot: BotNumber) async throws(ShardError) -> CommandResult {
    try await ask { .command(bot, command, $0) }
  }

  /// Begins to watch pairs that a bot did not watch before.
  public func watch(_ pairs: [Pair], for bot: BotNumber) async throws(ShardError) {
    try await ask { .watch(bot, pairs, $0) }
  }

  /// Stops watching pairs of which a bot holds nothing; of which it does, it goes on.
  public func unwatch(_ pairs: [Pair], for bot: BotNumber) async throws(ShardError) {
    try await ask { .unwatch(bot, pairs, $0) }
  }

  /// Measures a bot's drawdown from now on.
  public func resetDrawdown(of bot: BotNumber) async throws(ShardError) {
    try await ask { .resetDrawdown(bot, $0) }
  }

  /// Takes a live account in, with what its bots own: those that are up and those that aren't. Bots of the account can
  /// be launched from then on.
  public func open(_ desk: any LiveDesk, holdings: [BotNumber: BotHoldings]) async throws(ShardError) {
    try await ask { .openAccount(desk, holdings, $0) }
  }

  /// Holds entries back on a live account, for what its key may do; nil lets them go.
  public func hold(_ account: AccountName, for reason: String?) async throws(ShardError) {
    try await ask { .holdAccount(account, reason, $0) }
  }

  /// Makes so much of an account's asset a bot's own, if that much is nobody's.
  public func claim(
    _ claim: CapitalClaim, of asset: Asset, on account: AccountName, for bot: BotNumber
  ) async throws(ShardError) -> CapitalAnswer {
    try await ask { .claim(account, bot, asset, claim, $0) }
  }

  /// A bot owns nothing any more on an account: it is deleted, or never began.
  public func disown(_ bot: BotNumber, on account: AccountName) async throws(ShardError) {
    try await ask { .disown(account, bot, $0) }
  }

  /// Who owns what on an account; nil where the shard has no such account.
  public func standing(of account: AccountName) async throws(ShardError) -> AccountOwnership? {
    try await ask { .standing(account, $0) }
  }

  /// Drops a bot's engine as it is; what it holds stays its own.
  public func withdraw(_ bot: BotNumber) async throws(ShardError) {
    try await ask { .withdraw(bot, $0) }
  }

  private func ask<Value: Sendable>(
    _ request: (ShardReply<Value>) -> ShardRequest
  ) async throws(ShardError) -> Value {
    let result: Result<Value, ShardError> = await withCheckedContinuation { continuation in
      let reply = ShardReply<Value> { continuation.resume(returning: $0) }
      if !mailbox.submit(request(reply)) { continuation.resume(returning: .failure(.closed)) }
    }
    return try result.get()
  }
}
