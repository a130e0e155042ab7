// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BotModel
import ControlAPI
import ControlPlane
import ExchangeModel
import Logging
import ServerConfiguration
import ServiceLifecycle
import SimServer
import Store
import StrategyKit
import TradingModel

extension BotdConfiguration {
  /// Lets bots trade live with a key of the simulated venue.
  fileprivate mutating func trade(with key: MadeKey, _ kind: MadeKey.Kind) {
    allowsLive = true
    let secret = Secret(key.secret)
    credentials = Credentials(
      key: Secret(key.simKey.apiKey), signer: kind == .hmac ? .hmac(secret: secret) : .ed25519(privateKey: secret),
      source: "a key that the demonstration made (\(kind.rawValue))")
  }
}

/// `botd demo`: the server on a throw-away folder, beside a simulated venue of its own.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Shows bots that trade: the server, a simulated market, and time sped up.",
    discussion: """
      Nothing leaves this machine. BOTD_LISTEN, BOTD_ADMIN_TOKEN, BOTD_BOTS_DIR, BOTD_STRATEGIES_DIR and BOTD_LOG_LEVEL are honoured; the \
      data folder is taken away at the end unless --keep names one.
      """)

  @Option(help: ArgumentHelp("Keep the data in this folder, and go on with what is there.", valueName: "dir"))
  var keep: String?

  @Option(
    name: .customLong("speed"),
    help: ArgumentHelp(
      "How many times as fast as life time goes: 1 to 10000; 60, and 10 with --live.", valueName: "x"))
  var givenSpeed: Int?

  @Option(
    help: ArgumentHelp(
      "Run the bots of mode live_spot too, on an account of the simulated venue, with a key that signs by hmac or "
        + "ed25519.", valueName: "kind"),
    transform: { text in
      guard let kind = MadeKey.Kind(rawValue: text) else { throw ValidationError("--live is hmac or ed25519") }
      return kind
    })
  var live: MadeKey.Kind?

  @Option(help: ArgumentHelp("Which of the made-up markets.", valueName: "n"))
  var seed: UInt64 = 1

  func validate() throws {
    guard (1...10_000).contains(speed) else { throw ValidationError("--speed must be 1 to 10000, not \(speed)") }
    guard live == nil || keep == nil else {
      throw ValidationError("--live and --keep don't go together: the venue's account begins anew each time")
    }
  }

  private var speed: Int { givenSpeed ?? (live == nil ? 60 : 10) }

  func run() async throws {
    var configuration = try BotdConfiguration.orExit(defaults: [.logLevel: "error"])
    ServerLog.begin(configuration.logFormat, level: configuration.logLevel)
    let strategies = BotServer.strategies(in: configuration.strategiesFolder)
    let bots = try bots(in: configuration.botsFolder, strategies.all)
    let key = live.map { MadeKey($0) }
    if let key, let live { configuration.trade(with: key, live) }
    let folder = try DemoFolder(keeping: keep)
    defer { folder.leave() }
    configuration.dataFolder = folder.path
    let store = try BotServer.openStore(at: folder.path, strategies)
    let venue = try await SimServer(
      market: SeededMarket(seed: seed), notBefore: store.newestTime(), speed: speed, key: key)
    let venueGroup = ServiceGroup(services: [venue], logger: Logger(label: "botyard.sim"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await venueGroup.run() }
      do {
        configuration.endpoints = try await venue.endpoints()
        let server = try await BotServer(configuration, store: store, strategies: strategies)
        try await show(server, bots, folder)
      } catch {
        store.close()
        await venueGroup.triggerGracefulShutdown()
        throw error
      }
      await venueGroup.triggerGracefulShutdown()
      try await group.waitForAll()
    }
  }

  private func show(_ server: BotServer, _ bots: [BotFile], _ folder: DemoFolder) async throws {
    let show = DemoShow(bots: bots, fleet: server.fleet, feed: server.venue.feed)
    let introduction = DemoIntroduction(
      token: server.token, folder: folder, speed: speed, bot: bots.first?.settings.name.text ?? "NAME")
    try await server.run(
      guest: { try await show.run() }, onListening: { address in introduction.print(address: address) })
  }

  /// The bots of the folder: those that trade live only where they are asked for.
  private func bots(
    in folder: BotsFolder, _ strategies: [StrategyDefinition]
  ) throws(ExitCode) -> [BotFile] {
    let files = BotFolder(path: folder.path)
    guard files.exists else {
      throw .refused([
        "\(folder.path): there is no such folder of bot files; run botd demo in Botyard's own folder, or name the "
          + "folder in BOTD_BOTS_DIR."
      ])
    }
    do {
      let bots = try files.bots(catalog: SettingsCatalog(strategies: strategies, instruments: nil))
      return bots.filter { $0.settings.mode == .dryRun || live != nil }
    } catch {
      throw .refused(error.sentences)
    }
  }
}
