// SPDX-License-Identifier: Apache-2.0

import AccountDesk
import BinanceExchange
import BotModel
import BotRuntime
import Logging
import PaperExchange
import Ports
import Store
import StrategyKit
import Synchronization
import TradeEngine
import TradingModel

/// Live bots, their shard, the account's desk and the real adapter, wired as `botd` wires them, at a venue on a loopback
/// port.
struct OrderRig {
  enum Key: String, CaseIterable {
    case hmac = "HMAC"
    case ed25519 = "Ed25519"

    /// Of no account anywhere.
    var credentials: Credentials {
      get throws {
        switch self {
        case .hmac: try Credentials(apiKey: "bench", secret: "nobody-has-this-secret-nobody-has-this-secret")
        case .ed25519:
          try Credentials(
            apiKey: "bench",
            ed25519PEM: """
              -----BEGIN PRIVATE KEY-----
              MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f
              -----END PRIVATE KEY-----
              """)
        }
      }
    }
  }

  /// What differs from one rig to another.
  struct Setup {
    let key: Key
    let bots: Int
    /// The pairs that bots watch in turn, one each.
    let pairs: [Pair]
    /// Where the journal goes; nil where it keeps nothing.
    let folder: String?
  }

  let bots: [BotRecord]
  let pairs: [Pair]
  let shard: BotShard
  let venue: OrderVenue
  let departures: DepartureVenue
  let watch: OrderWatch
  let clock: SteppedClock
  let killSwitch: KillSwitch
  let store: BotStore?
  private let desk: AccountDesk

  private init(_ setup: Setup, at venue: OrderVenue, _ account: BinanceAccount, _ clock: SteppedClock) throws {
    (self.venue, self.clock, pairs) = (venue, clock, setup.pairs)
    bots = try (0..<setup.bots).map { try OrderBots.bot($0 + 1, on: setup.pairs[$0 % setup.pairs.count]) }
    store = try setup.folder.map { folder in
      try BotStore.open(at: folder, newEpoch: 1) { $0 == OrderBots.definition.name ? OrderBots.definition : nil }
    }
    let (departures, killSwitch, watch) = (DepartureVenue(account), KillSwitch(), OrderWatch())
    (self.departures, self.killSwitch, self.watch) = (departures, killSwitch, watch)
    desk = AccountDesk(
      account: .default, venue: departures, feeRate: .zero, clock: clock, killSwitch: killSwitch,
      feeValue: { Money($0.commission.amount) })
    let numbers = Numbers()
    let feed = StillFeed(setup.pairs)
    shard = BotShard(
      environment: ShardEnvironment(
        clock: clock, feed: feed, journal: store ?? KeepsNothing(), diary: KeepsNothing(),
        identifiers: IdentifierSource { numbers.next() }, epoch: store?.epoch ?? 1, killSwitch: killSwitch,
        makeExchange: { PaperExchange { feed.instruments[$0] } }, observer: watch))
  }

  /// Wires everything, brings the bots up, and runs all of it while the body does.
  static func running(_ setup: Setup, _ body: @Sendable (OrderRig) async throws -> Void) async throws {
    let venue = OrderVenue(assets: ["USDT"] + setup.pairs.map(\.base.code))
    let clock = SteppedClock(OrderBots.start)
    var log = Logger(label: "botbench")
    log.logLevel = .error
    let silent = log
    try await venue.serving { port in
      let rest = BinanceREST(
        try VenueEndpoints(
          of: .sim, restURL: "http://127.0.0.1:\(port)", streamURL: "ws://127.0.0.1:\(port)",
          webSocketAPIURL: "ws://127.0.0.1:\(port)/ws-api/v3"))
      // Told with the instruments: how much may be asked in a minute.
      _ = try await BinanceMarketData(rest: rest, clock: clock, log: silent).instruments()
      let signer = Signer(try setup.key.credentials, grant: LiveGrant(account: .default, reason: "botbench"))
      let account = BinanceAccount(signer, rest: rest, clock: clock, pairs: setup.pairs, log: silent)
      let rig = try OrderRig(setup, at: venue, account, clock)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await rig.shard.run() }
        group.addTask { await rig.desk.run() }
        defer {
          rig.shard.close()
          group.cancelAll()
        }
        try await rig.launch()
        try await body(rig)
      }
      rig.store?.close()
      if let failure = rig.departures.failures.first { throw OrdersStuck(message: failure) }
    }
  }

  private func launch() async throws {
    try await store?.write(ControlBatch(bots: bots.map { .insert($0) }))
    try await shard.open(desk, holdings: [:])
    try await shard.hold(.default, for: nil)
    for bot in bots {
      try await shard.launch(
        BotLaunch(
          record: bot, permission: .trading, strategy: OrderBots.definition,
          history: BotHistory(ledger: nil, openTrades: [], openOrders: [], fills: []), pairs: bot.settings.pairs))
    }
    try await watch.until("reconciliation") { watch.isFree }
    // The venue's order counts are read beside it; until then the lowest documented limits hold.
    try await Task.sleep(for: .milliseconds(200))
  }
}

/// Counts from 1.
private final class Numbers: Sendable {
  private let last = Atomic<Int64>(0)

  func next() -> Int64 { last.wrappingAdd(1, ordering: .relaxed).newValue }
}

extension SteppedClock: SigningClock {
  func venueTime() -> Instant { now() }

  func resync() async {}
}
