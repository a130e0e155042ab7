// SPDX-License-Identifier: Apache-2.0
import BotModel
import ControlAPI
import Documents
import Ledger
import Ports
import RiskRules
import Testing
import TradingModel

@testable import ControlPlane

@Suite(.timeLimit(.minutes(5))) struct LiveTests {
  private static let usdt = Asset(stringLiteral: "USDT")

  /// A live bot with 500 USDT of its account.
  private func create(_ world: World, _ name: String = "live", capital: Node = "500") async throws {
    try await world.create(name, [("mode", "live_spot"), ("available_capital", capital)])
  }

  private func expectConflict(
    _ field: String, _ part: String, _ body: () async throws -> Void, line: SourceLocation = #_sourceLocation
  ) async {
    do {
      try await body()
      Issue.record("it was started", sourceLocation: line)
    } catch ControlError.conflict(let detail, let named) {
      #expect(named == field, "\(detail)", sourceLocation: line)
      #expect(detail.contains(part), "\(detail)", sourceLocation: line)
    } catch {
      Issue.record("\(error)", sourceLocation: line)
    }
  }

  @Test func `a live bot trades on its account, and the ledger says who owns what`() async throws {
    let account = ScriptedAccount()
    try await inWorld(account: account) { world in
      try await create(world)
      try await world.startLive("live")
      try await world.until("live", is: .running)
      world.close(from: 99, to: 100)
      try await world.until { try !world.entry("live").openTrades.isEmpty }
      #expect(account.sent.count == 1)
      account.tellBalances(at: Instant(milliseconds: 1))
      let view = try #require(try await world.fleet.accounts().first)
      #expect(view.verdict == .unverifiable)
      let ownership = try #require(view.assets.first { $0.asset == Self.usdt })
      #expect(ownership.bots.values.map(\.owned) == [400])
      #expect(ownership.external == 500)
      #expect(view.assets.first { $0.asset.code == "BTC" }?.external == 0)
      try await world.until { account.settled.count == 1 }
    }
  }

  @Test
  func `a start needs a server that allows it, the name once more, a reason, capital, and an account that has it`()
    async throws
  {
    try await inWorld(account: ScriptedAccount(isAllowed: false)) { world in
      try await create(world)
      await expectConflict("mode", "BOTD_ALLOW_LIVE") { try await world.startLive("live") }
    }
    try await inWorld(account: ScriptedAccount()) { world in
      try await create(world)
      await expectConflict("confirm_live", "its name") { try await world.startLive("live", confirm: "other") }
      await expectConflict("confirm_live", "its name") { try await world.startLive("live", asks: true) }
      await expectConflict("reason", "why") { try await world.startLive("live", reason: "  ") }
      try await create(world, "greedy", capital: "1000.01")
      await expectConflict("available_capital", "1000 USDT that no bot owns") { try await world.startLive("greedy") }
      #expect(try world.entry("greedy").ledger == nil)
      try await world.startLive("live")
      let audit = try await world.fleet.audit(ListPart()).items
      #expect(audit.first { $0.action == "bot.start" }?.detail["reason"]?.string == "a test")
    }
  }

  @Test func `a program may start a live bot without being asked, and one without capital gets what its slots take`()
    async throws
  {
    try await inWorld(account: ScriptedAccount()) { world in
      try await create(world, "usual", capital: .null)
      try await world.perform(.start, "usual")
      #expect(try world.entry("usual").ledger?.initial == Money(303))
      try await world.create("all", [("mode", "live_spot"), ("stake_amount", "unlimited")])
      try await world.perform(.start, "all")
      #expect(try world.entry("all").ledger?.initial == Money(697))
      try await create(world, "late", capital: .null)
      await expectConflict("available_capital", "no USDT that no bot owns") { try await world.perform(.start, "late") }
    }
  }

  @Test func `what is a bot's is nobody else's`() async throws {
    try await inWorld(account: ScriptedAccount()) { world in
      try await create(world, "first", capital: "700")
      try await create(world, "second", capital: "400")
      try await world.startLive("first")
      await expectConflict("available_capital", "300 USDT") { try await world.startLive("second") }
      try await world.until("first", is: .running)
      try await world.perform(.stop, "first")
      try await world.until("first", is: .idle)
      await expectConflict("available_capital", "300 USDT") { try await world.startLive("second") }
      try await world.fleet.deleteBot(World.name("first"), ifGeneration: nil, by: World.admin)
      try await world.startLive("second")
    }
  }

  @Test(arguments: [
    (
      KeyRestrictions(isBoundToAddresses: true, maySpotTrade: true, transferRights: ["enableWithdrawals"]),
      "enableWithdrawals"
    ),
    (KeyRestrictions(isBoundToAddresses: true, maySpotTrade: false, transferRights: []), "spot"),
    (
      KeyRestrictions(
        isBoundToAddresses: false, maySpotTrade: true, transferRights: [], tradingEndsAt: .epoch), "ended"
    ),
  ])
  func `a key that may do too much, or too little, is refused`(restrictions: KeyRestrictions, part: String) async throws
  {
    try await inWorld(account: ScriptedAccount(restriction: .success(restrictions))) { world in
      try await create(world)
      await expectConflict("account", part) { try await world.startLive("live") }
    }
  }

  @Test func `a right is accepted by its name, and said`() async throws {
    let restrictions = KeyRestrictions(
      isBoundToAddresses: false, maySpotTrade: true, transferRights: ["permitsUniversalTransfer"])
    let account = ScriptedAccount(accepted: ["permitsUniversalTransfer"], restriction: .success(restrictions))
    try await inWorld(account: account) { world in
      try await create(world)
      try await world.startLive("live")
      let remarks = try await world.fleet.accounts().first?.verdict?.remarks ?? []
      #expect(remarks.contains { $0.contains("permitsUniversalTransfer") })
      #expect(remarks.contains { $0.contains("any address") })
    }
  }

  @Test func `real money needs a venue that vouches for the key, or that it is accepted unverified`() async throws {
    try await inWorld(account: ScriptedAccount(isRealMoney: true)) { world in
      try await create(world)
      await expectConflict("account", "cannot be verified") { try await world.startLive("live") }
    }
    try await inWorld(account: ScriptedAccount(isRealMoney: true, accepted: ["unverified"])) { world in
      try await create(world)
      try await world.startLive("live")
    }
    let failure = ScriptedAccount(restriction: .failure(VenueFailure("no route")))
    try await inWorld(account: failure) { world in
      try await create(world)
      await expectConflict("account", "no route") { try await world.startLive("live") }
    }
  }

  @Test func `what is missing on the account holds entries, says how much, and lets exits pass`() async throws {
    let account = ScriptedAccount()
    try await inWorld(account: account) { world in
      try await create(world)
      try await world.startLive("live")
      try await world.until("live", is: .running)
      world.close(from: 99, to: 100)
      try await world.until { try !world.entry("live").openTrades.isEmpty }
      // Somebody takes 600 of the 900 USDT; 400 are the bot's.
      account.tellBalances({ $0[Self.usdt]?.free = 300 }, at: Instant(milliseconds: 1))
      try await world.until {
        try await world.fleet.accounts().first?.assets.first { $0.asset == Self.usdt }?.missing == 100
      }
      world.clock.set(world.clock.now().advanced(byMilliseconds: 6_000))
      account.tellBalances(at: Instant(milliseconds: 2))
      try await world.until { try world.entry("live").conditions[.orders]?.isHealthy == false }
      #expect(try world.entry("live").conditions[.orders]?.message.contains("100 USDT more than there is") == true)
      #expect(try world.entry("live").phase == .degraded)
      world.close(from: 101, to: 100)
      try await world.until { try world.entry("live").openTrades.isEmpty }
      world.close(from: 99, to: 100)
      try await world.until { world.account?.sent.count == 2 }
      #expect(try world.entry("live").openOrders.isEmpty)
    }
  }

  @Test func `after a crash a live bot goes on where its journal ends`() async throws {
    let account = ScriptedAccount()
    try await inWorld(account: account) { world in
      try await create(world)
      try await world.startLive("live")
      try await world.until("live", is: .running)
      account.holdFills()
      world.close(from: 99, to: 100)
      try await world.until { try world.entry("live").openOrders.values.contains { $0.status == .open } }
      let order = try #require(try world.entry("live").openOrders.values.first)
      try await world.crash()
      try await world.until("live", is: .running)
      let desk = try #require(world.fleet.configuration.accounts.first?.live?.desk as? ScriptedAccount)
      #expect(desk.restored == [order.clientOrderID])
      #expect(desk.sent.isEmpty)
      let view = try #require(try await world.fleet.accounts().first)
      #expect(
        view.assets.first { $0.asset == Self.usdt }?.bots.values.map(\.reserved) == [500],
        "all, while there is no price")
    }
  }

  @Test func `a thousand dry-run bots need no account`() async throws {
    let account = ScriptedAccount()
    try await inWorld(account: account) { world in
      for index in 0..<1000 { try await world.create("bot-\(index)") }
      for index in 0..<1000 { try await world.perform(.start, "bot-\(index)") }
      try await world.until { world.fleet.board.entries.allSatisfy { $0.phase == .running } }
      world.close(from: 99, to: 100)
      try await world.until { world.fleet.board.entries.allSatisfy { !$0.openOrders.isEmpty } }
      world.trade(at: 100, quantity: 1_000_000)
      try await world.until { world.fleet.board.entries.allSatisfy { !$0.openTrades.isEmpty } }
      #expect(!account.isOpen)
      #expect(account.sent.isEmpty)
    }
  }
}

extension Asset {
  fileprivate init(stringLiteral code: String) {
    guard let asset = Asset(code) else { preconditionFailure("\(code) is an asset's code") }
    self = asset
  }
}
