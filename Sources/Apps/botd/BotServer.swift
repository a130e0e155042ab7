// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import BinanceExchange
import ControlAPI
import ControlPlane
import HTTPServer
import Logging
import MarketHub
import Metrics
import NIOCore
import PaperExchange
import Ports
import ServerConfiguration
import Store
import Strategies
import StrategyKit
import TradingModel

/// All parts of the server, wired together and not yet running.
struct BotServer {
  let configuration: BotdConfiguration
  let store: BotStore
  let venue: VenueConnection
  let fleet: Fleet
  /// Every strategy that bots can have.
  let strategies: StrategyLibrary
  /// The administrator's token.
  let token: Secret
  /// The file of the token that botd made; nil where somebody gave one.
  let tokenPath: String?

  /// Wires the parts and loads the bots. Nothing is asked of the venue yet.
  init(_ configuration: BotdConfiguration, store: BotStore, strategies: StrategyLibrary) async throws(ExitCode) {
    self.configuration = configuration
    self.store = store
    self.strategies = strategies
    (token, tokenPath) = try Self.token(configuration)
    do {
      venue = VenueConnection(configuration.endpoints, start: try await store.newestTime())
      let killSwitch = KillSwitch(try await store.killSwitch())
      let accounts = try LiveAccounts.setups(configuration, venue: venue, killSwitch: killSwitch)
      fleet = Self.fleet(
        configuration, store, venue, strategies, accounts: accounts, killSwitch: killSwitch,
        firstIdentifier: try await store.maximumIdentifiers().firstFree)
      try await fleet.load()
    } catch let error as ExitCode {
      throw error
    } catch {
      throw .refused(["\(store.path): \(error)."])
    }
  }

  /// Where everything is counted. Made before any part: what a part counts with is bound when the part is made.
  static let metrics: PrometheusRegistry = {
    let metrics = PrometheusRegistry()
    MetricsSystem.bootstrap(metrics)
    return metrics
  }()

  /// The strategies of the program and of the configuration's folder. A file that is in disorder is left out, which is
  /// said: bots of other strategies go on.
  static func strategies(in folder: String) -> StrategyLibrary {
    let files = StrategyFolder(path: folder, taken: BuiltInStrategies.all.map(\.name))
    let library = StrategyLibrary(
      files: StrategyLibrary.Files(
        load: {
          let content = files.load()
          return (content.strategies, content.faults)
        }, check: { files.check($0) }),
      assemble: { BuiltInStrategies.all(with: $0) })
    let content = files.load()
    let logger = Logger(label: "botyard.strategies")
    for fault in content.faults { logger.error("\(fault)") }
    library.take(content.strategies)
    return library
  }

  /// Opens the database.
  static func openStore(at folder: String, _ strategies: StrategyLibrary) throws(ExitCode) -> BotStore {
    _ = metrics
    var generator = SystemRandomNumberGenerator()
    do {
      return try BotStore.open(
        at: folder, newEpoch: UInt32.random(in: .min ... .max, using: &generator),
        findStrategy: { strategies.strategy(named: $0) })
    } catch {
      throw .refused(["\(error)."])
    }
  }

  private static func token(_ configuration: BotdConfiguration) throws(ExitCode) -> (Secret, String?) {
    if let given = configuration.adminToken { return (given, nil) }
    let file = AdminTokenFile(dataFolder: configuration.dataFolder)
    do {
      return (try file.token(), file.path)
    } catch {
      throw .refused(error.sentences)
    }
  }

  private static func fleet(
    _ configuration: BotdConfiguration, _ store: BotStore, _ venue: VenueConnection, _ strategies: StrategyLibrary,
    accounts: [AccountSetup], killSwitch: KillSwitch, firstIdentifier: Int64
  ) -> Fleet {
    let feed = venue.feed
    let settings = FleetConfiguration(
      version: Botd.version,
      venue: configuration.endpoints.venue.rawValue, accounts: accounts, allowsLive: configuration.allowsLive,
      strategies: strategies,
      catalog: {
        let instruments = feed.instruments
        return SettingsCatalog(
          strategies: strategies.all, instruments: instruments.isEmpty ? nil : instruments,
          accounts: accounts.map(\.view.name))
      },
      shardCount: System.coreCount, feedReport: { venue.report() })
    return Fleet(
      configuration: settings, store: store, feed: feed, clock: venue.clock, firstIdentifier: firstIdentifier,
      killSwitch: killSwitch, makeExchange: { PaperExchange(instrument: { feed.instruments[$0] }) })
  }
}

extension BotStore {
  /// The newest time that is kept.
  func newestTime() async throws(StoreReadError) -> Instant {
    try await events(PageRequest(limit: 1, after: nil)).items.first?.time ?? .epoch
  }
}

extension MaximumIdentifiers {
  /// A number that no order and no trade has, nor any after it.
  var firstFree: Int64 { max(order, trade, sequence) + 1 }
}
